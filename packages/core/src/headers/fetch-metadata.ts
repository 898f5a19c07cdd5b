/**
 * Fetch metadata: what browsers say of where a request comes from and what it is for.
 *
 * @module
 */
import type { HeaderLine } from '../request.ts'
import { linesOf } from './request-fields.ts'

/** Said by exactly one line: what makes an answer wider must not be a second opinion. */
function says(lines: readonly HeaderLine[], field: string, value: string): boolean {
  const values = linesOf(lines, field)
  return values.length === 1 && values[0] === value
}

/** Sec-Fetch-Site says `same-origin`. */
export function isFromSameOrigin(lines: readonly HeaderLine[]): boolean {
  return says(lines, 'sec-fetch-site', 'same-origin')
}

/** Any Sec-Fetch-Site line says `cross-site` or `same-site`. */
export function isFromOtherOrigin(lines: readonly HeaderLine[]): boolean {
  return linesOf(lines, 'sec-fetch-site').some(
    (site) => site === 'cross-site' || site === 'same-site',
  )
}

/** A user goes to the page: no other page can read it, or frame what it answers. */
export function isDocumentNavigation(lines: readonly HeaderLine[]): boolean {
  return says(lines, 'sec-fetch-mode', 'navigate') && says(lines, 'sec-fetch-dest', 'document')
}
