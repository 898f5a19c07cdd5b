/**
 * An issuer of logins, and the policy that asks for them.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Settings } from '@marque/gateway'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { APP } from './place.ts'

const ISSUER = 'https://login.example.com'
const AUDIENCE = 'https://api.example.com'

export const POLICY = `
version: 1
self: [http://api.example.com]
contact: api-support@example.com
context:
  roles: { claim: /realm/roles }
  scopes: { claim: scope }
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
  - name: portal
    match: [{ path: /portal }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], token: true }]
`

/** A server of an issuer, which counts how often it was asked. */
export interface Answering {
  readonly url: string
  readonly asked: number
  close(): void
}

export async function answering(answer: RequestListener): Promise<Answering> {
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get asked() {
      return asked
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
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

const goodClaims = (): JWTPayload => ({
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
