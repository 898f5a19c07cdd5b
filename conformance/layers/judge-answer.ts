/**
 * What a layer must have answered, and what must have reached the application, for a decision.
 *
 * @module
 */
import { answerHeaders, type Decision, type HeaderLine, isPolicyResponseHeader } from '@marque/core'
import type { ResponseHead } from '@marque/testkit/http'
import { HOSTILE_LINES, HOSTILE_STATUS } from '@marque/testkit/upstream'
import { alike, normalLines } from '../normal.ts'

/** How the application must see a request that goes on: by HTTP/1.1. */
export interface Passed {
  readonly method: string
  /** In origin form. */
  readonly target: string
}

/** The answer that is due. */
export interface Due {
  /** Null where the request goes on, and the hostile upstream answers. */
  readonly status: number | null
  /** Whose headers it carries. */
  readonly decision: Decision
}

/**
 * @param reached What came to the hostile upstream.
 * @returns In words; null where nothing differs.
 */
export function differenceOf(
  passed: Passed,
  due: Due,
  answer: ResponseHead | null,
  reached: readonly string[],
): string | null {
  if (answer === null) return 'no answer'
  const goesOn = due.status === null
  if (reached.length !== (goesOn ? 1 : 0))
    return `reached the upstream ${reached.length} times, ${JSON.stringify(reached)}; answered ${answer.status}`
  const status = due.status ?? HOSTILE_STATUS
  if (answer.status !== status) return `status ${answer.status}, not ${status}`
  if (goesOn && reached[0]?.startsWith(`${passed.method} ${passed.target} HTTP/1.1`) !== true)
    return `the target reached the upstream as ${reached[0]?.split('\r\n')[0]}`
  const wanted = judged(answerHeaders(due.decision, goesOn ? HOSTILE_LINES : []))
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
