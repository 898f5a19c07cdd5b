/**
 * Grants: whom they are for, by set, by tenant, by `*`, or by an origin written in place.
 *
 * @module
 */

import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import type { ModelGrant, ModelOrigin } from './model.ts'
import { isName } from './names.ts'
import { readOriginText } from './origins.ts'
import { readPermission } from './permission.ts'
import { asList, below, isMapping, type Mapping, type Reader, report } from './reader.ts'

/** What grants may name. */
export interface KnownNames {
  /** Keys under `origins`, also of sets with mistakes. */
  readonly sets: ReadonlySet<string>
}

/** Reads the grants of a resource. One that is no mapping leaves no gap: its resource has an error anyhow. */
export function readGrants(
  reader: Reader,
  value: unknown,
  path: Pointer,
  known: KnownNames,
): readonly ModelGrant[] {
  return asList(value).flatMap((grant, index) =>
    isMapping(grant) ? [readGrant(reader, grant, below(path, index), known)] : [],
  )
}

function readGrant(reader: Reader, grant: Mapping, path: Pointer, known: KnownNames): ModelGrant {
  const sets: { name: string; path: Pointer }[] = []
  const inline: ModelOrigin[] = []
  const at = below(path, 'origins')
  let any = false
  let tenant = false
  for (const [index, text] of asList(grant.origins).entries()) {
    if (typeof text !== 'string') continue
    const here = below(at, index)
    if (text === '*') any = true
    else if (text.startsWith('@')) tenant = readTenantReference(reader, text, here) || tenant
    else if (known.sets.has(text)) sets.push({ name: text, path: here })
    else if (looksLikeOrigin(text)) {
      const origin = readOriginText(reader, text, here)
      if (origin !== undefined) inline.push(origin)
    } else reportUnknownSet(reader, text, here, known)
  }
  return { ...readPermission(reader, grant, path), any, tenant, sets, inline }
}

/** `@tenant` passes without tenants too: that it stands for nobody then is judged on the model. */
function readTenantReference(reader: Reader, text: string, path: Pointer): boolean {
  if (text === '@tenant') return true
  const message = `\`${shorten(text)}\` is not known`
  report(reader, path, { code: 'MQ-184', message }, shorten(text))
  return false
}

/** Names of sets are lower-case words; whatever has the marks of an origin was meant as one. */
function looksLikeOrigin(text: string): boolean {
  return (
    text === '' ||
    text.toLowerCase() === 'null' ||
    /[:/.*\\^$\s]/.test(text) ||
    (!isName(text) && /[^\w-]/.test(text))
  )
}

function reportUnknownSet(reader: Reader, text: string, path: Pointer, known: KnownNames): void {
  const nearest = reader.nearest(text, known.sets)
  const message = `no origin set is named \`${shorten(text)}\``
  report(
    reader,
    path,
    {
      code: 'MQ-181',
      message,
      ...(nearest !== undefined && { help: `did you mean \`${nearest}\`?` }),
    },
    shorten(text),
  )
}
