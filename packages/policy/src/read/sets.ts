/**
 * Origin sets, and the directories of tenants, which are sets too.
 *
 * @module
 */

import type { Pointer } from '../text/index.ts'
import { readDay, readInstant } from './dates.ts'
import type { ModelSet } from './model.ts'
import { checkKeyName, readEnvironments } from './names.ts'
import { readOrigins } from './origins.ts'
import { asMapping, asText, below, isMapping, type Reader } from './reader.ts'

/** Reads sets by name. */
export function readSets(reader: Reader, value: unknown, path: Pointer): readonly ModelSet[] {
  const sets: ModelSet[] = []
  for (const [name, set] of Object.entries(asMapping(value))) {
    const at = below(path, name)
    checkKeyName(reader, name, at)
    if (isMapping(set)) sets.push(readSet(reader, name, set, at))
  }
  return sets
}

function readSet(
  reader: Reader,
  name: string,
  set: { readonly [key: string]: unknown },
  path: Pointer,
): ModelSet {
  return {
    name,
    path,
    allow: readOrigins(reader, set.allow, below(path, 'allow')),
    owner: asText(set.owner),
    purpose: asText(set.purpose),
    reviewBy: readDay(reader, set.reviewBy, below(path, 'reviewBy')),
    until: readInstant(reader, set.until, below(path, 'until')),
    environments: readEnvironments(reader, set.environments, below(path, 'environments')),
  }
}
