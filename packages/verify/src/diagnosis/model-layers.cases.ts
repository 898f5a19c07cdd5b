/**
 * Layers without a network: each answers from the decision of the policy, or by itself.
 *
 * @module
 */
import {
  answerHeaders,
  type Bundle,
  type Decision,
  decide,
  type Engine,
  type HeaderLine,
  prepare,
  type RequestFacts,
} from '@marque/core'
import type { Answer, AskedLayer, Exchange, Layer } from '../prober/index.ts'
import { type Probe, planProbes } from '../probes/index.ts'

export const NOW: number = Date.UTC(2099, 0, 10)

export interface ModelRequest {
  readonly probe: Probe
  readonly facts: RequestFacts
  readonly origin: string | null
  readonly decision: Decision
  readonly now: number
  /** How many requests were asked before, for layers of several replicas. */
  readonly count: number
  /** Decides the same request by another origin. */
  readonly as: (origin: string) => Decision
}

/** How a layer answers: from the right answer of the policy, or by itself. */
export type ModelLayer = (
  request: ModelRequest,
  right: (decision?: Decision) => Answer,
) => Answer | null

export const rightLayer: ModelLayer = (_request, right) => right()

/** The application: 200, or 404 for a path with `missing`; 101 to handshakes; an ETag, and 304 for it. */
function applicationAnswer({ facts, probe }: ModelRequest): {
  status: number
  headers: HeaderLine[]
} {
  if (probe.kind === 'websocket') return { status: 101, headers: [['Upgrade', 'websocket']] }
  if (probe.kind === 'conditional') return { status: 304, headers: [['ETag', '"1"']] }
  if (probe.kind === 'options') return { status: 200, headers: [['Allow', 'GET, HEAD']] }
  const isMissing = /no-such/.test(facts.url.replace(/\?.*/, ''))
  return {
    status: isMissing ? 404 : 200,
    headers: [
      ['Content-Type', 'application/json'],
      ['ETag', '"1"'],
    ],
  }
}

/** The answer of a layer that decides so. */
export function answerBy(decision: Decision, request: ModelRequest): Answer {
  if (decision.status !== null) {
    return { status: decision.status, headers: answerHeaders(decision, []), body: '' }
  }
  const { status, headers } = applicationAnswer(request)
  return {
    status,
    headers: answerHeaders(decision, headers),
    body: status === 200 ? '{"a":1}' : '',
  }
}

export interface ModelOptions {
  readonly throughCache?: boolean
  readonly replicas?: number
  readonly now?: number
  readonly older?: readonly Bundle[]
}

/** Asks model layers, the outermost first, as `askLayers` asks real ones. */
export function askModels(
  bundle: Bundle,
  layers: readonly (readonly [name: string, layer: ModelLayer])[],
  options: ModelOptions = {},
): readonly AskedLayer[] {
  const engine = prepare(bundle)
  const now = options.now ?? NOW
  const { probes } = planProbes(bundle, {
    now,
    seed: 1,
    maxProbes: 10_000,
    mutating: false,
    paths: [],
    throughCache: options.throughCache ?? false,
    alsoKnown: options.older ?? [],
    withCredentials: false,
  })
  return layers.map(([name, layer]) => {
    let count = 0
    const exchanges = probes.flatMap((probe, index) =>
      Array.from({ length: index < 20 ? (options.replicas ?? 1) : 1 }, (_, repeat) =>
        exchangeOf(engine, probe, layer, repeat, now, count++),
      ),
    )
    return { layer: layerOf(name), state: 'asked', sent: exchanges.length, exchanges, leftOut: {} }
  })
}

export function layerOf(name: string): Layer {
  return { name, url: 'http://127.0.0.1:1', http: 1, target: null, onlyAsSeen: false }
}

function exchangeOf(
  engine: Engine,
  probe: Probe,
  layer: ModelLayer,
  repeat: number,
  now: number,
  count: number,
): Exchange {
  const facts: RequestFacts = { method: probe.method, url: probe.url, headers: probe.headers }
  const decision = decide(engine, facts, {}, { now })
  const as = (origin: string): Decision => {
    const headers = probe.headers.map(
      ([name, value]): HeaderLine => [name, name === 'Origin' ? origin : value],
    )
    return decide(engine, { ...facts, headers }, {}, { now })
  }
  const request: ModelRequest = {
    probe,
    facts,
    origin: probe.origin.value,
    decision,
    now,
    count,
    as,
  }
  const answer = layer(request, (other = decision) => answerBy(other, request))
  return {
    probe,
    repeat,
    url: probe.url,
    sentAt: now,
    answer,
    failure: answer === null ? { kind: 'timeout', message: 'no answer within 10 s' } : null,
  }
}

/** The answer with one header replaced, added, or removed with null. */
export function withHeader(answer: Answer, name: string, value: string | null): Answer {
  const headers = answer.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase())
  return { ...answer, headers: value === null ? headers : [...headers, [name, value]] }
}

export function headerOf(answer: Answer, name: string): string | null {
  return answer.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? null
}
