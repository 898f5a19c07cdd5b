/**
 * Fetch metadata: the Sec-Fetch-* headers, by which browsers describe the source and purpose of a request.
 *
 * @module
 */
import type { HeaderLine } from '../request.ts'
import { linesOf } from './request-fields.ts'

/** Exactly one line has the value: a response must not become wider where two lines contradict each other. */
function isSingle(lines: readonly HeaderLine[], field: string, value: string): boolean {
  const values = linesOf(lines, field)
  return values.length === 1 && values[0] === value
}

/** Sec-Fetch-Site is `same-origin`. */
export function isFromSameOrigin(lines: readonly HeaderLine[]): boolean {
  return isSingle(lines, 'sec-fetch-site', 'same-origin')
}

/** Any Sec-Fetch-Site line is `cross-site` or `same-site`. */
export function isFromOtherOrigin(lines: readonly HeaderLine[]): boolean {
  return linesOf(lines, 'sec-fetch-site').some(
    (site) => site === 'cross-site' || site === 'same-site',
  )
}

/** A navigation of a top-level document: no other page can read or frame the response. */
export function isDocumentNavigation(lines: readonly HeaderLine[]): boolean {
  return (
    isSingle(lines, 'sec-fetch-mode', 'navigate') && isSingle(lines, 'sec-fetch-dest', 'document')
  )
}
