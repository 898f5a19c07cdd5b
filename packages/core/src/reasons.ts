/**
 * The closed list of reasons (docs/rules.md, "Reasons") and the texts of each; the addresses of rules.
 *
 * @module
 */

/** Every reason of every layer, in the order in which they are checked: a decision has the first that applies. The engine gives all but `no-policy` and `rate-limited`. */
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

interface ReasonTexts {
  /** For logs and the owners of a policy. Holds nothing of the request, so that no log line can be forged. */
  readonly detail: string
  /** For the developer whose request was denied. Names no other origin, no tenant and no date (D19). */
  readonly title: string
  /** What that developer can do; `$CONTACT` is the contact of the policy. */
  readonly help: string
}

const ASK_FOR_GRANT = 'ask $CONTACT for a grant'
const NOTHING_TO_DO = 'nothing to do'
/** One title for every reason that would reveal tenants or dates (D19). */
const ORIGIN_NOT_GRANTED = 'This origin is not granted'

const TEXTS: { readonly [reason in Reason]: ReasonTexts } = {
  'no-policy': {
    detail: 'no policy is loaded, so nothing is granted',
    title: 'No policy is loaded',
    help: 'the service is starting or has lost its policy; try again later',
  },
  'path-ambiguous': {
    detail:
      'ambiguous host or path: two layers could read it differently, so it matches no resource',
    title: 'Ambiguous path',
    help: 'send the path as documented: the same case, no dot segments, and no encoded slashes, `;`, `\\` or empty segments, which servers read differently; and one `Host`, that of the URL',
  },
  'cross-site-blocked': {
    detail: 'cross-site request without Origin to an isolated resource',
    title: 'Cross-site requests are blocked',
    help: 'call this resource from its own site',
  },
  'same-origin': {
    detail: "the origin is one of the policy's own",
    title: 'Same origin',
    help: NOTHING_TO_DO,
  },
  'not-cors': {
    detail: 'no Origin header, so CORS does not apply',
    title: 'Not a cross-origin request',
    help: NOTHING_TO_DO,
  },
  'rate-limited': {
    detail: 'rate limit exceeded',
    title: 'Too many requests',
    help: 'wait for the time in Retry-After',
  },
  'locked-down': {
    detail: 'a lockdown is in force',
    title: 'Cross-origin access is suspended',
    help: 'an incident is being handled; try again later',
  },
  'policy-stale': {
    detail: 'the lease of the policy ended too long ago for this sensitivity',
    title: 'The policy could not be renewed',
    help: 'the service has lost contact with its policy; try again later',
  },
  'origin-multiple': {
    detail: 'more than one Origin header',
    title: 'More than one Origin',
    help: 'send one Origin header; a proxy on the way may have added another',
  },
  'origin-null': {
    detail: 'opaque origin: a sandboxed frame, a local file or a redirect',
    title: 'An opaque origin cannot be granted',
    help: 'call from a page with an origin of its own: not from a file, a sandboxed frame, or after a redirect',
  },
  'origin-malformed': {
    detail: 'the Origin header is not an origin as browsers serialize it',
    title: 'Invalid origin',
    help: 'send scheme, host and port as browsers serialize them: lower case, no path, no default port',
  },
  'resource-unmatched': {
    detail: 'no resource matches, so nothing is granted',
    title: 'No cross-origin access at this address',
    help: `check host, path and method, or ${ASK_FOR_GRANT}`,
  },
  'tenant-unknown': {
    detail: 'host and path name an unknown tenant, or two different ones',
    title: ORIGIN_NOT_GRANTED,
    help: ASK_FOR_GRANT,
  },
  'origin-not-granted': {
    detail: 'no grant names this origin',
    title: ORIGIN_NOT_GRANTED,
    help: `check that the page runs on the origin that you registered, scheme and port included, or ${ASK_FOR_GRANT}`,
  },
  'not-yet-valid': {
    detail: 'the grant for this origin has not started',
    title: ORIGIN_NOT_GRANTED,
    help: ASK_FOR_GRANT,
  },
  expired: {
    detail: 'the grant for this origin has expired',
    title: ORIGIN_NOT_GRANTED,
    help: ASK_FOR_GRANT,
  },
  'method-not-granted': {
    detail: 'no grant for this origin allows the method',
    title: 'This method is not granted',
    help: `check the method, or ${ASK_FOR_GRANT}`,
  },
  'websocket-not-granted': {
    detail: 'the grant does not allow WebSockets',
    title: 'WebSockets are not granted',
    help: ASK_FOR_GRANT,
  },
  'credentials-not-granted': {
    detail:
      'the request carries a cookie, a client certificate or Authorization, and the grant does not allow credentials',
    title: 'Credentials are not granted',
    help: "send the request without cookies, client certificates and Authorization: `credentials: 'omit'`",
  },
  'request-headers-too-long': {
    detail: 'the preflight requests too many header names',
    title: 'Too many request headers',
    help: 'request at most 128 header names in 8 KiB',
  },
  'headers-not-granted': {
    detail: 'the preflight requests a header that the grant does not allow',
    title: 'A request header is not granted',
    help: `leave out the headers that are not documented, or ${ASK_FOR_GRANT}`,
  },
  'token-required': {
    detail: 'the grant requires an origin-bound token, and the request has none',
    title: 'An origin-bound token is required',
    help: 'send the token in Marque-Token',
  },
  'token-invalid': {
    detail: 'the origin-bound token is not valid for this request',
    title: 'The origin-bound token is not valid',
    help: 'renew the token; it is valid for one origin, tenant and resource',
  },
  'condition-unmet': {
    detail: 'the origin is granted, but a condition of the grant is not met',
    title: 'The user may not do this from this origin',
    help: 'check the login: its roles, scopes and age, and the API version',
  },
  granted: { detail: 'allowed by a grant', title: 'Granted', help: NOTHING_TO_DO },
  'granted-any': {
    detail: 'allowed by a grant to any origin',
    title: 'Granted to any origin',
    help: NOTHING_TO_DO,
  },
  'reach-only': {
    detail: 'the request may reach the application, but script may not read the response',
    title: 'Script may not use this resource',
    help: 'send it as a form, without custom headers, and do not read the response',
  },
}

/**
 * The `detail` of a decision.
 *
 * @param resource The name of the resource; null where none matches.
 */
export function detailFor(reason: Reason, resource: string | null): string {
  const { detail } = TEXTS[reason]
  return resource === null ? detail : `${detail} (resource ${resource})`
}

/**
 * Title and help of the problem document of a denied request.
 *
 * @param contact The contact of the policy; null where it has none.
 */
export function problemTexts(
  reason: Reason,
  contact: string | null,
): Pick<ReasonTexts, 'title' | 'help'> {
  const { title, help } = TEXTS[reason]
  return { title, help: withContact(help, contact) }
}

/** The end of every help that is about a missing grant. */
export function askForGrant(contact: string | null): string {
  return withContact(ASK_FOR_GRANT, contact)
}

function withContact(text: string, contact: string | null): string {
  return text.replace('$CONTACT', () => contact ?? 'the operator of this API')
}

/**
 * Where a rule is described, relative to the root of the repository.
 *
 * @example
 * ```ts
 * ruleAddress('D24') // 'docs/rules.md#d24'
 * ```
 */
export function ruleAddress(rule: `D${number}`): string {
  return `docs/rules.md#${rule.toLowerCase()}`
}
