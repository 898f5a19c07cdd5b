/**
 * One sentence a reason, for logs and for the owners of a policy. They hold nothing of the request, so that no log line can be forged.
 *
 * @module
 */
import type { Reason } from './reasons.ts'

const SENTENCES: { readonly [reason in Reason]: string } = {
  'no-policy': 'no policy is loaded, so nothing is granted',
  'path-ambiguous': 'two layers could read this host or path differently, so it has no resource',
  'cross-site-blocked':
    'another site sent this request without Origin, and the resource is isolated',
  'same-origin': "the origin is one of the policy's own",
  'not-cors': 'no Origin came, so no browser asks whether script may read the answer',
  'rate-limited': 'the limit of requests is reached',
  'locked-down': 'an incident measure is in force',
  'policy-stale': 'the lease of the policy ended too long ago for this sensitivity',
  'origin-multiple': 'more than one Origin came',
  'origin-null': 'the origin is opaque: a sandboxed frame, a local file or a redirect',
  'origin-malformed': 'the origin is not what a browser would send',
  'resource-unmatched': 'no resource matches, so nothing is granted',
  'tenant-unknown': 'host and path name no known tenant, or two different ones',
  'origin-not-granted': 'no grant names this origin',
  'not-yet-valid': 'the grant for this origin has not begun',
  expired: 'the grant for this origin has ended',
  'method-not-granted': 'no grant for this origin names the method',
  'websocket-not-granted': 'the grant does not open WebSockets',
  'credentials-not-granted': 'a cookie or an Authorization came, and the grant has no credentials',
  'request-headers-too-long': 'the preflight asks for too many header names',
  'headers-not-granted': 'the preflight asks for a header that the grant does not name',
  'token-required': 'the grant needs an origin-bound token, and none came',
  'token-invalid': 'the origin-bound token is not valid for this request',
  'condition-unmet': 'the origin is granted, but a condition of the grant does not hold',
  granted: 'a grant allows it',
  'granted-any': 'a grant allows it to any origin',
  'reach-only': 'the request may come, and script may not read the answer',
}

/** @param resource The name of the resource, or null where none matches. */
export function sentenceFor(reason: Reason, resource: string | null): string {
  return resource === null ? SENTENCES[reason] : `${SENTENCES[reason]} (resource ${resource})`
}
