/**
 * What a denied developer is told, by reason.
 *
 * @module
 */
import type { Reason } from '../decide/reasons.ts'

/** A title in a few words, and what to do next. Neither names another origin, a tenant or a date. */
export interface HelpText {
  readonly title: string
  readonly help: string
}

const ASK = 'ask $CONTACT for a grant'

/**
 * What a denied developer is told.
 *
 * @param contact The policy's public contact; null where it names nobody.
 */
export function helpOn(reason: Reason, contact: string | null): HelpText {
  const { title, help } = HELP[reason]
  return { title, help: help.replace('$CONTACT', () => contact ?? 'whoever runs this API') }
}

/** The texts; `$CONTACT` stands for whom to ask. */
export const HELP: { readonly [reason in Reason]: HelpText } = {
  'no-policy': {
    title: 'No policy is loaded',
    help: 'the service is starting or has lost its policy; try again later',
  },
  'path-ambiguous': {
    title: 'The path can be read in two ways',
    help: 'send a plain path: no encoded letters, dots or slashes, no `;`, no `\\`, no empty segments, and the case as documented',
  },
  'cross-site-blocked': {
    title: 'Requests from other sites are blocked here',
    help: 'call this resource from its own site',
  },
  'same-origin': { title: 'Same origin', help: 'nothing to do' },
  'not-cors': { title: 'Not a cross-origin request', help: 'nothing to do' },
  'rate-limited': { title: 'Too many requests', help: 'wait as long as Retry-After says' },
  'locked-down': {
    title: 'Cross-origin access is suspended',
    help: 'an incident is being handled; try again later',
  },
  'policy-stale': {
    title: 'The policy could not be renewed',
    help: 'the service has lost contact with its policy; try again later',
  },
  'origin-multiple': {
    title: 'More than one Origin',
    help: 'send one Origin; a proxy between may have added another',
  },
  'origin-null': {
    title: 'An opaque origin cannot be granted',
    help: 'call from a page with an origin of its own: not from a file, a sandboxed frame, or behind a redirect',
  },
  'origin-malformed': {
    title: 'This is not an origin',
    help: 'send scheme, host and port as browsers write them: lower case, no path, no default port',
  },
  'resource-unmatched': {
    title: 'Nothing is shared at this address',
    help: `check host, path and method, or ${ASK}`,
  },
  'tenant-unknown': { title: 'This origin is not granted', help: ASK },
  'origin-not-granted': {
    title: 'This origin is not granted',
    help: `check that the page runs on the origin you registered, port and scheme included, or ${ASK}`,
  },
  'not-yet-valid': { title: 'This origin is not granted', help: ASK },
  expired: { title: 'This origin is not granted', help: ASK },
  'method-not-granted': {
    title: 'This method is not granted',
    help: `methods are case-sensitive: \`PATCH\`, not \`patch\`; or ${ASK}`,
  },
  'websocket-not-granted': { title: 'WebSockets are not granted', help: ASK },
  'credentials-not-granted': {
    title: 'Credentials are not granted',
    help: "send the request without cookies and without Authorization: `credentials: 'omit'`",
  },
  'request-headers-too-long': {
    title: 'Too many request headers',
    help: 'ask for at most 128 header names in 8 KiB',
  },
  'headers-not-granted': {
    title: 'A request header is not granted',
    help: `leave out the headers that are not documented, or ${ASK}`,
  },
  'token-required': {
    title: 'An origin-bound token is required',
    help: 'send the token in Marque-Token',
  },
  'token-invalid': {
    title: 'The origin-bound token is not valid',
    help: 'renew the token; it holds for one origin, tenant and resource',
  },
  'condition-unmet': {
    title: 'The user may not do this from this origin',
    help: 'check the login: its roles, its scopes, its age, and the API version',
  },
  granted: { title: 'Granted', help: 'nothing to do' },
  'granted-any': { title: 'Granted to any origin', help: 'nothing to do' },
  'reach-only': {
    title: 'Script may not use this resource',
    help: 'send it as a form, without custom headers, and do not read the answer',
  },
}
