/**
 * What Envoy is answered: whether a request goes on, and what is done to its headers and to those of its answer.
 *
 * @module
 */
import { answerHeaders, type HeaderLine } from '@marque/core'
import { aboutOf, refusal, type ServiceAnswer } from '../answers.ts'
import type { Judged } from '../judge.ts'
import type { CheckResponse } from './messages.ts'

/**
 * A line of the request that goes on, for the filters before the application: names, beside `Access-Control-*`, that the policy owns on the answer.
 * Always there, so that none comes from the client.
 */
const OWNS = 'marque-owns'

/** Lines that the application must not see: only layers of Marque write and read them (D16, D29). */
const NEVER_PASSED_ON = ['marque-decision', 'marque-token'] as const

/** Over gRPC. */
export function checkResponse(judged: Judged): CheckResponse {
  const metadata = aboutOf(judged.decision)
  const refused = refusal(judged)
  if (refused !== null) {
    const { status, headers, body } = refused
    // Envoy counts the body by itself.
    const lines = headers.filter(([name]) => name !== 'content-length')
    return { denied: { status, headers: lines, body }, metadata }
  }
  return {
    ok: {
      requestHeaders: [{ line: ownsOf(judged), action: 'overwrite' }],
      requestHeadersRemoved: NEVER_PASSED_ON,
      answerHeaders: answerHeaders(judged.decision, []).map((line) => ({
        line,
        action: line[0] === 'vary' ? 'append' : 'overwrite',
      })),
    },
    metadata,
  }
}

/** Over HTTP: 200 is yes, and anything else the whole answer to the client. */
export function questionAnswer(judged: Judged): ServiceAnswer {
  const refused = refusal(judged)
  if (refused !== null) return refused
  const lines: readonly HeaderLine[] = [
    ...answerHeaders(judged.decision, []),
    ...aboutOf(judged.decision),
    ownsOf(judged),
    ['x-envoy-auth-headers-to-remove', NEVER_PASSED_ON.join(', ')],
    ['content-length', '0'],
  ]
  return { status: 200, headers: lines, body: '' }
}

/** The application's lines with these names go before the decision's are set: over HTTP Envoy puts the two beside each other. */
function ownsOf({ decision: { removes } }: Judged): HeaderLine {
  return [OWNS, removes.length === 0 ? 'nothing' : removes.join(', ')]
}
