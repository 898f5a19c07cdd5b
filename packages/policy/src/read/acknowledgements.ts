/**
 * `acknowledged`: warnings that are accepted for a time.
 *
 * @module
 */
import type { Pointer } from '../text/index.ts'
import type { ModelAcknowledgement } from './model.ts'
import { asList, asText, below, isMapping, type Reader } from './reader.ts'
import { readInstant } from './times.ts'

/** Reads the list. An entry of which a part is missing or malformed is left out: it acknowledges nothing. */
export function readAcknowledgements(
  reader: Reader,
  value: unknown,
  path: Pointer,
): readonly ModelAcknowledgement[] {
  return asList(value).flatMap((entry, index) => {
    if (!isMapping(entry)) return []
    const here = below(path, index)
    const until = readInstant(reader, entry.until, below(here, 'until'))
    const [code, at, why, by] = [entry.code, entry.at, entry.why, entry.by].map(asText)
    if (code == null || at == null || why == null || by == null || until === null) return []
    return [{ path: here, code, at, why, by, until }]
  })
}
