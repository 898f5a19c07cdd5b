/**
 * Asks one layer all probes.
 *
 * @module
 */
import type { Probe } from '../probes/index.ts'
import type { AskedLayer, Exchange } from './exchange.ts'
import type { AskOptions, Layer } from './layer.ts'
import { createLayerHealth } from './layer-health.ts'
import { createPacer } from './pacer.ts'
import { probeOrder, REPEATS_PER_REPLICA } from './probe-order.ts'
import { splitUrl } from './probe-request.ts'
import { createProbeSender } from './probe-sender.ts'
import { createRedactor } from './secrets.ts'
import { addressOf, type Client, http1Client, http2Client, valuesOf } from './wire/index.ts'

/**
 * Sends every probe to a layer, in the order of the list as far as concurrency allows, and returns what it answered.
 *
 * Never throws for what a layer does. When `options.signal` is aborted, it stops at once and returns what is known.
 *
 * With replicas, the first {@link REPEATED} probes that a resource answers are sent first, each {@link REPEATS_PER_REPLICA} times for each
 * replica, with nothing else in flight: by turns on one connection, for balancers that choose for each request, and on new ones, for those
 * that choose for each connection.
 *
 * @throws {TypeError} The URL of the layer is not http or https, or a header has a line end.
 */
export async function askLayer(
  layer: Layer,
  probes: readonly Probe[],
  options: AskOptions,
): Promise<AskedLayer> {
  if (layer.onlyAsSeen) {
    return { layer, state: 'not-asked', sent: 0, exchanges: [], leftOut: {} }
  }
  const { signal } = options
  const health = createLayerHealth()
  const stop = new AbortController()
  const address = addressOf(layer.url, options.tls)
  const client = layer.http === 2 ? http2Client(address) : http1Client(address)
  // As browsers do where HTTP/2 has no WebSockets; a server of plain HTTP/2 seldom speaks HTTP/1.1 too.
  const handshakes = layer.http === 2 && address.isTls ? http1Client(address) : client
  const interrupt = (): void => {
    health.interrupt()
    stop.abort()
    client.close()
    handshakes.close()
  }
  signal.addEventListener('abort', interrupt)
  if (signal.aborted) interrupt()

  const sender = createProbeSender({
    clientFor: ({ kind }) => (kind === 'websocket' ? handshakes : client),
    health,
    pacer: createPacer(options.rate, stop.signal),
    redactor: createRedactor(options.credentials, (value) => isInProbes(value, probes)),
    options,
  })
  const { repeated, units } = probeOrder(probes, options.replicas)
  const repeats = REPEATS_PER_REPLICA * options.replicas
  const planned = probes.length + repeated.length * (repeats - 1)
  const exchanges: Exchange[] = []
  const first = new Map<number, Exchange>()
  const unsent = new Map<number, 'no-etag' | 'no-websocket'>()
  let opensWebSockets: Promise<boolean> | null = null
  /** Whether a handshake can be sent at all: not where a layer speaks HTTP/2 only. */
  const canHandshake = ({ url }: Probe): Promise<boolean> => {
    opensWebSockets ??=
      layer.http === 1
        ? Promise.resolve(true)
        : handshakes === client
          ? Promise.resolve(false)
          : canConnect(handshakes, url, options.timeout)
    return opensWebSockets
  }

  const ask = async (probe: Probe, repeat: number): Promise<Exchange | null> => {
    let etag: string | null = null
    if (probe.conditionalOn !== null) {
      const base = first.get(probe.conditionalOn)?.answer
      etag = valuesOf(base?.headers ?? [], 'etag')[0] ?? null
      if (etag === null) {
        unsent.set(probe.id, 'no-etag')
        return null
      }
    }
    if (probe.kind === 'websocket' && !(await canHandshake(probe))) {
      unsent.set(probe.id, 'no-websocket')
      return null
    }
    const exchange = await sender.send(probe, repeat, etag, repeat % 2 === 1)
    if (exchange === null) return null
    exchanges.push(exchange)
    if (repeat === 0) first.set(probe.id, exchange)
    options.onProgress?.(exchanges.length, planned)
    return exchange
  }

  try {
    for (const probe of repeated) {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const exchange = await ask(probe, repeat)
        // Repeats are for answers that differ; a probe that gets none is asked once.
        if (exchange === null || (repeat === 0 && exchange.answer === null)) break
      }
    }
    const rest = units[Symbol.iterator]()
    const work = async (): Promise<void> => {
      for (const unit of rest) {
        for (const probe of unit) {
          if (health.ended !== null) return
          if (!first.has(probe.id)) await ask(probe, 0)
        }
      }
    }
    await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work))
  } finally {
    signal.removeEventListener('abort', interrupt)
    client.close()
    handshakes.close()
  }
  exchanges.sort((one, other) => one.probe.id - other.probe.id || one.repeat - other.repeat)
  const leftOut: { [why: string]: number } = {}
  for (const { id } of probes) {
    if (first.has(id)) continue
    const why = unsent.get(id) ?? health.ended ?? 'interrupted'
    leftOut[why] = (leftOut[why] ?? 0) + 1
  }
  return { layer, state: health.state, sent: sender.sent, exchanges, leftOut }
}

/** Asks all layers at the same time, each within its own limits. @returns In the order of `layers`. */
export function askLayers(
  layers: readonly Layer[],
  probes: readonly Probe[],
  options: Omit<AskOptions, 'onProgress'>,
  onProgress?: (layer: Layer, done: number, planned: number) => void,
): Promise<readonly AskedLayer[]> {
  return Promise.all(
    layers.map((layer) =>
      askLayer(layer, probes, {
        ...options,
        onProgress: (done, planned) => onProgress?.(layer, done, planned),
      }),
    ),
  )
}

async function canConnect(client: Client, url: string, timeout: number): Promise<boolean> {
  try {
    const connection = await client.connect(splitUrl(url).authority, false, timeout)
    connection.release()
    return true
  } catch {
    return false
  }
}

function isInProbes(value: string, probes: readonly Probe[]): boolean {
  const text = value.toLowerCase()
  return probes.some(
    ({ url, headers }) =>
      url.toLowerCase().includes(text) ||
      headers.some(([, own]) => own.toLowerCase().includes(text)),
  )
}
