/**
 * Builders of bundles: each starts from a harmless default, so that a test states only what matters to it.
 *
 * @module
 */
import type { Bundle, Grant, Match, OriginList, Resource } from '@marque/core'
import { APP } from './origins.ts'

/** The instant of every test that names none: 2098-11-21T12:00:00Z. */
export const NOW: number = Date.UTC(2098, 10, 21, 12)

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
  return { exact: [...exact].sort(), patterns: [...patterns].sort(), until }
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
    resources: [...resources].sort((a, b) => (a.name < b.name ? -1 : 1)),
    staleAfter: { public: null, internal: null, confidential: null, restricted: null },
    vectors: [],
    ...part,
    sets: { web: list([APP]), ...part.sets },
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
