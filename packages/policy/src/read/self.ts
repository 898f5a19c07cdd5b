/**
 * `self`: the public origins that a policy guards (D6).
 *
 * @module
 */
import { readOrigin } from '@marque/core'
import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import { punycodeFault } from './host-fault.ts'
import type { Model, ModelSelf, ModelSelfEntry } from './model.ts'
import { checkKeyName } from './names.ts'
import { originFault } from './origin-fault.ts'
import { below, type Fault, isMapping, type Reader, readTexts, report } from './reader.ts'

const TENANT = '{tenant}.'

/** Reads `self`: one list, or a list for each environment. */
export function readSelf(reader: Reader, value: unknown, path: Pointer): ModelSelf {
  // A missing or misshapen `self` has its finding already.
  if (!Array.isArray(value) && !isMapping(value))
    return { everywhere: [], byEnvironment: new Map() }
  if (Array.isArray(value))
    return { everywhere: readEntries(reader, value, path), byEnvironment: new Map() }
  const byEnvironment = new Map<string, readonly ModelSelfEntry[]>()
  for (const [environment, list] of Object.entries(value)) {
    const at = below(path, environment)
    checkKeyName(reader, environment, at)
    byEnvironment.set(environment, readEntries(reader, list, at))
  }
  return { everywhere: null, byEnvironment }
}

function readEntries(reader: Reader, value: unknown, path: Pointer): readonly ModelSelfEntry[] {
  return readTexts(value, path, (text, at) => {
    const fault = entryFault(text)
    if (fault === undefined) return { text, path: at }
    report(reader, at, fault, shorten(text))
    return undefined
  })
}

function entryFault(text: string): Fault | undefined {
  // A stand-in for the tenant: what is left must be an origin.
  const filled = text.replace(`://${TENANT}`, '://t.')
  if (filled.includes('{') || filled.includes('}')) {
    return {
      code: 'MQ-187',
      message: `\`${shorten(text)}\` holds braces elsewhere than in a first label \`{tenant}\``,
    }
  }
  const origin = readOrigin(filled)
  if (origin === undefined) {
    return filled.includes('*')
      ? patternFault(text)
      : originFault(text.includes(TENANT) ? filled : text)
  }
  if (origin.scheme === 'http' || origin.scheme === 'https') return punycodeFault(origin.host)
  return {
    code: 'MQ-187',
    message: `\`${shorten(text)}\` is no origin that an API can have`,
    help: 'write `https://` and the host',
  }
}

function patternFault(text: string): Fault {
  return {
    code: 'MQ-187',
    message: `\`${shorten(text)}\` is a pattern, and \`self\` names the API itself`,
    help: 'list the exact origins; `{tenant}` may be the first label',
  }
}

/** The entries of `self` for an environment; undefined if `self` is by environment and does not name this one. */
export function selfOf(
  { self }: Pick<Model, 'self'>,
  environment: string,
): readonly ModelSelfEntry[] | undefined {
  return self.everywhere ?? self.byEnvironment.get(environment)
}
