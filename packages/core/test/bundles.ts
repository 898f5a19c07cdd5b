/**
 * Short ways to write a bundle, a request and what is expected of the answer, for the tests of core.
 *
 * Everything starts from one innocent grant and says only what differs, so that a test shows nothing but its point.
 *
 * @module
 */
import type {
  Bundle,
  Grant,
  HeaderLine,
  Match,
  OriginList,
  RequestFacts,
  Resource,
} from '@marque/core'

/** The instant of every test that names none: 2098-11-21T12:00:00Z. */
export const NOW: number = Date.UTC(2098, 10, 21, 12)

/** The application that the set `web` holds. */
export const E = 'https://app.example.com'
export const EVIL = 'https://evil.test'
/** The API itself, the one entry of `self`. */
export const API = 'https://api.example.com'

/** A grant of GET to the set `web`, and what differs from it. */
export function grant(part: Partial<Grant> = {}): Grant {
  return {
    exception: null,
    any: false,
    sets: ['web'],
    tenant: false,
    methods: ['GET'],
    requestHeaders: [],
    exposeHeaders: [],
    credentials: false,
    read: true,
    nullReach: false,
    websocket: false,
    timing: false,
    token: false,
    maxAge: 600,
    from: null,
    until: null,
    when: null,
    ...part,
  }
}

/** A grant to `*`. */
export function anyone(part: Partial<Grant> = {}): Grant {
  return grant({ any: true, sets: [], ...part })
}

export function list(
  exact: readonly string[],
  patterns: readonly string[] = [],
  until: number | null = null,
): OriginList {
  return { exact, patterns, until }
}

export function match(path: string, part: Partial<Match> = {}): Match {
  return { host: null, path, methods: null, encodedSlash: 'separator', ...part }
}

/** An internal resource under `headers`, with one grant. `path` may be several matches. */
export function resource(
  name: string,
  path: string | readonly Match[],
  part: Partial<Resource> = {},
): Resource {
  return {
    name,
    sensitivity: 'internal',
    enforce: 'headers',
    authentication: 'optional',
    isolate: false,
    match: typeof path === 'string' ? [match(path)] : path,
    resourcePolicy: null,
    grants: [grant()],
    ...part,
  }
}

export function bundle(resources: readonly Resource[], part: Partial<Bundle> = {}): Bundle {
  return {
    format: 'marque-bundle/1',
    environment: 'production',
    contact: 'api-support@example.com',
    self: [API],
    unmatched: 'headers',
    context: {},
    tenancy: null,
    tenants: {},
    resources,
    staleAfter: { public: null, internal: null, confidential: null, restricted: null },
    vectors: [],
    ...part,
    sets: { web: list([E]), ...part.sets },
  }
}

/** One resource `api` that matches everything and has these grants: most rows need no more. */
export function granting(
  grants: Grant | readonly Grant[],
  part: Partial<Resource> = {},
  more: Partial<Bundle> = {},
): Bundle {
  return bundle([resource('api', '/**', { grants: [grants].flat(), ...part })], more)
}

/** A request to `target`, a path of the API or a whole url. A null origin is no Origin line. */
export function ask(
  method: string,
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  const headers: HeaderLine[] = origin === null ? [] : [['Origin', origin]]
  const url = /^[a-z]+:\/\//i.test(target) ? target : API + target
  return { method, url, headers: [...headers, ...lines] }
}

export function get(
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  return ask('GET', target, origin, ...lines)
}

/** A preflight that asks for `method` and, where it is not null, for the header names `names`. */
export function preflight(
  target: string,
  origin: string,
  method: string,
  names: string | null = null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  const asked: HeaderLine[] = names === null ? [] : [['Access-Control-Request-Headers', names]]
  const first: HeaderLine = ['Access-Control-Request-Method', method]
  return ask('OPTIONS', target, origin, first, ...asked, ...lines)
}

/** A WebSocket handshake of HTTP/1.1. */
export function socket(
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  return get(target, origin, ['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ...lines)
}

/** `Vary` of actual answers. */
export const V1: readonly string[] = ['Origin']
/** `Vary` of preflight answers. */
export const V3: readonly string[] = [
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
]
