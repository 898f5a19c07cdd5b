/**
 * One line of the decision log, the same in every layer.
 *
 * @module
 */
import type { Reason } from '../reasons.ts'
import {
  type Credential,
  credentialsOf,
  type DecidedRequest,
  type LayerName,
} from './decided-request.ts'
import { grantedSet } from './granted-set.ts'
import { timeText } from './json-text.ts'
import {
  hostOf,
  methodOf,
  originOf,
  pathOf,
  printable,
  requestHeadersOf,
  requestMethodOf,
} from './log-values.ts'

/** The fields after `event` and `time`. None holds a query, a cookie or an authorization value. */
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
  readonly requestId: string | null
  readonly traceId: string | null
  /** Address of the client; null if the layer does not know it. */
  readonly client: string | null
  /** Pseudonym of the user, HMAC-SHA-256 in hex; only if a key for it is configured, and null for an anonymous request. */
  readonly subject?: string | null
  /** Present if another layer denied reading what this one grants (D29): a second line for the same request, with the reason of that layer. */
  readonly withheldBy?: 'upstream'
}

/** A logged decision. */
export interface DecisionEntry extends DecisionLine {
  readonly event: 'decision'
  /** RFC 3339, with milliseconds. */
  readonly time: string
}

/** What only the layer knows about a request. */
export type LineSource = Pick<
  DecisionLine,
  'layer' | 'release' | 'requestId' | 'traceId' | 'client' | 'subject' | 'withheldBy'
>

export function decisionLine(request: DecidedRequest, source: LineSource): DecisionLine {
  const { facts, decision, engine, moment, faultStatus } = request
  const { kind, reach, read, reason, resource, grant, exception, tenant, status } = decision
  const { headers } = facts
  const { layer, release, requestId, traceId, client, subject, withheldBy } = source
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
    set: grantedSet(engine, decision, facts, moment.now),
    exception,
    tenant,
    status: faultStatus ?? (reason === 'rate-limited' ? 429 : status),
    bundle: engine?.digest ?? null,
    release,
    requestId,
    traceId,
    client,
    ...(subject !== undefined && { subject }),
    ...(withheldBy !== undefined && { withheldBy }),
  }
}

/**
 * The line as JSON in printable ASCII, without a line break: no client can forge a line or reach a terminal.
 *
 * @param now Epoch milliseconds.
 */
export function decisionText(line: DecisionLine, now: number): string {
  // Decisions are logged less often than requests, so their line is serialised from a value.
  return printable(`{"event":"decision","time":${timeText(now)},${JSON.stringify(line).slice(1)}`)
}
