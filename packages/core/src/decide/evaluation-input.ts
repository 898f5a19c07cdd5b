/**
 * What the rules are applied to: a request that has been matched against a policy.
 *
 * @module
 */
import type { PreparedPolicy, PreparedResource, Route } from '../prepared/index.ts'
import type { Front } from './front.ts'
import { hasNoIncident, type Incident, incidentFor, NO_INCIDENT } from './incidents.ts'
import type { JudgeInput, OriginInput } from './judge-input.ts'

/** A request that has a route. Made once for each decision. */
export interface EvaluationInput extends Pick<Front, 'kind' | 'byFetchMetadata'> {
  readonly policy: PreparedPolicy
  readonly request: JudgeInput
  readonly route: Route
  /** Null where none matches (D8). */
  readonly resource: PreparedResource | null
  readonly incident: Incident
  /** The layer makes the response itself (D21): conditions are not checked. */
  readonly byLayer: boolean
}

export function evaluationInputOf(
  policy: PreparedPolicy,
  { kind, byFetchMetadata }: Pick<Front, 'kind' | 'byFetchMetadata'>,
  route: Route,
  request: JudgeInput,
  byLayer: boolean,
): EvaluationInput {
  const resource = policy.resources[route.resource] ?? null
  const incident = incidentOf(policy, resource, request, route)
  return { policy, request, kind, byFetchMetadata, route, resource, incident, byLayer }
}

function incidentOf(
  policy: PreparedPolicy,
  resource: PreparedResource | null,
  request: JudgeInput,
  { tenant }: Route,
): Incident {
  if (hasNoIncident(request.incidents)) return NO_INCIDENT
  const staleAfter = resource && policy.bundle.staleAfter[resource.resource.sensitivity]
  const origin = singleOrigin(request.origin)
  return incidentFor(request, resource, tenant, origin, staleAfter)
}

/** The one origin of a request; null where it has several or none. */
export function singleOrigin({ lines, value }: OriginInput): string | null {
  return lines === 1 && !value.includes(',') ? value : null
}
