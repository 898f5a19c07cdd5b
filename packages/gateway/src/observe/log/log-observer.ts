/**
 * The access log and the decision log: one line of JSON each, on one stream.
 *
 * @module
 */
import type { Reason } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import { type Logger, pino } from 'pino'
import type { Fault } from '../../answer/faults.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import type { Observer } from '../../serve/stages.ts'
import type { LogSettings } from '../../settings/settings.ts'
import { decisionLine } from './decision-line.ts'
import type { DropTally } from './drop-tally.ts'
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

export function logObserver(
  policy: PolicySource,
  { access, decisions }: LogSettings,
  sink: LineSink,
  drops: DropTally,
): Observer {
  const log = loggerOn(sink, drops)
  const faults = new WeakMap<Exchange, { readonly kind: string; readonly error: string | null }>()
  return {
    decided(exchange) {
      const share = GRANTED.has(exchange.decision.reason) ? decisions.granted : decisions.denied
      if (share >= 1 || (share > 0 && Math.random() < share)) {
        log.decision(decisionLine(exchange, policy))
      }
    },
    finished(exchange) {
      if (access) log.access(accessLine(exchange, faults.get(exchange) ?? null))
    },
    failed(exchange, fault: Fault, error) {
      if (access) faults.set(exchange, { kind: fault.kind, error: error && causeOf(error) })
    },
    limited: () => undefined,
  }
}

/** Levels are the events, so that the first field of a line names its kind; nothing of this machine or process is added. */
function loggerOn(sink: LineSink, drops: DropTally): Logger<'access' | 'decision'> {
  const drop = {
    access: (cause: DropCause) => drops.add('access', cause),
    decision: (cause: DropCause) => drops.add('decision', cause),
  }
  const stream = {
    write: (line: string) =>
      sink.write(
        printable(line.trimEnd()),
        line.startsWith('{"event":"decision"') ? drop.decision : drop.access,
      ),
  }
  return pino(
    {
      base: null,
      level: 'access',
      customLevels: { access: 30, decision: 31 },
      useOnlyCustomLevels: true,
      formatters: { level: (event) => ({ event }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    stream,
  )
}

function accessLine(
  exchange: Exchange,
  fault: { readonly kind: string; readonly error: string | null } | null,
): object {
  const { facts, decision, request, response, client, requestId, trace, startedAt } = exchange
  return {
    layer: 'gateway',
    method: methodOf(facts.method),
    scheme: client.scheme,
    host: hostOf(facts),
    path: pathOf(facts),
    protocol: request.httpVersion,
    status: exchange.status,
    // A socket that was opened ends in its own way.
    aborted: exchange.status !== 101 && !response.writableFinished,
    durationMs: Math.round((performance.now() - startedAt) * 1_000) / 1_000,
    kind: decision.kind,
    reason: decision.reason,
    resource: decision.resource,
    upstream: exchange.upstream,
    fault: fault?.kind ?? null,
    error: fault?.error ?? null,
    requestId,
    traceId: trace.traceId,
    client: client.address,
  }
}

/** The name of what went wrong below; it may hold an address of the inside, which is for operators. */
function causeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return cut(code + error.message, 200)
}
