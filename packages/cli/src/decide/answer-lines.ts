/**
 * Request lines to decision lines (docs/rules.md#decision-lines): `marque decide` without its streams.
 *
 * @module
 */
import {
  type Context,
  type Decision,
  decide,
  type Engine,
  type Moment,
  type RequestFacts,
} from '@marque/core'
import { createHostCheck } from '@marque/core/hosts'
import { type RequestProblem, readDecideLine } from '@marque/core/wire'
import { LINE_LIMIT, type Line } from './lines.ts'

type LineProblem = Pick<RequestProblem, 'code' | 'message'>

/** `decide` of the engine; tests inject one that throws. */
export type Decide = (
  engine: Engine,
  request: RequestFacts,
  context: Context,
  moment: Moment,
) => Decision

export interface DecideDeps {
  readonly engine: Engine
  /** The instant for a line without `now`, epoch milliseconds. */
  readonly clock: () => number
  readonly decide?: Decide
  /** Called for each request that layers answer with 421 instead, because the policy does not name its host (D2). */
  readonly onMisdirected?: (url: string) => void
}

/** As layers check it without hosts in their own configuration. */
const isServed = createHostCheck([])

const LINE_PROBLEMS: { readonly [fault in Exclude<Line, string>['fault']]: LineProblem } = {
  encoding: { code: 'ERR_REQUEST_ENCODING', message: 'the line is not valid UTF-8' },
  'too-long': {
    code: 'ERR_REQUEST_TOO_LONG',
    message: `the line has more than ${LINE_LIMIT} bytes`,
  },
}

/**
 * Decides each line.
 *
 * @returns The output, one line per request; blank lines are skipped. `unreadable` counts lines that are not requests, `failed`
 *   requests for which the engine threw, which is a defect.
 */
export function answerLines(
  lines: readonly Line[],
  deps: DecideDeps,
): { readonly text: string; readonly unreadable: number; readonly failed: number } {
  let text = ''
  let failed = 0
  let unreadable = 0
  for (const line of lines) {
    if (typeof line === 'string' && line.trim() === '') continue
    const read =
      typeof line === 'string'
        ? readDecideLine(line)
        : { id: 'null', problem: LINE_PROBLEMS[line.fault] }
    if ('problem' in read) {
      unreadable++
      text += `${errorLine(read.id, read.problem)}\n`
      continue
    }
    const { request, context, moment, now = deps.clock() } = read.request
    try {
      const decision = (deps.decide ?? decide)(deps.engine, request, context, {
        ...moment,
        now,
      })
      text += `${answerLine(read.id, decision)}\n`
      if (deps.onMisdirected !== undefined && decision.status !== 400) {
        if (isServed?.(deps.engine, request.url, null) === false) deps.onMisdirected(request.url)
      }
    } catch (error) {
      // The engine never throws by contract; if it does, the other requests are still decided.
      failed++
      const message = `internal error in the engine: ${String(error)}`
      text += `${errorLine(read.id, { code: 'ERR_REQUEST_UNANSWERED', message })}\n`
    }
  }
  return { text, unreadable, failed }
}

/**
 * A decision as one line, without its newline. The keys are in the documented order.
 *
 * @param id JSON text.
 */
function answerLine(id: string, decision: Decision): string {
  const { kind, reach, read, reason, status, resource, grant, exception, tenant } = decision
  const { headers, vary, detail } = decision
  const rest = {
    kind,
    reach,
    read,
    reason,
    status,
    resource,
    grant,
    exception,
    tenant,
    headers,
    vary,
    detail,
  }
  return `{"id":${id},${JSON.stringify(rest).slice(1)}`
}

/** The output line for a request that cannot be decided. */
function errorLine(id: string, error: Pick<RequestProblem, 'code' | 'message'>): string {
  return `{"id":${id},"error":${JSON.stringify({ code: error.code, message: error.message })}}`
}
