/**
 * Connections to the upstreams, kept open between requests.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'
import type { UpstreamSettings } from '../settings/settings.ts'

/** An upstream, ready. */
export interface Upstream {
  readonly name: string
  /** The next address in turn. */
  pick(): Pool
  close(): Promise<void>
}

export type Upstreams = ReadonlyMap<string, Upstream>

/** @throws The authority's file cannot be read. */
export function openUpstreams(settings: { readonly [name: string]: UpstreamSettings }): Upstreams {
  return new Map(Object.entries(settings).map(([name, one]) => [name, openUpstream(name, one)]))
}

function openUpstream(
  name: string,
  { urls, caFile, timeouts, connections }: UpstreamSettings,
): Upstream {
  const ca = caFile === null ? undefined : readFileSync(caFile)
  const pools = urls.map(
    (url) =>
      new Pool(url, {
        connections,
        pipelining: 1,
        connect: { timeout: timeouts.connect, ...(ca !== undefined && { ca }) },
        headersTimeout: timeouts.headers,
        bodyTimeout: timeouts.idle,
        keepAliveTimeout: 30_000,
        maxHeaderSize: 65_536,
        allowH2: false,
      }),
  )
  let turn = 0
  return {
    name,
    pick() {
      turn = turn + 1 >= pools.length ? 0 : turn + 1
      return pools[turn] as Pool
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.destroy()))
    },
  }
}
