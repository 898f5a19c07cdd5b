/**
 * Phrases that several steps use.
 *
 * @module
 */
import { formatInstant } from '../instant.ts'
import type { PreparedGrant } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'

/** The method that grants are matched with; empty for several Access-Control-Request-Method lines. */
export function methodText(method: string): string {
  return method === '' ? 'several methods at once' : quote(method)
}

/** Origin sets by their names. */
export function setsText(names: readonly string[]): string {
  return names.length === 1
    ? `the set ${quoteAll(names)}`
    : `${names.length} sets (${quoteAll(names)})`
}

/** A grant by its index in the document, or by the id of the exception. */
export function grantText({ grant, index }: PreparedGrant): string {
  return grant.exception === null ? `grant ${index}` : `exception ${quote(grant.exception)}`
}

/** The instant of the decision, which callers may get wrong. */
export function nowText(now: number): string {
  return Number.isFinite(now) ? formatInstant(now) : 'an unknown time'
}
