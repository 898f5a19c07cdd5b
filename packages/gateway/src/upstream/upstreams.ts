/**
 * Connection pools to the upstreams.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import type { Dispatcher } from 'undici'
import type { UpstreamSettings } from '../config/index.ts'
import { dispatchServerWideOptions, serverNameOf } from './server-wide-options.ts'
import { buildConnector, type Connector, Pool } from './undici-pool.ts'

/** How long an address that refused a connection is skipped while there are others, milliseconds. */
const DOWN_TIME = 5_000

export interface Upstream {
  readonly name: string
  /** Number of addresses. */
  readonly size: number
  /** The next address, round robin; one that is marked down only if all are. */
  pick(): UpstreamAddress
  close(): Promise<void>
}

export interface UpstreamAddress {
  dispatch: Dispatcher['dispatch']
  /** To be called if no connection could be opened. */
  markDown(): void
}

/** By name. */
export type Upstreams = ReadonlyMap<string, Upstream>

/** @throws The file of a certificate authority cannot be read. */
export function openUpstreams(settings: { readonly [name: string]: UpstreamSettings }): Upstreams {
  return new Map(Object.entries(settings).map(([name, one]) => [name, openUpstream(name, one)]))
}

function openUpstream(name: string, settings: UpstreamSettings): Upstream {
  const { urls, caFile } = settings
  const ca = caFile === null ? undefined : readFileSync(caFile)
  const [first, ...more] = urls.map((url) => openAddress(url, settings, ca))
  if (first === undefined) throw new TypeError(`the upstream \`${name}\` has no address`)
  const addresses = [first, ...more]
  let turn = 0
  const next = (): Address => {
    turn = turn + 1 >= addresses.length ? 0 : turn + 1
    return addresses[turn] ?? first
  }
  return {
    name,
    size: addresses.length,
    pick() {
      if (addresses.length === 1) return first
      for (let tried = 0; tried < addresses.length; tried++) {
        const address = next()
        if (address.downUntil <= performance.now()) return address
      }
      return next()
    },
    async close() {
      await Promise.all(addresses.map((address) => address.pool.destroy()))
    },
  }
}

interface Address extends UpstreamAddress {
  readonly pool: Pool
  /** On the clock of `performance.now()`. */
  readonly downUntil: number
}

function openAddress(
  url: string,
  { timeouts, connections }: UpstreamSettings,
  ca: Buffer | undefined,
): Address {
  const pool = new Pool(url, {
    connections,
    pipelining: 1,
    connect: connector(url, timeouts.connect, ca),
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.idle,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 65_536,
    allowH2: false,
  })
  const { hostname } = new URL(url)
  let downUntil = 0
  return {
    pool,
    get downUntil() {
      return downUntil
    },
    dispatch: (options, handler) =>
      options.path === '*'
        ? dispatchServerWideOptions({ url, ca, timeouts }, options, handler)
        : pool.dispatch(Object.assign(options, { servername: hostname }), handler),
    markDown() {
      downUntil = performance.now() + DOWN_TIME
    },
  }
}

/**
 * Opens connections to one address. The TLS certificate must be for the upstream's own host name or address, whatever Host a client sends: undici would use Host as
 * the server name, so that clients could choose the certificate, and every change of Host would open a new connection.
 *
 * @param timeout Milliseconds.
 */
function connector(url: string, timeout: number, ca: Buffer | undefined): Connector {
  const connect = buildConnector({ timeout, allowH2: false, ...(ca !== undefined && { ca }) })
  const servername = serverNameOf(url)
  return (options, opened) => connect({ ...options, servername }, opened)
}
