/**
 * The reasons of decisions.
 *
 * @module
 */

/** The closed list of reasons (docs/rules.md#reasons). Reasons that would reveal dates, tenants or other origins are replaced by `origin-not-granted` for pages (D19). */
export type Reason =
  | 'no-policy'
  | 'path-ambiguous'
  | 'cross-site-blocked'
  | 'same-origin'
  | 'not-cors'
  | 'rate-limited'
  | 'locked-down'
  | 'policy-stale'
  | 'origin-multiple'
  | 'origin-null'
  | 'origin-malformed'
  | 'resource-unmatched'
  | 'tenant-unknown'
  | 'origin-not-granted'
  | 'not-yet-valid'
  | 'expired'
  | 'method-not-granted'
  | 'websocket-not-granted'
  | 'credentials-not-granted'
  | 'request-headers-too-long'
  | 'headers-not-granted'
  | 'token-required'
  | 'token-invalid'
  | 'condition-unmet'
  | 'granted'
  | 'granted-any'
  | 'reach-only'
