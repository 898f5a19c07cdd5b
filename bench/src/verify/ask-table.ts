/**
 * CPU time and memory of asking one layer many probes.
 *
 * @module
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { askLayer, type Layer, type Probe } from '@marque/verify'
import type { Table } from '../report/index.ts'

export interface Asked {
  readonly probes: number
  /** CPU time of this process, milliseconds. */
  readonly cpu: number
  readonly milliseconds: number
  /** Heap after the run less the heap before it, bytes for each exchange, what it returned included. */
  readonly heapPerProbe: number
  /** The largest resident memory less that before the run, bytes. */
  readonly grown: number
}

/** Target for 10,000 probes, milliseconds of CPU time. */
const BAR = 15_000

const COUNTS = [1000, 10_000, 40_000]

/** Asks a layer in another process, over HTTP/1.1. */
export async function measureAsking(): Promise<readonly Asked[]> {
  const child = fork(new URL('layer-process.ts', import.meta.url), { execArgv: process.execArgv })
  try {
    const [port] = await once(child, 'message')
    const layer: Layer = {
      name: 'proxy',
      url: `http://127.0.0.1:${port}/`,
      http: 1,
      target: null,
      onlyAsSeen: false,
    }
    await ask(layer, 1000)
    const asked: Asked[] = []
    for (const count of COUNTS) asked.push(await ask(layer, count))
    return asked
  } finally {
    child.disconnect()
  }
}

async function ask(layer: Layer, count: number): Promise<Asked> {
  const probes = Array.from({ length: count }, (_, id) => probe(id))
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  let most = rss
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  const startCpu = process.cpuUsage()
  const start = performance.now()
  const { exchanges } = await askLayer(layer, probes, {
    headers: [],
    credentials: [['Authorization', 'Bearer abcdefghijklmnop']],
    forwardedHttps: true,
    concurrency: 8,
    rate: null,
    replicas: 1,
    tls: { ca: null, client: null },
    seed: 1,
    timeout: 10_000,
    signal: new AbortController().signal,
  })
  const milliseconds = performance.now() - start
  const { user, system } = process.cpuUsage(startCpu)
  clearInterval(watch)
  if (exchanges.some(({ answer }) => answer === null)) throw new Error('a probe got no answer')
  globalThis.gc?.()
  return {
    probes: exchanges.length,
    cpu: (user + system) / 1000,
    milliseconds,
    heapPerProbe: (process.memoryUsage().heapUsed - heapUsed) / count,
    grown: most - rss,
  }
}

/** A preflight, a request with an origin, or one with credentials, by turns. */
function probe(id: number): Probe {
  const origin = `https://app-${id % 50}.example.com`
  const isPreflight = id % 3 === 0
  return {
    id,
    kind: isPreflight ? 'preflight' : 'actual',
    resource: 'items',
    origin: { value: origin, role: 'granted', nearMiss: null },
    method: isPreflight ? 'OPTIONS' : 'GET',
    url: `https://api.example.com/v1/items/${id % 100}`,
    headers: [
      ['Origin', origin],
      ...(isPreflight ? [['Access-Control-Request-Method', 'PUT'] as const] : []),
    ],
    withCredentials: id % 3 === 1,
    conditionalOn: null,
    sequence: null,
  }
}

export function askTable(asked: readonly Asked[]): Table {
  return {
    title: 'verify: asking a layer over HTTP/1.1, 8 requests in flight',
    columns: [
      'probes',
      'CPU',
      'of one probe',
      'measured',
      'heap of one',
      'resident',
      'bar',
      'reached',
    ],
    rows: asked.map(({ probes, cpu, milliseconds, heapPerProbe, grown }) => [
      probes.toLocaleString('en'),
      `${(cpu / 1000).toFixed(2)} s`,
      `${((cpu * 1000) / probes).toFixed(0)} µs`,
      `${(milliseconds / 1000).toFixed(2)} s`,
      `${(heapPerProbe / 1024).toFixed(1)} kB`,
      `+${(grown / 2 ** 20).toFixed(0)} MB`,
      `under ${((BAR * probes) / 10_000_000).toFixed(1)} s CPU`,
      cpu < (BAR * probes) / 10_000 ? 'yes' : 'no',
    ]),
    notes: [],
  }
}
