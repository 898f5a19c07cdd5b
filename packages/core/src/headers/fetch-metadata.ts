/**
 * Fetch metadata: what browsers say of where a request comes from and what it is for.
 *
 * @module
 */
import type { HeaderLine } from '../request.ts'
import { linesOf } from './request-fields.ts'

/** Exactly one Sec-Fetch-Site line, and it says `same-origin`. */
export function isFromSameOrigin(lines: readonly HeaderLine[]): boolean {
  const sites = linesOf(lines, 'sec-fetch-site')
  return sites.length === 1 && sites[0] === 'same-origin'
}

/** Any Sec-Fetch-Site line says `cross-site` or `same-site`. */
export function isFromOtherOrigin(lines: readonly HeaderLine[]): boolean {
  return linesOf(lines, 'sec-fetch-site').some(
    (site) => site === 'cross-site' || site === 'same-site',
  )
}

/** A user goes to the page: no other page can read it, or frame what it answers. */
export function isDocumentNavigation(lines: readonly HeaderLine[]): boolean {
  return (
    linesOf(lines, 'sec-fetch-mode').includes('navigate') &&
    linesOf(lines, 'sec-fetch-dest').includes('document')
  )
}
