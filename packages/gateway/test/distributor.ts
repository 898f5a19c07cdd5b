/**
 * A distributor of signed bundles, and the command that takes its releases.
 *
 * @module
 */
import { generateKeyPairSync } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { bundleBytes } from '@marque/core'
import { importSigningKey, sign } from '@marque/sync'
import {
  type GatewayCommand,
  type GatewayCommandOptions,
  startConfiguredCommand,
} from '@marque/testkit/gateway'
import { closeServer, listen } from '@marque/testkit/http'
import { compilePolicy, singleOriginPolicy } from '@marque/testkit/policies'
import { temporaryFolder } from '@marque/testkit/processes'

export const A = 'https://a.example'
export const B = 'https://b.example'

/** Grants `/account/**` to one origin, and blocks every other. */
export function policyFor(origin: string): string {
  return singleOriginPolicy(origin, { path: '/account/**' })
}

/** Distributes one release at a time, signed by a key of its own. */
export interface Distributor {
  readonly url: string
  readonly publicKey: string
  /** Requests so far. */
  readonly requests: () => number
  /** @param issuedAt Epoch milliseconds; now unless given. */
  release(policy: string, number: number, issuedAt?: number): Promise<void>
  /** Stops listening. */
  close(): Promise<void>
}

export async function startDistributor(): Promise<Distributor> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const key = await importSigningKey(privateKey)
  let requests = 0
  let current: { readonly bytes: Uint8Array; readonly signature: string } | null = null
  const server = createServer((request, response) => {
    requests++
    if (current === null) return void response.writeHead(503).end()
    const etag = `"${current.signature.slice(-40)}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    response.writeHead(200, { etag, 'marque-signature': current.signature }).end(current.bytes)
  })
  return {
    url: `http://127.0.0.1:${await listen(server)}/bundle`,
    publicKey,
    requests: () => requests,
    async release(policy, number, issuedAt = Date.now()) {
      const bytes = bundleBytes(compilePolicy(policy))
      const statement = {
        purpose: 'bundle',
        tenant: '',
        environment: 'production',
        number,
        issuedAt,
      } as const
      current = { bytes, signature: await sign(key, 'b1', statement, bytes) }
    },
    close: () => closeServer(server),
  }
}

/** A folder with a gateway file and stored bundles. */
export interface GatewayInstallation {
  readonly folder: string
  /** The complete releases on disk, newest first. */
  stored(): readonly string[]
  /** Starts the command and waits until it listens. */
  start(options?: InstallationOptions): Promise<GatewayCommand>
  remove(): void
}

export interface InstallationOptions extends GatewayCommandOptions {
  readonly processes?: number
  /** A policy file in place of the distributor. */
  readonly policy?: string
}

export function gatewayInstallation(
  distributor: Distributor,
  upstream: string,
): GatewayInstallation {
  const folder = temporaryFolder()
  const bundles = folder.at('bundles')
  return {
    folder: folder.path,
    stored: () =>
      readdirSync(bundles)
        .filter((name) => name.startsWith('release-'))
        .sort()
        .reverse(),
    start: ({ processes = 1, policy, ...options } = {}) =>
      startConfiguredCommand(
        folder.at('gateway.json'),
        {
          ...(policy === undefined
            ? {
                control: {
                  urls: [distributor.url],
                  keys: [{ id: 'b1', purpose: 'bundle', publicKey: distributor.publicKey }],
                  folder: bundles,
                  interval: '200ms',
                },
              }
            : { policy }),
          upstreams: { app: { urls: [upstream] } },
          log: { access: true, decisions: { granted: 1, denied: 1 } },
          processes,
        },
        options,
      ),
    remove: folder.remove,
  }
}
