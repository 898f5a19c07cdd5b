/**
 * The shared key of a decision service and its proxies.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isLoopbackHost } from '@marque/core'
import type { DecisionServiceSettings } from '../config/index.ts'

export interface ServiceKey {
  /** Whether a check may be answered; always true without a configured key. */
  matches(key: string | null): boolean
}

/** @throws {TypeError} A key is required and not configured, or the file does not hold a valid one. */
export function readServiceKey(settings: DecisionServiceSettings): ServiceKey {
  const { listen, grpc = null, keyFile, tls } = settings
  if (keyFile === null) {
    const hosts = [listen.host, ...(grpc === null ? [] : [grpc.host])]
    const exposed = hosts.find((host) => !isLoopbackHost(host.includes(':') ? `[${host}]` : host))
    if (exposed === undefined || (tls?.clientCaFile ?? null) !== null)
      return { matches: () => true }
    throw new TypeError(
      `\`${exposed}\` is reachable from other machines, which requires a service key file; create one with \`openssl rand -hex 32\``,
    )
  }
  const key = readFileSync(keyFile, 'utf8').trim()
  if (!/^[!-~]{32,256}$/.test(key)) {
    throw new TypeError(
      `\`${keyFile}\` must hold 32 to 256 visible ASCII characters in one line; create it with \`openssl rand -hex 32\``,
    )
  }
  const expected = digest(key)
  return { matches: (given) => given !== null && timingSafeEqual(expected, digest(given)) }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
