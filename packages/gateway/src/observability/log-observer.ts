/**
 * The access log and the decision log: one JSON object a line, on one stream.
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import {
  decisionLine,
  decisionText,
  hostOf,
  isDenial,
  type LayerName,
  methodOf,
  millisText,
  originOf,
  pathOf,
  quoted,
  quotedOrNull,
  timeText,
  truncate,
  withFault,
} from '@marque/core/telemetry'
import type { PolicySource } from '@marque/sync'
import { type LogSettings, readSecretKey } from '../config/index.ts'
import { FAULTS, type Fault } from '../reply/index.ts'
import type { Exchange } from '../request/index.ts'
import type { DropTally } from './drop-tally.ts'
import type { DropCause, LineSink } from './line-sink.ts'
import type { DecidedRequest, Observer } from './observer.ts'

interface ObservedFault {
  readonly kind: string
  readonly error: string | null
}

/** The pseudonym of a user; `undefined`: no key is configured, and lines have no such field. */
type Pseudonym = (subject: string | null) => string | null | undefined

/** @throws {TypeError} The key file of pseudonyms does not hold a key. */
export function logObserver(
  policy: PolicySource,
  { access, decisions, subjectKeyFile = null }: LogSettings,
  sink: LineSink,
  drops: DropTally,
  layer: LayerName = 'gateway',
): Observer {
  const onAccessDrop = (cause: DropCause): void => drops.add('access', cause)
  const onDecisionDrop = (cause: DropCause): void => drops.add('decision', cause)
  const faults = new WeakMap<Exchange, ObservedFault>()
  const pseudonym: Pseudonym =
    subjectKeyFile === null ? () => undefined : pseudonyms(subjectKeyFile)
  return {
    decided(request, fault) {
      // A host that is not served is an error of the configuration, or an attack.
      const isRefused = isDenial(request.decision) || fault === FAULTS.misdirected
      const share = isRefused ? decisions.denied : decisions.granted
      if (share >= 1 || (share > 0 && Math.random() < share)) {
        sink.write(decisionLineOf(request, policy, layer, pseudonym, { fault }), onDecisionDrop)
      }
    },
    withheld(request) {
      if (decisions.denied > 0)
        sink.write(
          decisionLineOf(request, policy, layer, pseudonym, { withheldBy: 'upstream' }),
          onDecisionDrop,
        )
    },
    finished(exchange) {
      if (access === true || (access === 'failed' && isFailed(exchange, faults)))
        sink.write(accessText(exchange, faults.get(exchange), pseudonym), onAccessDrop)
    },
    failed(exchange, { kind }, error) {
      if (access) faults.set(exchange, { kind, error: error && causeOf(error) })
    },
    limited: () => undefined,
    unreadable(code, clientAddress) {
      if (access) sink.write(unreadableText(layer, code, clientAddress), onAccessDrop)
    },
  }
}

function isFailed(exchange: Exchange, faults: WeakMap<Exchange, ObservedFault>): boolean {
  return isAborted(exchange) || (exchange.status ?? 0) >= 500 || faults.has(exchange)
}

/** An established WebSocket never finishes its HTTP response. */
function isAborted({ status, response }: Exchange): boolean {
  return status !== 101 && !response.writableFinished
}

function decisionLineOf(
  request: DecidedRequest,
  { held }: PolicySource,
  layer: LayerName,
  pseudonym: Pseudonym,
  { fault, withheldBy }: { readonly fault?: Fault | undefined; readonly withheldBy?: 'upstream' },
): string {
  const { engine, requestId, trace, client } = request
  const subject = pseudonym(request.subject)
  const release = engine !== null && held?.engine === engine ? held.release : null
  const line = decisionLine(withFault(request, fault?.status), {
    layer,
    release: release?.number ?? null,
    requestId,
    traceId: trace.traceId,
    client: client.address,
    ...(subject !== undefined && { subject }),
    ...(withheldBy !== undefined && { withheldBy }),
  })
  return decisionText(line, Date.now())
}

/** Holds nothing of the input, which could not be parsed and may contain anything. */
function unreadableText(layer: LayerName, code: string, clientAddress: string | undefined): string {
  return (
    `{"event":"unreadable","time":${timeText(Date.now())},"layer":"${layer}"` +
    `,"code":${quoted(code)},"client":${quotedOrNull(clientAddress ?? null)}}`
  )
}

/** Assembled by hand, since it is written for every request. Names that the gateway chooses need no escaping. */
function accessText(
  exchange: Exchange,
  fault: ObservedFault | undefined,
  pseudonym: Pseudonym,
): string {
  const { facts, decision, request, client, requestId, trace, startedAt } = exchange
  const { status, upstream } = exchange
  const isRefused = fault !== undefined && upstream === null
  const subject = pseudonym(exchange.subject)
  return (
    `{"event":"access","time":${timeText(Date.now())},"layer":"gateway"` +
    `,"method":${quoted(methodOf(facts.method))},"scheme":"${client.scheme}"` +
    `,"host":${quoted(hostOf(facts))},"path":${quoted(pathOf(facts))}` +
    `,"origin":${quotedOrNull(originOf(facts.headers))},"reach":${decision.reach && !isRefused},"read":${decision.read && !isRefused}` +
    `,"protocol":"${request.httpVersion}","status":${status},"aborted":${isAborted(exchange)}` +
    `,"durationMs":${millisText(performance.now() - startedAt)},"kind":"${decision.kind}","reason":"${decision.reason}"` +
    `,"resource":${quotedOrNull(decision.resource)},"upstream":${quotedOrNull(upstream)}` +
    `,"fault":${quotedOrNull(fault?.kind ?? null)},"error":${quotedOrNull(fault?.error ?? null)}` +
    `,"requestId":"${requestId}","traceId":"${trace.traceId}","client":${quoted(client.address)}` +
    `${subject === undefined ? '' : `,"subject":${quotedOrNull(subject)}`}}`
  )
}

/** HMAC-SHA-256 of issuer and user: whoever has the key can tell whether a line is of a user that they know, and nobody else can. */
function pseudonyms(keyFile: string): Pseudonym {
  const key = readSecretKey(keyFile)
  return (subject) =>
    subject === null ? null : createHmac('sha256', key).update(subject).digest('hex')
}

/** Code and message of the underlying error, which may name internal addresses: logs are for operators. */
function causeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return truncate(code + error.message, 200)
}
