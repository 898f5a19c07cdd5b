/**
 * Questions that diagnoses ask of an observation.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import {
  type AnswerFields,
  allowedOrigin,
  fieldsOf,
  letsIn,
  type Observation,
} from '../comparison/index.ts'

/** The fields of the answer; null for none. */
export function fields({ answer }: Observation): AnswerFields | null {
  return answer === null ? null : fieldsOf(answer)
}

/** The nearest of the decisions that are right. */
export function decisionOf({ expected }: Observation): Decision | null {
  return expected[0] ?? null
}

/** Whether the policy lets script of another origin read the answer, or grants the preflight or the handshake. */
export function isGranted(observation: Observation): boolean {
  const decision = decisionOf(observation)
  return decision?.read === true && decision.kind !== 'same-origin'
}

/** Whether the policy does not let the origin of the probe read the answer, or denies its preflight or handshake. */
export function isDenied(observation: Observation): boolean {
  const decision = decisionOf(observation)
  const isForeign = decision?.kind !== 'same-origin' && decision?.kind !== 'not-cors'
  return observation.probe.origin.value !== null && isForeign && decision?.read === false
}

const ORIGIN_REASONS: ReadonlySet<string> = new Set([
  'origin-not-granted',
  'origin-null',
  'origin-malformed',
  'resource-unmatched',
  'tenant-unknown',
  'expired',
  'not-yet-valid',
])

/** Whether the policy refuses the probe for its origin, not for a method, header or condition. */
export function isOriginDenied(observation: Observation): boolean {
  const reason = decisionOf(observation)?.reason ?? ''
  return isDenied(observation) && ORIGIN_REASONS.has(reason)
}

/** Whether a browser concludes from the answer that the origin may. */
export function isLetIn(observation: Observation): boolean {
  const read = fields(observation)
  return read !== null && letsIn(read, observation.probe)
}

/** Whether the answer allows exactly the origin of the probe. */
export function isEcho(observation: Observation): boolean {
  const read = fields(observation)
  const { value } = observation.probe.origin
  return read !== null && value !== null && allowedOrigin(read) === value
}

/** The status of the answer; 0 for none. */
export function statusOf({ answer }: Observation): number {
  return answer?.status ?? 0
}

/** The resource that the policy finds for the probe, or `''`. */
export function resourceOf({ probe }: Observation): string {
  return probe.resource ?? ''
}

/** Whether the observation is right in what browsers act on. */
export function isRight({ answer, differs, isHarmless }: Observation): boolean {
  return answer !== null && (differs.length === 0 || isHarmless)
}
