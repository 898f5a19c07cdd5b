/**
 * Comparison of a layer's response, and of what reached the application, with a decision.
 *
 * @module
 */
import { answerHeaders, type Decision, type HeaderLine, isPolicyResponseHeader } from '@marque/core'
import type { ResponseHead } from '@marque/testkit/http'
import { HOSTILE_LINES, HOSTILE_STATUS } from '@marque/testkit/upstream'
import { alike, normalLines } from '../normal.ts'

/** The request as the application must receive it, over HTTP/1.1. */
export interface ExpectedRequest {
  readonly method: string
  /** In origin form. */
  readonly target: string
}

/** The response that the decision requires. */
export interface ExpectedResponse {
  /** Null if the request goes on and the hostile upstream responds. */
  readonly status: number | null
  /** The decision whose headers it carries. */
  readonly decision: Decision
}

/**
 * @param reached The requests that reached the hostile upstream.
 * @returns A description of the difference; null without one.
 */
export function differenceOf(
  forwarded: ExpectedRequest,
  expected: ExpectedResponse,
  answer: ResponseHead | null,
  reached: readonly string[],
): string | null {
  if (answer === null) return 'no answer'
  const goesOn = expected.status === null
  if (reached.length !== (goesOn ? 1 : 0))
    return `reached the upstream ${reached.length} times, ${JSON.stringify(reached)}; answered ${answer.status}`
  const status = expected.status ?? HOSTILE_STATUS
  if (answer.status !== status) return `status ${answer.status}, not ${status}`
  if (goesOn && reached[0]?.startsWith(`${forwarded.method} ${forwarded.target} HTTP/1.1`) !== true)
    return `the target reached the upstream as ${reached[0]?.split('\r\n')[0]}`
  const wanted = judged(answerHeaders(expected.decision, goesOn ? HOSTILE_LINES : []))
  const got = judged(answer.headers)
  if (!alike(got, wanted)) return `${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`
  const isStored = !answer.headers.some(
    ([name, value]) => name.toLowerCase() === 'cache-control' && value === 'no-store',
  )
  return status >= 400 && isStored ? 'a refusal that may be stored' : null
}

function judged(lines: readonly HeaderLine[]): HeaderLine[] {
  return normalLines(lines.filter(([name]) => isJudged(name.toLowerCase())))
}

/** Headers that the policy decides; the rest is the application's. */
function isJudged(name: string): boolean {
  return isPolicyResponseHeader(name) || name === 'vary'
}
