/**
 * Keys, bundles and signatures for the tests, and a server that distributes them.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Bundle, bundleBytes } from '@marque/core'
import { toBase64url } from '../src/signature/base64.ts'
import type { TrustedKey } from '../src/signature/keys.ts'
import { sign } from '../src/signature/sign.ts'

type Pair = Awaited<ReturnType<typeof pair>>

/** The instant at which the tests' releases are issued. */
export const ISSUED_AT = Date.UTC(2098, 10, 22)

export const ENVIRONMENT = 'production'

async function pair() {
  return crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']) as Promise<{
    readonly privateKey: Parameters<typeof sign>[0]
    readonly publicKey: Parameters<typeof sign>[0]
  }>
}

async function trusted(id: string, purpose: TrustedKey['purpose'], key: Pair): Promise<TrustedKey> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key.publicKey))
  return { id, purpose, publicKey: toBase64url(raw) }
}

export interface Publisher {
  readonly keys: readonly TrustedKey[]
  bundle(bundle: Bundle, options?: Signing): Promise<Signed>
  lease(content: unknown, options?: Signing): Promise<Signed>
}

interface Signing {
  readonly number?: number
  readonly issuedAt?: number
  readonly tenant?: string
  readonly environment?: string
  readonly keyId?: string
  readonly purpose?: 'bundle' | 'lease'
}

export interface Signed {
  readonly bytes: Uint8Array
  readonly signature: string
}

export async function newPublisher(): Promise<Publisher> {
  const bundleKey = await pair()
  const leaseKey = await pair()
  const signWith = async (
    key: Pair,
    purpose: 'bundle' | 'lease',
    bytes: Uint8Array,
    options: Signing,
  ): Promise<Signed> => {
    const { number = 1, issuedAt = ISSUED_AT, tenant = '', environment = ENVIRONMENT } = options
    const statement = { purpose: options.purpose ?? purpose, tenant, environment, number, issuedAt }
    const keyId = options.keyId ?? (purpose === 'bundle' ? 'b1' : 'l1')
    return { bytes, signature: await sign(key.privateKey, keyId, statement, bytes) }
  }
  return {
    keys: [await trusted('b1', 'bundle', bundleKey), await trusted('l1', 'lease', leaseKey)],
    bundle: (bundle, options = {}) => signWith(bundleKey, 'bundle', bundleBytes(bundle), options),
    lease: (content, options = {}) =>
      signWith(leaseKey, 'lease', new TextEncoder().encode(JSON.stringify(content)), options),
  }
}

/** A bundle that grants one origin on one resource. */
export function bundleFor(
  origin: string,
  sensitivity: 'internal' | 'restricted' = 'internal',
): Bundle {
  return {
    format: 'marque-bundle/1',
    environment: ENVIRONMENT,
    contact: null,
    self: ['https://api.example.com'],
    unmatched: 'headers',
    context: {},
    tenancy: null,
    sets: { web: { exact: [origin], patterns: [], until: null } },
    tenants: {},
    resources: [
      {
        name: 'account',
        sensitivity,
        enforce: 'block',
        authentication: 'optional',
        isolate: false,
        match: [{ host: null, path: '/**', methods: null, encodedSlash: 'separator' }],
        resourcePolicy: null,
        grants: [
          {
            exception: null,
            any: false,
            sets: ['web'],
            tenant: false,
            methods: ['GET'],
            requestHeaders: [],
            exposeHeaders: [],
            credentials: true,
            read: true,
            nullReach: false,
            websocket: false,
            timing: false,
            token: false,
            maxAge: 600,
            from: null,
            until: null,
            when: null,
          },
        ],
      },
    ],
    staleAfter: {
      public: null,
      internal: 86_400_000,
      confidential: 86_400_000,
      restricted: 14_400_000,
    },
    vectors: [],
  }
}

export interface Distributor {
  readonly url: string
  readonly leaseUrl: string
  /** What is answered next; null for 500, `hang` for nothing, a function for anything else. */
  bundle: Signed | null | 'hang' | ((response: ServerResponse) => void)
  lease: Signed | null
  /** Each request's If-None-Match. */
  readonly asked: (string | undefined)[]
  close(): Promise<void>
}

export async function distribute(first: Distributor['bundle']): Promise<Distributor> {
  const server = createServer((request, response) => {
    const isLease = request.url === '/lease'
    if (!isLease) distributor.asked.push(request.headers['if-none-match'])
    const now = isLease ? distributor.lease : distributor.bundle
    if (now === 'hang') return
    if (typeof now === 'function') return now(response)
    if (now === null) return response.writeHead(500).end('no')
    const etag = `"${now.signature.slice(-40)}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
    response.writeHead(200, { etag, 'marque-signature': now.signature }).end(now.bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const distributor: Distributor = {
    url: `${base}/bundle`,
    leaseUrl: `${base}/lease`,
    bundle: first,
    lease: null,
    asked: [],
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return distributor
}
