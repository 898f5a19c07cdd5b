/**
 * A gateway with issuers of logins, and an application that says what reached it.
 *
 * @module
 */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { type RunningGateway, runGateway, type Settings } from '../src/index.ts'
import { type Answer, APP, newPlace, type Place, send } from './observed-gateway.ts'

export const ISSUER = 'https://login.example.com'
export const AUDIENCE = 'https://api.example.com'

export const POLICY = `
version: 1
self: [http://api.example.com]
contact: api-support@example.com
context:
  roles: { claim: /realm/roles }
  scopes: { claim: scope }
  apiVersion: { claim: ver }
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - name: public
    match: [{ path: /public/** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET, POST], requestHeaders: [authorization], credentials: true }]
  - name: account
    match: [{ path: /account/** }]
    sensitivity: confidential
    authentication: required
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true }]
  - name: reports
    match: [{ path: /reports }]
    sensitivity: internal
    enforce: headers
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { roles: [reader] } }]
  - name: orders
    match: [{ path: /orders }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { scopes: [orders, read] } }]
  - name: org
    match: [{ path: /org }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { claims: { /org/id: acme } } }]
  - name: payment
    match: [{ path: /payment }]
    sensitivity: confidential
    authentication: required
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { authenticatedWithin: 5m } }]
  - name: beta
    match: [{ path: /beta }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { apiVersion: [v2] } }]
  - name: open
    match: [{ path: /open }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], requestHeaders: [authorization] }]
  - name: portal
    match: [{ path: /portal }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], token: true }]
`

/** A server of an issuer. It counts, and turns as the test turns it. */
export interface Answering {
  readonly url: string
  readonly server: Server
  asked: number
  answer: RequestListener
  close(): Promise<void>
}

export async function answering(answer: RequestListener): Promise<Answering> {
  const one = {
    asked: 0,
    answer,
    server: createServer((request, response) => {
      one.asked++
      one.answer(request, response)
    }),
    url: '',
    async close() {
      one.server.closeAllConnections()
      one.server.close()
    },
  }
  one.server.listen(0, '127.0.0.1')
  await once(one.server, 'listening')
  one.url = `http://127.0.0.1:${(one.server.address() as AddressInfo).port}/`
  return one
}

export const json =
  (value: unknown): RequestListener =>
  (_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value))

/** One key of an issuer. */
export interface IssuerKey {
  readonly id: string
  readonly algorithm: string
  readonly jwk: JWK
  readonly secret: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']
}

export async function newKey(id: string, algorithm = 'ES256'): Promise<IssuerKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: id, alg: algorithm, use: 'sig' }
  return { id, algorithm, jwk, secret: privateKey }
}

const seconds = (): number => Math.floor(Date.now() / 1_000)

export const goodClaims = (): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'alice',
  iat: seconds(),
  exp: seconds() + 600,
})

export function signed(key: IssuerKey, claims: object = {}, header: object = {}): Promise<string> {
  return new SignJWT({ ...goodClaims(), ...claims })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, ...header })
    .sign(key.secret)
}

/** Requests to a gateway with these settings; its application answers with the header lines that reached it. */
export interface IdentityPlace {
  readonly place: Place
  readonly gateway: RunningGateway
  ask(
    path: string,
    headers?: { readonly [name: string]: string | readonly string[] },
  ): Promise<Answer>
  close(): Promise<void>
}

export async function identityPlace(settings: Partial<Settings>): Promise<IdentityPlace> {
  const place = await newPlace({
    app: (request, response) => response.end(JSON.stringify(request.rawHeaders)),
    settings,
  })
  writeFileSync(place.policy, POLICY)
  const gateway = await runGateway(place.settings).catch(async (error: unknown) => {
    await place.remove()
    throw error
  })
  return {
    place,
    gateway,
    ask: (path, headers = {}) =>
      send(`${gateway.urls[0]}${path}`, { headers: { origin: APP, ...headers } }),
    async close() {
      await gateway.close()
      await place.remove()
    },
  }
}

/** An issuer as it is configured: everything is said. */
export const issuer = (
  url: string,
  more: Partial<Settings['authentication'][number]> = {},
): Settings['authentication'][number] => ({
  issuer: ISSUER,
  audience: [AUDIENCE],
  jwks: { url, algorithms: ['ES256'] },
  introspection: null,
  clockSkew: 0,
  from: { kind: 'header' },
  ...more,
})
