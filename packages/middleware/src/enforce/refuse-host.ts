/**
 * Refusal of requests for hosts that the application does not serve (D2).
 *
 * @module
 */
import {
  answerHeaders,
  type Engine,
  layerHeaders,
  type Moment,
  type RequestFacts,
} from '@marque/core'
import { HOST_NOT_SERVED } from '@marque/core/hosts'
import type { Verdict } from './verdict.ts'

/** The verdict: 421, with the CORS headers that let a page read it which may read the resource (D21). */
export function misdirected(engine: Engine, facts: RequestFacts, moment: Moment): Verdict {
  const layer = layerHeaders(engine, facts, {}, moment)
  const body = JSON.stringify(HOST_NOT_SERVED)
  const decision = { ...layer, reach: false, read: false, grant: null, exception: null }
  return {
    decision,
    ownResponse: {
      status: HOST_NOT_SERVED.status,
      headers: answerHeaders(decision, [
        ['content-type', 'application/problem+json'],
        ['content-length', String(body.length)],
        ['x-content-type-options', 'nosniff'],
      ]),
      body,
    },
    responseHeaders: (lines) => answerHeaders(decision, lines),
    watch: () => () => undefined,
  }
}
