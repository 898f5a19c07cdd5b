/**
 * The access log and the decision log: one line of JSON each, on one stream.
 *
 * @module
 */
import type { Reason } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import type { Fault } from '../../answer/faults.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import type { Observer } from '../../serve/stages.ts'
import type { LogSettings } from '../../settings/settings.ts'
import { type DecisionLine, decisionLine, type LayerName } from './decision-line.ts'
import type { DropTally } from './drop-tally.ts'
import { millisText, quoted, quotedOrNull, timeText } from './json-text.ts'
import type { DropCause, LineSink } from './line-sink.ts'
import { cut, hostOf, methodOf, pathOf, printable } from './shown.ts'

/** What a share of `log.decisions.granted` means; the rest is denied. */
const GRANTED: ReadonlySet<Reason> = new Set([
  'granted',
  'granted-any',
  'reach-only',
  'same-origin',
  'not-cors',
])

interface SeenFault {
  readonly kind: string
  readonly error: string | null
}

export function logObserver(
  policy: PolicySource,
  { access, decisions }: LogSettings,
  sink: LineSink,
  drops: DropTally,
  layer: LayerName = 'gateway',
): Observer {
  const onAccessDrop = (cause: DropCause): void => drops.add('access', cause)
  const onDecisionDrop = (cause: DropCause): void => drops.add('decision', cause)
  const faults = new WeakMap<Exchange, SeenFault>()
  return {
    decided(exchange) {
      const share = GRANTED.has(exchange.decision.reason) ? decisions.granted : decisions.denied
      if (share >= 1 || (share > 0 && Math.random() < share)) {
        sink.write(decisionText(decisionLine(exchange, policy, layer)), onDecisionDrop)
      }
    },
    finished(exchange) {
      if (access === true || (access === 'failed' && isFailed(exchange, faults)))
        sink.write(accessText(exchange, faults.get(exchange)), onAccessDrop)
    },
    failed(exchange, fault: Fault, error) {
      if (access) faults.set(exchange, { kind: fault.kind, error: error && causeOf(error) })
    },
    limited: () => undefined,
    unreadable(code, client) {
      if (access) sink.write(unreadableText(layer, code, client), onAccessDrop)
    },
  }
}

function isFailed(exchange: Exchange, faults: WeakMap<Exchange, SeenFault>): boolean {
  return isAborted(exchange) || (exchange.status ?? 0) >= 500 || faults.has(exchange)
}

/** A socket that was opened ends in its own way. */
function isAborted({ status, response }: Exchange): boolean {
  return status !== 101 && !response.writableFinished
}

/** The line of a decision: rarer than those of requests, so what is logged is a value first. */
function decisionText(line: DecisionLine): string {
  return printable(
    `{"event":"decision","time":${timeText(Date.now())},${JSON.stringify(line).slice(1)}`,
  )
}

/** Nothing of what came stands in it: it was not understood, and may be anything. */
function unreadableText(layer: LayerName, code: string, client: string | undefined): string {
  return (
    `{"event":"unreadable","time":${timeText(Date.now())},"layer":"${layer}"` +
    `,"code":${quoted(code)},"client":${quotedOrNull(client ?? null)}}`
  )
}

/** Put together by hand: one is written for each request. What the gateway itself names needs no escape. */
function accessText(exchange: Exchange, fault: SeenFault | undefined): string {
  const { facts, decision, request, client, requestId, trace, startedAt } = exchange
  const { status, upstream } = exchange
  return (
    `{"event":"access","time":${timeText(Date.now())},"layer":"gateway"` +
    `,"method":${quoted(methodOf(facts.method))},"scheme":"${client.scheme}"` +
    `,"host":${quoted(hostOf(facts))},"path":${quoted(pathOf(facts))}` +
    `,"protocol":"${request.httpVersion}","status":${status},"aborted":${isAborted(exchange)}` +
    `,"durationMs":${millisText(performance.now() - startedAt)},"kind":"${decision.kind}","reason":"${decision.reason}"` +
    `,"resource":${quotedOrNull(decision.resource)},"upstream":${quotedOrNull(upstream)}` +
    `,"fault":${quotedOrNull(fault?.kind ?? null)},"error":${quotedOrNull(fault?.error ?? null)}` +
    `,"requestId":"${requestId}","traceId":"${trace.traceId}","client":${quoted(client.address)}}`
  )
}

/** The name of what went wrong below; it may hold an address of the inside, which is for operators. */
function causeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return cut(code + error.message, 200)
}
