/**
 * The hosts of the trials: pages and APIs, each with a name of its own, over plain HTTP and over TLS.
 *
 * All names are below `localhost`, which browsers resolve to loopback and treat as potentially trustworthy. `app`, `evil` and the APIs are one site, `far` is another.
 *
 * @module
 */
import type { Context, Engine } from '@marque/core'
import { prepare } from '@marque/core'
import { compile, load } from '@marque/policy'

export const HOSTS = {
  app: 'app.site.localhost',
  evil: 'evil.site.localhost',
  sandbox: 'sandbox.site.localhost',
  far: 'far.localhost',
  api: 'api.site.localhost',
  other: 'other.site.localhost',
} as const

export type HostName = keyof typeof HOSTS

/** Plain HTTP/1.1, or TLS, where browsers speak HTTP/2 to the gateway. */
export type SiteSetName = 'plain' | 'tls'

/** The ports of one sites: of the pages, and of the gateway. */
export interface SiteSet {
  readonly name: SiteSetName
  readonly pages: number
  readonly gateway: number
}

/** The origin of a host, as browsers serialize it. */
export function originOf({ name, pages, gateway }: SiteSet, host: HostName): string {
  const port = host === 'api' || host === 'other' ? gateway : pages
  return `${name === 'tls' ? 'https' : 'http'}://${HOSTS[host]}:${port}`
}

/** The context of a login; the gateway reads it from a token. */
export const READER: Context = { roles: ['reader'] }

/** The policy of the gateway for pages of these sites: one resource for each feature of a policy, with its name as path. */
export function policyText(siteSets: readonly SiteSet[]): string {
  const all = (...hosts: readonly HostName[]): string =>
    JSON.stringify([
      ...new Set(siteSets.flatMap((sites) => hosts.map((host) => originOf(sites, host)))),
    ])
  return `version: 1
self: ${all('api', 'other')}
contact: api@site.example
context:
  roles: { claim: roles }
origins:
  web: { allow: ${all('app')}, owner: web@site.example, purpose: the application }
  far: { allow: ${all('far')}, owner: partners@site.example, purpose: a partner }
resources:
  - name: any
    match: [{ path: /any/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET, PUT], requestHeaders: ["*"], exposeHeaders: ["*"], timing: true }]
  - name: write
    match: [{ path: /write/** }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET, POST, PUT, PATCH, DELETE, OPTIONS], requestHeaders: [content-type, authorization, x-a], exposeHeaders: [etag, x-one] }
  - name: login
    match: [{ path: /login/** }]
    sensitivity: confidential
    grants:
      - { origins: [web, far], methods: [GET, POST, PUT], requestHeaders: [content-type], exposeHeaders: [etag], credentials: true, timing: true }
  - name: block
    match: [{ path: /block/** }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [web], methods: [GET, PUT], maxAge: 0 }]
  - name: live
    match: [{ path: /live/** }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
  - name: quiet
    match: [{ path: /quiet/** }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [web, far], methods: [POST], read: false }]
  - name: callback
    match: [{ path: "/callback/{id}" }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [web], methods: [POST], read: false }]
  - name: isolated
    match: [{ path: /isolated/** }]
    sensitivity: restricted
    isolate: true
    grants: []
  - name: kept-in
    match: [{ path: /kept-in/** }]
    sensitivity: internal
    resourcePolicy: same-origin
    grants: [{ origins: [web], methods: [GET], requestHeaders: [x-a] }]
  - name: kept-near
    match: [{ path: /kept-near/** }]
    sensitivity: internal
    resourcePolicy: same-site
    grants: []
  - name: member
    match: [{ path: /member/** }]
    sensitivity: confidential
    authentication: required
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization] }]
  - name: reports
    match: [{ path: /reports/** }]
    sensitivity: internal
    enforce: headers
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], when: { roles: [reader] } }]
  - name: dead
    match: [{ path: /dead/** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET, PUT] }]
  - name: slow
    match: [{ path: /slow/** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET] }]
`
}

/** The engine of a policy. */
export function engineOf(text: string): Engine {
  const { bundle, findings } = compile(load(Buffer.from(text), 'policy.yaml'), {
    environment: 'production',
    now: Date.now(),
  })
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return prepare(bundle)
}
