/**
 * Releases: keys, signed bundles and leases, and a server that distributes them.
 *
 * @module
 */
import { createServer, type ServerResponse } from 'node:http'
import { type Bundle, bundleBytes } from '@marque/core'
import { sign, type TrustedKey } from '@marque/sync'
import { bundle, grant, list, resource } from '../bundles/index.ts'
import { closeServer, listen } from '../http/index.ts'

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
  return { id, purpose, publicKey: Buffer.from(raw).toString('base64url') }
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

/** A bundle with one blocking resource for all paths, granted to one origin. */
export function releaseBundle(
  origin: string,
  sensitivity: 'internal' | 'restricted' = 'internal',
): Bundle {
  const grants = [grant({ credentials: true })]
  return bundle([resource('account', '/**', { sensitivity, enforce: 'block', grants })], {
    environment: ENVIRONMENT,
    contact: null,
    sets: { web: list([origin]) },
    staleAfter: {
      public: null,
      internal: 86_400_000,
      confidential: 86_400_000,
      restricted: 14_400_000,
    },
  })
}

export interface Distributor {
  readonly url: string
  readonly leaseUrl: string
  /** The next response: null for 500, `hang` for none, a function for anything else. */
  bundle: Signed | null | 'hang' | ((response: ServerResponse) => void)
  lease: Signed | null
  /** The `If-None-Match` of each request for a bundle. */
  readonly requests: (string | undefined)[]
  close(): Promise<void>
}

export async function startDistributor(first: Distributor['bundle']): Promise<Distributor> {
  const server = createServer((request, response) => {
    const isLease = request.url === '/lease'
    if (!isLease) distributor.requests.push(request.headers['if-none-match'])
    const current = isLease ? distributor.lease : distributor.bundle
    if (current === 'hang') return
    if (typeof current === 'function') return current(response)
    if (current === null) return response.writeHead(500).end('no')
    const etag = `"${current.signature.slice(-40)}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
    response.writeHead(200, { etag, 'marque-signature': current.signature }).end(current.bytes)
  })
  const base = `http://127.0.0.1:${await listen(server)}`
  const distributor: Distributor = {
    url: `${base}/bundle`,
    leaseUrl: `${base}/lease`,
    bundle: first,
    lease: null,
    requests: [],
    close: () => closeServer(server),
  }
  return distributor
}
