/**
 * A layer that sends one origin whoever asks.
 *
 * @module
 */
import { readOrigin } from '@marque/core'
import { allowedOrigin, type Observation } from '../../comparison/index.ts'
import { fields, isGranted, isOriginDenied, resourceOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/**
 * At a resource, one origin is in every answer that has any, those to other origins included. Where the policy grants another origin too, it gets the same one;
 * where it grants no other, everybody does. A layer that sends its first origin to those that it does not know, and each known one its own, is another case:
 * nobody reads more.
 */
export const fixedOrigin: Diagnosis = ({ observations }) => {
  const sent = new Map<string, Sent>()
  for (const observation of observations) {
    if (!isJudged(observation)) continue
    const group = groupOf(observation)
    const known = sent.get(group) ?? {
      values: new Set(),
      askers: new Set(),
      isSentToGranted: false,
      isRefused: false,
    }
    sent.set(group, known)
    const value = sentOrigin(observation)
    const asker = observation.probe.origin.value
    if (value !== null) {
      known.values.add(value)
      known.askers.add(asker)
      if (value !== asker && isGranted(observation)) known.isSentToGranted = true
    } else if (isPlain(observation) && isOriginDenied(observation)) known.isRefused = true
  }
  const values = new Set<string>()
  for (const { values: own, askers, isSentToGranted, isRefused } of sent.values()) {
    const [only] = own
    const isOne = own.size === 1 && only !== undefined && readOrigin(only) !== undefined
    if (isOne && askers.size > 1 && (isSentToGranted || !isRefused)) values.add(only)
  }
  // At another resource, the only one who is granted anything may be the only one to get it.
  const isFixed = (observation: Observation): boolean => {
    const [only, ...more] = sent.get(groupOf(observation))?.values ?? []
    return only !== undefined && more.length === 0 && values.has(only)
  }
  return ({ observation, facet }) =>
    isFixed(observation) && (facet === 'vary' || sentOrigin(observation) !== null)
}

/** Preflights may be answered in another place than requests. */
function groupOf(observation: Observation): string {
  const isPreflight = observation.probe.kind === 'preflight'
  return `${isPreflight ? 'preflight' : 'actual'} ${resourceOf(observation)}`
}

/** What a layer sends at one resource, to preflights or to other requests. */
interface Sent {
  /** Values of Access-Control-Allow-Origin. */
  readonly values: Set<string>
  /** The origins that got one. */
  readonly askers: Set<string | null>
  isSentToGranted: boolean
  /** Whether a denied origin got none. */
  isRefused: boolean
}

function isJudged({ probe, answer }: Observation): boolean {
  return answer !== null && probe.origin.value !== null && probe.kind !== 'websocket'
}

/** A page's request that no error keeps from the headers. */
function isPlain({ probe, answer }: Observation): boolean {
  return probe.kind === 'actual' && answer !== null && answer.status < 400
}

function sentOrigin(observation: Observation): string | null {
  const read = fields(observation)
  return read === null ? null : allowedOrigin(read)
}
