/**
 * D24: the request headers that a preflight asks for.
 *
 * @module
 */
import type { Grant, Reason } from '@marque/core'
import type { EvaluationInput } from './evaluation-input.ts'
import { asciiLower, elementsOf, linesOf } from './lines.ts'

/** Null where the grant's list covers all that a preflight asks for; other requests ask for nothing. */
export function requestedHeadersFailure(input: EvaluationInput, grant: Grant): Reason | null {
  if (input.kind !== 'preflight') return null
  const granted = grant.requestHeaders
  const lines = linesOf(input.request, 'access-control-request-headers')
  const names = elementsOf(lines)
  // ADR 0001, 29: the joined value, and names rather than empty elements.
  if (lines.join(',').length > 8192 || names.length > 128) return 'request-headers-too-long'
  // RFC 9110, 5.6.2.
  const areTokens = names.every((name) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
  const covered = (name: string): boolean =>
    granted.includes(name) || (granted.includes('*') && name !== 'authorization')
  return areTokens && names.map(asciiLower).every(covered) ? null : 'headers-not-granted'
}
