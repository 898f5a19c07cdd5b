/**
 * The closed list of reasons (docs/rules.md#reasons), in the order in which they are tried: the first that applies is given.
 *
 * @module
 */

/** Every reason of every layer. The engine yields all but `no-policy` and `rate-limited`. */
export const REASONS = [
  'no-policy',
  'path-ambiguous',
  'cross-site-blocked',
  'same-origin',
  'not-cors',
  'rate-limited',
  'locked-down',
  'policy-stale',
  'origin-multiple',
  'origin-null',
  'origin-malformed',
  'resource-unmatched',
  'tenant-unknown',
  'origin-not-granted',
  'not-yet-valid',
  'expired',
  'method-not-granted',
  'websocket-not-granted',
  'credentials-not-granted',
  'request-headers-too-long',
  'headers-not-granted',
  'token-required',
  'token-invalid',
  'condition-unmet',
  'granted',
  'granted-any',
  'reach-only',
] as const

export type Reason = (typeof REASONS)[number]
