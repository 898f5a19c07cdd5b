/**
 * Judges the answers of a layer.
 *
 * @module
 */
import type { Decision, Resource } from '@marque/core'
import type { Answer, AskedLayer, Exchange } from '../prober/index.ts'
import type { Probe } from '../probes/index.ts'
import { grantedActual, otherActual, webSocketDifferences } from './actual-differences.ts'
import { fieldsOf, readFields } from './answer-fields.ts'
import type { Differences } from './comparison-input.ts'
import { type Expectations, expectedDecisions } from './expected-decisions.ts'
import type { Observation } from './observation.ts'
import { deniedPreflight, grantedPreflight } from './preflight-differences.ts'

export interface Observed {
  /** In the order of the exchanges. */
  readonly observations: readonly Observation[]
  /** Ids of probes for which it depends on an unknown login who reads the answer. */
  readonly conditionUnknown: ReadonlySet<number>
}

/** Holds each answer of a layer against the decisions that are right for its probe. */
export function observeLayer(asked: AskedLayer, expectations: Expectations): Observed {
  const resources = new Map(
    expectations.engine.bundle.resources.map((resource) => [resource.name, resource]),
  )
  const conditionUnknown = new Set<number>()
  const blocked = blockedForAll(asked)
  const bodies = bodiesOf(asked)
  const observations = asked.exchanges.map((exchange): Observation => {
    const { decisions, isConditionUnknown, ofLayer } = expectedDecisions(exchange, expectations)
    if (isConditionUnknown) conditionUnknown.add(exchange.probe.id)
    const { answer } = exchange
    const base = { ...exchange, layer: asked.layer.name }
    if (answer === null) return { ...base, expected: decisions, differs: [], isHarmless: false }
    const byLayer = isLayerError(answer, exchange) ? ofLayer().filter(({ read }) => read) : []
    const { decision, differences } = nearest(
      exchange,
      answer,
      [...decisions, ...byLayer],
      resources,
      bodies,
    )
    const expected = decisions.includes(decision)
      ? [decision, ...decisions.filter((each) => each !== decision)]
      : decisions
    const acted = isOwnRefused(exchange, decision, blocked)
      ? [...differences.acted, 'status' as const]
      : differences.acted
    const isHarmless = acted.length === 0 && differences.harmless.length > 0
    return { ...base, expected, differs: isHarmless ? differences.harmless : acted, isHarmless }
  })
  return { observations, conditionUnknown }
}

/** What of an answer differs from one decision. */
export function differencesFrom(
  { probe }: Exchange,
  answer: Answer,
  decision: Decision,
  resource: Resource | null,
  bodies: ReadonlySet<string> = new Set(),
): Differences {
  const input = {
    probe,
    answer,
    fields: fieldsOf(answer),
    decision,
    wanted: readFields(decision.status ?? 200, decision.headers),
    resource,
    bodies,
  }
  if (decision.kind === 'websocket') return webSocketDifferences(input)
  if (decision.kind === 'preflight')
    return decision.status === 204 ? grantedPreflight(input) : deniedPreflight(input)
  const isGranted = decision.kind === 'actual' && decision.read && decision.status === null
  return isGranted ? grantedActual(input) : otherActual(input)
}

function nearest(
  exchange: Exchange,
  answer: Answer,
  decisions: readonly Decision[],
  resources: ReadonlyMap<string, Resource>,
  bodies: ReadonlySet<string>,
): { readonly decision: Decision; readonly differences: Differences } {
  const judged = decisions.map((decision) => {
    const resource = decision.resource === null ? null : (resources.get(decision.resource) ?? null)
    return { decision, differences: differencesFrom(exchange, answer, decision, resource, bodies) }
  })
  const weight = ({ acted, harmless }: Differences): number =>
    acted.length > 0 ? acted.length * 100 : harmless.length
  return judged.reduce((best, each) =>
    weight(each.differences) < weight(best.differences) ? each : best,
  )
}

/** Bodies of answers to pages, as far as they are kept; empty ones tell nothing. */
function bodiesOf({ exchanges }: AskedLayer): ReadonlySet<string> {
  const bodies = exchanges.flatMap(({ probe, answer }) =>
    probe.kind === 'actual' && answer !== null && answer.status < 300 ? [answer.body] : [],
  )
  return new Set(bodies.filter((body) => body.trim() !== ''))
}

/** D21: 401, 403 of an authorisation, 413, 429, 5xx. */
function isLayerError({ status }: Answer, { probe }: Exchange): boolean {
  return probe.kind !== 'preflight' && ([401, 403, 413, 429].includes(status) || status >= 500)
}

/** URLs without their probe query at which every request is refused, whoever asks: there the application refuses by itself. */
function blockedForAll({ exchanges }: AskedLayer): (probe: Probe) => boolean {
  const open = new Set<string>()
  for (const { probe, answer } of exchanges) {
    if (answer !== null && answer.status !== 403 && probe.kind === 'actual')
      open.add(requestKey(probe))
  }
  return (probe) => !open.has(requestKey(probe))
}

function requestKey({ method, url, withCredentials }: Probe): string {
  return `${method} ${withCredentials} ${url}`
}

/** D17: requests of own pages, and those without Origin, are never refused for their origin. */
function isOwnRefused(
  { probe, answer }: Exchange,
  { kind, status, reason }: Decision,
  isBlockedForAll: (probe: Probe) => boolean,
): boolean {
  if (kind !== 'same-origin' && kind !== 'not-cors') return false
  // Where other origins get 400 (D23), nothing tells what the application does.
  if (reason === 'path-ambiguous') return false
  if (answer?.status !== 403 || status !== null || probe.kind !== 'actual') return false
  return !isBlockedForAll(probe)
}
