/**
 * One line of the decision log.
 *
 * @module
 */
import { type Engine, type Reason, setNamesOf } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import { valuesOf } from '../request/index.ts'
import {
  hostOf,
  methodOf,
  originOf,
  pathOf,
  requestHeadersOf,
  requestMethodOf,
} from './log-values.ts'
import type { DecidedRequest } from './observer.ts'

/** The deciding layer. */
export type LayerName = 'gateway' | 'decision-service'

/** A kind of credential that the request carried; its value is never logged. */
export type Credential = 'cookie' | 'authorization' | 'certificate'

/** The fields after `event` and `time`. None holds a query, cookie or authorization value. */
export interface DecisionLine {
  readonly layer: LayerName
  readonly mode: 'enforce'
  readonly kind: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly origin: string | null
  readonly requestMethod: string | null
  readonly requestHeaders: readonly string[]
  readonly credentials: readonly Credential[]
  readonly reach: boolean
  readonly read: boolean
  readonly reason: Reason
  readonly resource: string | null
  readonly grant: number | null
  /** The origin set that grants it. */
  readonly set: string | null
  readonly exception: string | null
  readonly tenant: string | null
  /** Status of the layer's own response; null if the request is forwarded. */
  readonly status: number | null
  /** Digest of the bundle. */
  readonly bundle: string | null
  /** Release number; null for a policy file on this machine. */
  readonly release: number | null
  readonly requestId: string
  readonly traceId: string
  readonly client: string
}

export function decisionLine(
  request: DecidedRequest,
  policy: PolicySource,
  layer: LayerName,
): DecisionLine {
  const { facts, decision, engine, requestId, trace, client } = request
  const { kind, reach, read, reason, resource, grant, exception, tenant, status } = decision
  const { headers } = facts
  return {
    layer,
    mode: 'enforce',
    kind,
    method: methodOf(facts.method),
    host: hostOf(facts),
    path: pathOf(facts),
    origin: originOf(headers),
    requestMethod: kind === 'preflight' ? requestMethodOf(headers) : null,
    requestHeaders: kind === 'preflight' ? requestHeadersOf(headers) : [],
    credentials: credentialsOf(request),
    reach,
    read,
    reason,
    resource,
    grant,
    set: engine === null || grant === null ? null : setOf(engine, request),
    exception,
    tenant,
    status: reason === 'rate-limited' ? 429 : status,
    bundle: engine?.digest ?? null,
    release:
      engine !== null && policy.held?.engine === engine
        ? (policy.held.release?.number ?? null)
        : null,
    requestId,
    traceId: trace.traceId,
    client: client.address,
  }
}

/** The first set of the grant that contains the origin. */
function setOf(engine: Engine, { facts, decision }: DecidedRequest): string | null {
  const [origin] = valuesOf(facts.headers, 'origin')
  const resource = engine.bundle.resources.find(({ name }) => name === decision.resource)
  if (origin === undefined || resource === undefined || decision.grant === null) return null
  const grant = resource.grants.filter(({ exception }) => exception === null)[decision.grant]
  const names = setNamesOf(engine, origin)
  return grant?.sets.find((name) => names.includes(name)) ?? null
}

function credentialsOf({ facts, request }: DecidedRequest): readonly Credential[] {
  const { headers } = facts
  const found: Credential[] = []
  if (valuesOf(headers, 'cookie').length > 0) found.push('cookie')
  if (valuesOf(headers, 'authorization').length > 0) found.push('authorization')
  const socket = request?.socket
  if (
    socket !== undefined &&
    'getPeerX509Certificate' in socket &&
    socket.getPeerX509Certificate() !== undefined
  )
    found.push('certificate')
  return found
}
