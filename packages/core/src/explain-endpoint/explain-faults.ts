/**
 * The closed list of errors of the explain endpoint.
 *
 * @module
 */

export interface ExplainFault {
  readonly status: 400 | 404 | 405 | 408 | 413 | 429
  /** The last part of the problem type `urn:marque:explain:…`. */
  readonly kind: string
  readonly title: string
  /** Whether the rest of the request body is not read. */
  readonly isUnread?: true
}

type Name =
  | 'unrouted'
  | 'method'
  | 'noOrigin'
  | 'unreadable'
  | 'tooSlow'
  | 'tooLarge'
  | 'unguarded'
  | 'rateLimited'

export const EXPLAIN_FAULTS: { readonly [name in Name]: ExplainFault } = {
  unrouted: { status: 404, kind: 'no-route', title: 'no such endpoint' },
  method: {
    status: 405,
    kind: 'method-refused',
    title: 'the method must be POST',
    isUnread: true,
  },
  noOrigin: {
    status: 400,
    kind: 'question-unreadable',
    title: 'invalid explain request',
    isUnread: true,
  },
  unreadable: { status: 400, kind: 'question-unreadable', title: 'invalid explain request' },
  tooSlow: {
    status: 408,
    kind: 'question-too-slow',
    title: 'request body timed out',
    isUnread: true,
  },
  tooLarge: {
    status: 413,
    kind: 'body-too-large',
    title: 'request body too large',
    isUnread: true,
  },
  unguarded: {
    status: 404,
    kind: 'not-guarded',
    title: 'the policy of this layer does not cover this host',
  },
  rateLimited: {
    status: 429,
    kind: 'rate-limited',
    title: 'rate limit exceeded',
    isUnread: true,
  },
}
