/**
 * Connections to the upstreams, kept open between requests.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import type { Dispatcher } from 'undici'
import type { UpstreamSettings } from '../settings/settings.ts'
import { serverNameOf } from './server-name.ts'
import { askServerWide } from './server-wide.ts'
import { buildConnector, type Connector, Pool } from './undici-pool.ts'

/** An address that did not take a connection is passed over for so long, milliseconds, where there is another. */
const PASSED_OVER = 5_000

/** An upstream, ready. */
export interface Upstream {
  readonly name: string
  /** How many addresses it has. */
  readonly size: number
  /** The next address in turn; one that is down only where all are. */
  pick(): UpstreamAddress
  close(): Promise<void>
}

export interface UpstreamAddress {
  dispatch: Dispatcher['dispatch']
  /** It did not take a connection. */
  markDown(): void
}

export type Upstreams = ReadonlyMap<string, Upstream>

/** @throws The authority's file cannot be read. */
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
        const one = next()
        if (one.downUntil <= performance.now()) return one
      }
      return next()
    },
    async close() {
      await Promise.all(addresses.map((one) => one.pool.destroy()))
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
        ? askServerWide({ url, ca, timeouts }, options, handler)
        : pool.dispatch(Object.assign(options, { servername: hostname }), handler),
    markDown() {
      downUntil = performance.now() + PASSED_OVER
    },
  }
}

/**
 * Opens connections to one address. Over TLS its certificate must be that of its own name, or of its own address, whatever Host a client sends: undici would
 * take Host for the name, so that clients could choose the certificate that is asked for, and each change of Host would cost a connection.
 *
 * @param timeout Milliseconds.
 */
function connector(url: string, timeout: number, ca: Buffer | undefined): Connector {
  const connect = buildConnector({ timeout, allowH2: false, ...(ca !== undefined && { ca }) })
  const servername = serverNameOf(url)
  return (options, opened) => connect({ ...options, servername }, opened)
}
