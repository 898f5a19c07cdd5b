/**
 * Requests below `/.well-known/marque/`: the explain endpoint for pages, and 404 for all other paths.
 *
 * @module
 */
import {
  type ExplainAnswer,
  type ExplainFault,
  explainEndpoint,
} from '@marque/core/explain-endpoint'
import type { Observer } from '../observability/index.ts'
import { FAULTS, type Fault, writeHead } from '../reply/index.ts'
import { type Exchange, readBody, requestTarget } from '../request/index.ts'

/** Answers requests below the prefix. */
export function reservedAnswers(
  observer: Pick<Observer, 'failed' | 'limited'>,
): (exchange: Exchange) => void {
  const explain = explainEndpoint(() => performance.now())
  return (exchange) => {
    const { facts, client, engine, moment, requestId, request, response } = exchange
    explain({
      facts,
      path: requestTarget(facts).replace(/\?.*$/s, ''),
      client: client.address,
      engine,
      moment,
      requestId,
      readBody: (limit) => new Promise((resolve) => readBody(request, limit, resolve)),
    }).then(
      (answer) => {
        if (answer.fault !== null) report(observer, exchange, answer.fault)
        if (!response.destroyed) send(exchange, answer)
      },
      () => response.destroy(),
    )
  }
}

/** Faults of the endpoint as those of the gateway, for logs and metrics. */
function report(
  observer: Pick<Observer, 'failed' | 'limited'>,
  exchange: Exchange,
  { status, kind, title }: ExplainFault,
): void {
  if (status === 429) observer.limited(exchange, 'explain')
  const fault: Fault = Object.values(FAULTS).find((one) => one.kind === kind) ?? {
    status,
    kind,
    title,
  }
  observer.failed(exchange, fault, null)
}

function send(exchange: Exchange, { status, headers, body, fault }: ExplainAnswer): void {
  const { request, response } = exchange
  const closes = fault?.isUnread === true && request.httpVersionMajor === 1
  exchange.status = status
  writeHead(response, status, closes ? [...headers, ['connection', 'close']] : headers)
  response.end(body)
}
