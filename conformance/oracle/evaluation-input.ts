/**
 * Everything that is known of one request before grants are evaluated.
 *
 * @module
 */
import type { Bundle, Context, Kind, Moment, RequestFacts, Resource } from '@marque/core'
import { isExtendedConnect, kindOf, requestedMethods } from './kinds.ts'
import { type OriginField, readOriginField } from './origin.ts'
import { findResource } from './resources.ts'
import { readTarget } from './target.ts'
import { nameOf } from './tenants.ts'

export interface EvaluationInput {
  readonly bundle: Bundle
  readonly request: RequestFacts
  readonly context: Context
  readonly moment: Moment
  readonly origin: OriginField
  readonly kind: Kind
  readonly bySecFetchSite: boolean
  /** The evaluated method: the requested method at a preflight, GET for a WebSocket (D7, ADR 0001, 7). */
  readonly method: string
  /** `unreadable`: D2's 400; `ambiguous`: D23. */
  readonly target: 'read' | 'ambiguous' | 'unreadable'
  readonly resource: Resource | null
  readonly tenant: string | null
  readonly tenantUnknown: boolean
  readonly version: string | null
  /** D21: conditions are ignored for answers that the layer makes. */
  readonly ignoreConditions: boolean
}

export function readInput(
  bundle: Bundle,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  ignoreConditions: boolean,
): EvaluationInput {
  const origin = readOriginField(request)
  const target = readTarget(request)
  const layerTenant = context.tenant ?? null
  const found = kindOf(bundle, request, origin, target?.host ?? null, layerTenant)
  // D7: at a preflight the requested method is judged; ADR 0001, 7: a WebSocket is a GET.
  const ownMethod = isExtendedConnect(request) ? 'GET' : request.method
  const method = found.kind === 'preflight' ? requestedMethods(request).join(', ') : ownMethod
  const place =
    target === null ? null : findResource(bundle, target, layerTenant, method, request.method)
  const base = { bundle, request, context, moment, origin, ...found, method, ignoreConditions }
  if (place === null) {
    const state = target === null ? 'unreadable' : 'ambiguous'
    return {
      ...base,
      target: state,
      resource: null,
      tenant: null,
      tenantUnknown: false,
      version: null,
    }
  }
  return {
    ...base,
    target: 'read',
    resource: place.resource,
    tenant: nameOf(place.tenant),
    tenantUnknown: place.tenant.state === 'unknown',
    version: place.version,
  }
}

/** D10: every grant is `*` and none has dates. */
export function isOpenToAll(resource: Resource | null): resource is Resource {
  return (
    resource !== null &&
    resource.grants.length > 0 &&
    resource.grants.every((grant) => grant.any && grant.from === null && grant.until === null)
  )
}
