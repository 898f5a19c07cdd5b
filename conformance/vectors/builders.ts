/**
 * Short ways to write bundles and requests, for the tables of vectors.
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

/** The instant of every vector that names none: 2026-11-21T12:00:00Z. */
export const NOW: number = Date.UTC(2026, 10, 21, 12)

/** The application that most sets hold. */
export const E = 'https://app.example.com'
export const EVIL = 'https://evil.test'
export const API = 'https://api.example.com'

export function list(
  exact: readonly string[],
  patterns: readonly string[] = [],
  until: number | null = null,
): OriginList {
  return { exact: [...exact].sort(), patterns: [...patterns].sort(), until }
}

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

export function match(path: string, part: Partial<Match> = {}): Match {
  return { host: null, path, methods: null, encodedSlash: 'separator', ...part }
}

/** An `internal` resource under `headers` with one match and one grant, and what differs from it. */
export function resource(name: string, path: string, part: Partial<Resource> = {}): Resource {
  return {
    name,
    sensitivity: 'internal',
    enforce: 'headers',
    authentication: 'optional',
    isolate: false,
    match: [match(path)],
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
    resources: [...resources].sort((a, b) => (a.name < b.name ? -1 : 1)),
    staleAfter: { public: null, internal: null, confidential: null, restricted: null },
    vectors: [],
    ...part,
    sets: { web: list([E]), ...part.sets },
  }
}

/** A request to `target`, a path of the API or a whole url. A null origin is no Origin line. */
export function ask(
  method: string,
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  const headers: HeaderLine[] = origin === null ? [] : [['Origin', origin]]
  return {
    method,
    url: /^[a-z]+:\/\//.test(target) ? target : API + target,
    headers: [...headers, ...lines],
  }
}

export function get(
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  return ask('GET', target, origin, ...lines)
}

/** A preflight that asks for `method` and, where it is not null, for `names`. */
export function preflight(
  target: string,
  origin: string,
  method: string,
  names: string | null = null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  const asked: HeaderLine[] = names === null ? [] : [['Access-Control-Request-Headers', names]]
  return ask(
    'OPTIONS',
    target,
    origin,
    ['Access-Control-Request-Method', method],
    ...asked,
    ...lines,
  )
}

/** A WebSocket handshake of HTTP/1.1. */
export function socket(
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  return get(target, origin, ['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ...lines)
}
