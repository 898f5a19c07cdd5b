/**
 * Names of origin sets, resources, tenants, environments and exceptions.
 *
 * @module
 */

import { isTenantLabel, isTenantName } from '@marque/core'
import type { Fault } from '../findings/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { type Reader, readDistinct, report } from './reader.ts'

const NAME = /^[a-z][a-z0-9-]{0,62}$/
const EXCEPTION_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

/** Whether a string is a valid name. */
export function isName(text: string): boolean {
  return NAME.test(text)
}

/** Checks a name that is a key. */
export function checkKeyName(reader: Reader, text: string, path: Pointer): void {
  if (!isName(text))
    reader.found.push({ ...nameFault(text), path, at: 'key', value: shorten(text) })
}

/** Checks a name that is a value. */
export function checkName(reader: Reader, text: string, path: Pointer): void {
  if (!isName(text)) report(reader, path, nameFault(text), shorten(text))
}

/** Judges the id of an exception, which may look like those of a ticket system. */
export function checkExceptionId(reader: Reader, text: string, path: Pointer): void {
  if (EXCEPTION_ID.test(text)) return
  report(
    reader,
    path,
    {
      code: 'MQ-180',
      message: `\`${shorten(text)}\` is not a valid exception id`,
      help: 'use letters, digits, `.`, `_` and `-`, at most 63 characters',
    },
    shorten(text),
  )
}

/**
 * Makes the check of the names of tenants (D15), which are read in the order of the document.
 *
 * @param byHost Whether the host of a request carries the name.
 */
export function tenantNameCheck(
  byHost: boolean,
): (reader: Reader, text: string, path: Pointer) => void {
  const folded = new Map<string, string>()
  return (reader, text, path) => {
    const lower = text.toLowerCase()
    const other = folded.get(lower)
    folded.set(lower, text)
    const fault =
      (byHost ? labelFault(text) : tenantFault(text)) ??
      (other === undefined
        ? undefined
        : ({
            code: 'MQ-183',
            message: `the tenant \`${shorten(text)}\` differs from \`${shorten(other)}\` only by case, which some layers ignore in paths`,
          } as const))
    if (fault !== undefined) reader.found.push({ ...fault, path, at: 'key', value: shorten(text) })
  }
}

function tenantFault(text: string): Fault | undefined {
  if (isTenantName(text)) return undefined
  return {
    code: 'MQ-180',
    message: `\`${shorten(text)}\` is not a valid name of a tenant`,
    help: 'use letters, digits, `.`, `_`, `~` and `-`, at most 63 characters; `.` and `..` are not names',
  }
}

function labelFault(text: string): Fault | undefined {
  if (isTenantLabel(text)) return undefined
  const lower = text.toLowerCase()
  return {
    code: 'MQ-180',
    message: `\`${shorten(text)}\` is not a valid name of a tenant: \`identify.host\` finds it as a label of the host`,
    help: isTenantLabel(lower)
      ? `write \`${lower}\``
      : 'use lower-case letters, digits and `_`, and `-` inside, at most 63 characters',
  }
}

/** Reads the environments of a set. */
export function readEnvironments(
  reader: Reader,
  value: unknown,
  path: Pointer,
): readonly string[] | null {
  if (!Array.isArray(value)) return null
  return readDistinct(reader, value, path, (text, at) => {
    checkName(reader, text, at)
    return text
  })
}

/** Reports each name that was taken before. */
export function checkUnique(
  reader: Reader,
  what: string,
  names: readonly { readonly name: string; readonly path: Pointer }[],
): void {
  const taken = new Set<string>()
  for (const { name, path } of names) {
    if (taken.has(name)) {
      report(
        reader,
        path,
        { code: 'MQ-183', message: `another ${what} is named \`${shorten(name)}\`` },
        shorten(name),
      )
    }
    taken.add(name)
  }
}

function nameFault(text: string): { code: 'MQ-180'; message: string; help?: string } {
  const better = text.toLowerCase().replaceAll(/[\s_.]+/g, '-')
  return {
    code: 'MQ-180',
    message:
      text === ''
        ? 'an empty string is not a valid name'
        : `\`${shorten(text)}\` is not a valid name`,
    ...(isName(better) && { help: `write \`${better}\`` }),
  }
}
