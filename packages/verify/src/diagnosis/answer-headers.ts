/**
 * The headers of an answer that a finding shows.
 *
 * @module
 */
import { type HeaderLine, isCorsHeader } from '@marque/core'

const SHOWN: ReadonlySet<string> = new Set([
  'age',
  'allow',
  'cache-control',
  'content-type',
  'cross-origin-resource-policy',
  'etag',
  'location',
  'retry-after',
  'server',
  'timing-allow-origin',
  'upgrade',
  'vary',
  'via',
  'www-authenticate',
])

/** Those that decide, and those that tell who answered. In their order. */
export function shownHeaders(headers: readonly HeaderLine[]): readonly HeaderLine[] {
  return headers.filter(([name]) => {
    const lower = name.toLowerCase()
    return isCorsHeader(lower) || SHOWN.has(lower)
  })
}
