/**
 * The rows of the tables, and the essentials that are written into each of them by hand.
 *
 * @module
 */
import type { Bundle, Context, Decision, Kind, Moment, Reason, RequestFacts } from '@marque/core'

/** What a person expects; what is left out is for the oracle alone to say. */
export interface Essentials
  extends Pick<Decision, 'kind' | 'reach' | 'read' | 'reason' | 'status'> {
  readonly resource?: string | null
  readonly grant?: number | null
  readonly exception?: string | null
  readonly tenant?: string | null
  /** Headers by name; null where one must be absent. Every `access-control-*` header that is not named must be absent too. */
  readonly headers?: { readonly [name: string]: string | null }
  readonly vary?: readonly string[]
  readonly removes?: readonly string[]
}

export interface Row {
  readonly id: string
  readonly rule: `D${number}`
  readonly request: RequestFacts
  readonly context?: Context
  readonly moment?: Partial<Moment>
  readonly want: Essentials
}

/** One file of vectors. */
export interface Topic {
  readonly file: string
  readonly bundle: Bundle
  readonly rows: readonly Row[]
}

type More = Omit<Partial<Essentials>, 'kind' | 'reach' | 'read' | 'reason' | 'status'>
export type Headers = { readonly [name: string]: string | null }

export function row(
  id: string,
  rule: `D${number}`,
  request: RequestFacts,
  want: Essentials,
  facts: { readonly context?: Context; readonly moment?: Partial<Moment> } = {},
): Row {
  return { id, rule, request, want, ...facts }
}

/** The context of a client whose certificate the layer saw, or did not (D13). */
export function withCertificate(certificate = true): { readonly context: Context } {
  const context: Context & { readonly certificate?: boolean } = { certificate }
  return { context }
}

/** An actual request whose answer script may read, with these headers. */
export function readable(
  headers: Headers,
  more: More = {},
  reason: Reason = 'granted',
): Essentials {
  return { kind: 'actual', reach: true, read: true, reason, status: null, headers, ...more }
}

/** An actual request that goes on, and whose answer script may not read. */
export function forwarded(reason: Reason, more: More = {}): Essentials {
  return { kind: 'actual', reach: true, read: false, reason, status: null, headers: {}, ...more }
}

/** An actual request that ends here. */
export function blocked(reason: Reason, more: More = {}): Essentials {
  return { kind: 'actual', reach: false, read: false, reason, status: 403, headers: {}, ...more }
}

/** The names that every preflight varies by. */
export const V3: readonly string[] = [
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
]

export function allowed(headers: Headers, more: More = {}, reason: Reason = 'granted'): Essentials {
  return {
    kind: 'preflight',
    reach: false,
    read: true,
    reason,
    status: 204,
    headers,
    vary: V3,
    ...more,
  }
}

export function denied(reason: Reason, more: More = {}): Essentials {
  const headers = { 'cache-control': 'no-store' }
  return {
    kind: 'preflight',
    reach: false,
    read: false,
    reason,
    status: 403,
    headers,
    grant: null,
    vary: V3,
    ...more,
  }
}

export function opened(more: More = {}): Essentials {
  return {
    kind: 'websocket',
    reach: true,
    read: true,
    reason: 'granted',
    status: null,
    headers: {},
    ...more,
  }
}

export function notOpened(reason: Reason, more: More = {}): Essentials {
  return { kind: 'websocket', reach: false, read: false, reason, status: 403, headers: {}, ...more }
}

export function sameOrigin(more: More = {}): Essentials {
  return {
    kind: 'same-origin',
    reach: true,
    read: true,
    reason: 'same-origin',
    status: null,
    headers: {},
    ...more,
  }
}

export function notCors(more: More = {}): Essentials {
  return {
    kind: 'not-cors',
    reach: true,
    read: false,
    reason: 'not-cors',
    status: null,
    headers: {},
    ...more,
  }
}

/** 400: the path, or the target as a whole, has no one reading. */
export function unreadable(kind: Kind = 'actual'): Essentials {
  return {
    kind,
    reach: false,
    read: false,
    reason: 'path-ambiguous',
    status: 400,
    resource: null,
    vary: ['Origin'],
  }
}

/** An ambiguous path that no other origin asks for. */
export function unreadableGoesOn(kind: 'same-origin' | 'not-cors'): Essentials {
  return {
    kind,
    reach: true,
    read: false,
    reason: 'path-ambiguous',
    status: null,
    resource: null,
    headers: {},
    vary: ['Origin'],
  }
}

/** Headers of a granted actual request of one origin. */
export function cors(origin: string, more: Headers = {}): Headers {
  return { 'access-control-allow-origin': origin, ...more }
}

/** Headers of a granted preflight of one origin. */
export function corsPreflight(
  origin: string,
  methods: string,
  maxAge = '600',
  more: Headers = {},
): Headers {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': methods,
    'access-control-max-age': maxAge,
    ...more,
  }
}
