/**
 * The spelling of origins that browsers send, for advice.
 *
 * @module
 */
import { readOrigin, readPattern } from '@marque/core'

/** Whether a string is an origin or a pattern. */
export function isOriginText(text: string): boolean {
  return readOrigin(text) !== undefined || readPattern(text) !== undefined
}

/** Help that spells the origin as browsers send it, if only its spelling is wrong. */
export function suggestSpelling(text: string): { readonly help: string } | undefined {
  const lower = text.toLowerCase()
  const better = [text, lower, lower.replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2')].find(
    isOriginText,
  )
  return better === undefined ? undefined : { help: `write \`${better}\`` }
}
