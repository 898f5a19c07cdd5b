/**
 * The decisions that are right for one exchange.
 *
 * @module
 */
import {
  type Bundle,
  type Context,
  type Decision,
  decide,
  type Engine,
  type HeaderLine,
  layerHeaders,
  type RequestFacts,
} from '@marque/core'
import { conditionChoices, contextSatisfying } from '@marque/policy/requests'
import type { Exchange } from '../prober/index.ts'

/** What is known of the requests besides the probes. */
export interface Expectations {
  readonly engine: Engine
  /** What the layers know of the login behind the credentials; null where that is unknown. */
  readonly context: Context | null
  /** Sent with every probe. */
  readonly headers: readonly HeaderLine[]
  /** Sent with probes that are with credentials. */
  readonly credentials: readonly HeaderLine[]
  /** Whether probes carry a client certificate, which a layer may or may not see (D13). */
  readonly certificate: boolean
}

export interface ExpectedDecisions {
  /** Never empty; without duplicates. */
  readonly decisions: readonly Decision[]
  /** Whether it depends on an unknown login who reads the answer. */
  readonly isConditionUnknown: boolean
  /** Decisions for answers that the layer makes itself (D21). */
  readonly ofLayer: () => readonly Decision[]
}

/** Milliseconds that the clock of a layer may differ. */
const SKEW = 5000

/** Decides a probe as the policy does at the time at which it was sent. */
export function expectedDecisions(
  exchange: Exchange,
  expectations: Expectations,
): ExpectedDecisions {
  const { engine, context } = expectations
  const request = requestOf(exchange, expectations)
  const instants = instantsAround(exchange.sentAt, engine.bundle)
  const certificates = expectations.certificate ? [false, true] : [false]
  const found: Decision[] = []
  let isConditionUnknown = false
  const contexts = contextsFor(exchange, request, expectations)
  const each = (known: Context, certificate: boolean): Context =>
    certificate ? { ...known, certificate } : known
  for (const now of instants) {
    for (const certificate of certificates) {
      const decisions = contexts.map((known) =>
        decide(engine, request, each(known, certificate), { now }),
      )
      if (context === null && new Set(decisions.map(({ read }) => read)).size > 1)
        isConditionUnknown = true
      found.push(...decisions)
    }
  }
  return {
    decisions: distinct(found),
    isConditionUnknown,
    ofLayer: () =>
      distinct(
        instants.flatMap((now) =>
          certificates.map((certificate) =>
            layerHeaders(engine, request, each({}, certificate), { now }),
          ),
        ),
      ),
  }
}

/** The request of an exchange as layers receive it. */
export function requestOf(
  { probe, url }: Exchange,
  { headers, credentials }: Pick<Expectations, 'headers' | 'credentials'>,
): RequestFacts {
  const { method, withCredentials } = probe
  return {
    method,
    url,
    headers: [...probe.headers, ...headers, ...(withCredentials ? credentials : [])],
  }
}

/** The contexts that a layer may have: the known one, or none and each that satisfies a conditional grant. */
function contextsFor(
  { probe, sentAt }: Exchange,
  request: RequestFacts,
  { engine, context }: Expectations,
): readonly Context[] {
  if (context !== null) return [probe.withCredentials ? context : {}]
  const { bundle } = engine
  const decision = decide(engine, request, {}, { now: sentAt })
  const resource = bundle.resources.find(({ name }) => name === decision.resource)
  if (resource === undefined || probe.origin.value === null) return [{}]
  const grantee = { origin: probe.origin.value, tenant: decision.tenant, until: null }
  const satisfying = resource.grants.flatMap((grant) =>
    grant.when === null
      ? []
      : conditionChoices(grant).map((choice) =>
          contextSatisfying({ ...choice, token: false }, resource, bundle, grantee, sentAt),
        ),
  )
  return [{}, ...satisfying]
}

/** The time of the request, and the last instant before and the first of each date that is so near that clocks may disagree about it. */
function instantsAround(sentAt: number, bundle: Bundle): readonly number[] {
  const near = datesOf(bundle).filter((date) => Math.abs(date - sentAt) <= SKEW)
  return [...new Set([sentAt, ...near.flatMap((date) => [date - 1, date])])]
}

const DATES = new WeakMap<Bundle, readonly number[]>()

/** Every date on which the bundle decides otherwise, epoch milliseconds. */
export function datesOf(bundle: Bundle): readonly number[] {
  const known = DATES.get(bundle)
  if (known !== undefined) return known
  const lists = [...Object.values(bundle.sets), ...Object.values(bundle.tenants)]
  const grants = bundle.resources.flatMap((resource) => resource.grants)
  const dates = [
    ...lists.map(({ until }) => until),
    ...grants.flatMap(({ from, until }) => [from, until]),
  ]
  const found = [...new Set(dates.filter((date) => date !== null))].sort((a, b) => a - b)
  DATES.set(bundle, found)
  return found
}

function distinct(decisions: readonly Decision[]): readonly Decision[] {
  const seen = new Map<string, Decision>()
  for (const decision of decisions) {
    const key = JSON.stringify({ ...decision, detail: '' })
    if (!seen.has(key)) seen.set(key, decision)
  }
  return [...seen.values()]
}
