/**
 * The policy of the scenarios: what the API's engine decides from.
 *
 * @module
 */

import { type Engine, type Grant, prepare, type Resource } from '@marque/core'
import { anyone, bundle, grant, list, resource } from '@marque/testkit/bundles'
import type { PageName } from './scenario.ts'

/** The hosts of the scenarios. */
export const HOSTS = {
  app: 'app.site.localhost',
  evil: 'evil.site.localhost',
  sandbox: 'sandbox.site.localhost',
  far: 'far.localhost',
  api: 'api.site.localhost',
  other: 'other.site.localhost',
} as const satisfies { readonly [name in PageName | 'api' | 'other']: string }

/** The origin of a host; every host is at one port. */
export function originOf(host: keyof typeof HOSTS, port: number): string {
  return `http://${HOSTS[host]}:${port}`
}

/** The origin that browsers serialise for a page. */
export function pageOrigin(page: PageName, port: number): string {
  return page === 'sandbox' ? 'null' : originOf(page, port)
}

const WRITE: Partial<Grant> = {
  methods: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'],
  requestHeaders: ['authorization', 'content-type', 'x-a', 'x-b'],
  exposeHeaders: ['etag', 'x-one'],
}

function at(path: string, part: Partial<Grant>, more: Partial<Resource> = {}): Resource {
  const make = part.any ? anyone : grant
  return resource(path.slice(1), `${path}/**`, { grants: [make(part)], ...more })
}

/** One resource a row of what a policy can say; each path is the resource's name. */
const RESOURCES: readonly Resource[] = [
  at('/plain', {}),
  at('/write', WRITE),
  at('/login', { ...WRITE, credentials: true }),
  at('/block', WRITE, { enforce: 'block' }),
  at('/lower', { methods: ['patch'] }),
  at('/any', { any: true, methods: ['GET', 'PUT'], requestHeaders: ['*'], exposeHeaders: ['*'] }),
  at('/any-authorization', { any: true, requestHeaders: ['*', 'authorization'] }),
  at('/age-0', { ...WRITE, maxAge: 0 }),
  at('/age-2', { ...WRITE, maxAge: 2 }),
  at('/age-600', { ...WRITE, maxAge: 600 }),
  at('/age-86400', { ...WRITE, maxAge: 86_400 }),
  resource('split', '/split/**', {
    grants: [grant({ requestHeaders: ['x-a'] }), grant({ methods: ['PUT'] })],
  }),
  at('/live', { credentials: true, websocket: true }),
  at('/quiet', { methods: ['POST'], read: false }),
  at('/isolated', {}, { enforce: 'block', isolate: true }),
  at('/kept-in', {}, { resourcePolicy: 'same-origin' }),
]

/**
 * The engine that answers at the hosts `api` and `other`.
 *
 * @param pagePort Where the page of the origin `app` is served, if it is not the same port.
 */
export function engineAt(port: number, pagePort: number = port): Engine {
  return prepare(
    bundle(RESOURCES, {
      self: [originOf('api', port)],
      sets: { web: list([originOf('app', pagePort)]) },
    }),
  )
}
