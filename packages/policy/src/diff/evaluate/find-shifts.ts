/**
 * The sample requests of one scenario, and where the two decisions differ.
 *
 * @module
 */
import type { Moment } from '@marque/core'
import type { BundlePair } from '../pair/index.ts'
import type { SenderClass } from '../senders/index.ts'
import type { Circumstances } from './circumstances.ts'
import type { ContextSample } from './context-samples.ts'
import {
  CREDENTIALS,
  type Credentials,
  type DecisionPair,
  decideBoth,
  type RequestSample,
  type RequestSource,
} from './request-sample.ts'
import { ANY_NAME, type Shift, shiftsOf } from './shifts.ts'
import type { Span } from './time-spans.ts'

/** A shift, with the request that shows it. */
export interface ObservedShift extends Shift {
  /** Indices of the time span and the context. */
  readonly span: number
  readonly context: number
  readonly credentials: Credentials
  readonly from: RequestSource
  readonly shape: RequestSample['shape']
  /** A preflight with a header name, where the preflight without names differs too. */
  readonly isPart: boolean
  readonly sample: RequestSample
  readonly decisions: DecisionPair
}

/** The requests of one class of senders for one method at one URL. */
export interface Scenario {
  readonly sender: SenderClass
  readonly url: string
  readonly method: string
  readonly spans: readonly Span[]
  readonly contexts: readonly ContextSample[]
  /** The request header names of the grants, and one that no grant has. */
  readonly names: readonly string[]
  readonly otherHeader: string
  /** Whether WebSocket handshakes are tried. */
  readonly websocket: boolean
}

const REQUEST_SOURCES: readonly RequestSource[] = ['none', 'cross-site', 'navigation']

/** Decides all requests of a scenario in one kind of circumstances. */
export function findShifts(
  sides: BundlePair,
  scenario: Scenario,
  circumstances: Circumstances,
): readonly ObservedShift[] {
  const shifts: ObservedShift[] = []
  const shiftsIn = (
    position: Pick<ObservedShift, 'span' | 'context'>,
    sample: RequestSample,
  ): readonly ObservedShift[] => {
    const decisions = decideBoth(sides, sample)
    const { shape, credentials, from } = sample
    const found = { ...position, credentials, from, shape, isPart: false, sample, decisions }
    return shiftsOf(sides, sample, decisions).map((shift) => ({ ...shift, ...found }))
  }
  scenario.spans.forEach(({ now }, span) => {
    const moment = circumstances.momentAt(now)
    scenario.contexts.forEach((known, index) => {
      const context =
        circumstances.layerTenant === null
          ? known
          : withLayerTenant(known, circumstances.layerTenant)
      const position = { span, context: index }
      for (const sample of actualSamples(scenario, context, moment))
        shifts.push(...shiftsIn(position, sample))
      if (scenario.sender.kind === 'none' || !context.isAnonymous) return
      const preflight = requestSample(scenario, context, moment, { shape: 'preflight' })
      const anonymous = shiftsIn(position, preflight)
      shifts.push(...anonymous)
      const isPart = anonymous.some(({ aspect }) => aspect === 'preflight')
      for (const name of scenario.names) {
        const shown = name === scenario.otherHeader ? ANY_NAME : name
        for (const shift of shiftsIn(position, { ...preflight, names: [name] })) {
          if (shift.aspect === 'preflight') shifts.push({ ...shift, names: [shown], isPart })
        }
      }
    })
  })
  return shifts
}

function withLayerTenant(context: ContextSample, tenant: string): ContextSample {
  return { ...context, contextAt: (now) => ({ ...context.contextAt(now), tenant }) }
}

function actualSamples(
  scenario: Scenario,
  context: ContextSample,
  moment: Moment,
): readonly RequestSample[] {
  if (scenario.sender.kind === 'none') {
    return REQUEST_SOURCES.map((from) => requestSample(scenario, context, moment, { from }))
  }
  const samples = CREDENTIALS.map((credentials) =>
    requestSample(scenario, context, moment, { credentials }),
  )
  return scenario.websocket
    ? [...samples, requestSample(scenario, context, moment, { shape: 'websocket' })]
    : samples
}

function requestSample(
  { url, method, sender: { origins } }: Scenario,
  context: ContextSample,
  moment: Moment,
  more: Partial<RequestSample>,
): RequestSample {
  const plain = { shape: 'actual', credentials: 'none', from: 'none', names: [] } as const
  return { ...plain, url, method, origins, context, moment, ...more }
}

/** The number of requests that {@link findShifts} decides. */
export function countRequests({ spans, contexts, names, sender }: Scenario): number {
  const each = sender.kind === 'none' ? 3 : CREDENTIALS.length + 1
  const anonymous = contexts.filter(({ isAnonymous }) => isAnonymous).length
  return spans.length * (contexts.length * each + anonymous * (names.length + 1))
}
