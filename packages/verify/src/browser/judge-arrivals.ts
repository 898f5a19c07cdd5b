/**
 * Whether the answers that a browser got from a layer are those of the policy.
 *
 * @module
 */
import { decide, type HeaderLine } from '@marque/core'
import { type Expectations, type Observation, observeLayer } from '../comparison/index.ts'
import type { Exchange, Layer } from '../prober/index.ts'
import type { Arrival } from './arrival.ts'
import type { BrowserCase } from './browser-case.ts'

/** The answers of the layer in one case, each beside its decisions. */
export function judgeArrivals(
  each: BrowserCase,
  arrivals: readonly Arrival[],
  layer: Layer,
  expectations: Expectations,
): readonly Observation[] {
  const exchanges = arrivals.flatMap((arrival) => exchangeOf(each, arrival, expectations) ?? [])
  return observeLayer(
    { layer, state: 'asked', sent: exchanges.length, exchanges, leftOut: {} },
    expectations,
  ).observations
}

function exchangeOf(
  { id, origin, page }: BrowserCase,
  { isPreflight, method, forwarded }: Arrival,
  { engine }: Expectations,
): Exchange | null {
  if (forwarded === null) return null
  const isSocket = /^ws/.test(page.url)
  const url = page.url.replace(/^ws/, 'http')
  const headers = forwarded.headers.filter((line) => isOfCase(line, page.headers))
  const value = headers.find(([name]) => name.toLowerCase() === 'origin')?.[1] ?? null
  return {
    probe: {
      id,
      kind: isPreflight ? 'preflight' : isSocket ? 'websocket' : 'actual',
      resource: decide(engine, { method, url, headers }, {}, { now: forwarded.sentAt }).resource,
      origin: { ...origin, value },
      method,
      url,
      headers,
      withCredentials: forwarded.withCredentials,
      conditionalOn: null,
      sequence: null,
    },
    repeat: 0,
    url,
    sentAt: forwarded.sentAt,
    answer: forwarded.answer,
    failure: null,
  }
}

/** What decisions read, and what script set: the rest that browsers send makes a command long. */
function isOfCase([name]: HeaderLine, set: readonly HeaderLine[]): boolean {
  const lower = name.toLowerCase()
  return (
    /^(?:origin|access-control-request-.*|sec-fetch-.*|sec-websocket-(?:key|version)|connection|upgrade)$/.test(
      lower,
    ) || set.some(([own]) => own.toLowerCase() === lower)
  )
}
