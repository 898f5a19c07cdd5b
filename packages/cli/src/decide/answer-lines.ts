/**
 * Lines of questions to lines of answers: the whole of `decide` but its streams.
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
import { type RequestProblem, readDecideLine } from '@marque/core/wire'
import { answerLine, errorLine } from './answer.ts'
import { LINE_LIMIT, type Line } from './lines.ts'

type LineProblem = Pick<RequestProblem, 'code' | 'message'>

/** The engine's function, so that a test can put a failing one in its place. */
export type Decide = (
  engine: Engine,
  request: RequestFacts,
  context: Context,
  moment: Moment,
) => Decision

export interface Answering {
  readonly engine: Engine
  /** The instant of a line that names none, epoch milliseconds. */
  readonly clock: () => number
  readonly decide?: Decide
}

const FAULTS: { readonly [fault in Exclude<Line, string>['fault']]: LineProblem } = {
  encoding: { code: 'ERR_REQUEST_ENCODING', message: 'the line is not valid UTF-8' },
  'too-long': {
    code: 'ERR_REQUEST_TOO_LONG',
    message: `the line has more than ${LINE_LIMIT} bytes`,
  },
}

/**
 * Answers lines.
 *
 * @returns The text to write, each answer with its newline, blank lines left out; and how many questions the engine failed on,
 *   which it never should.
 */
export function answerLines(
  lines: readonly Line[],
  answering: Answering,
): { readonly text: string; readonly failed: number } {
  let text = ''
  let failed = 0
  for (const line of lines) {
    if (typeof line === 'string' && line.trim() === '') continue
    const read =
      typeof line === 'string' ? readDecideLine(line) : { id: 'null', problem: FAULTS[line.fault] }
    if ('problem' in read) {
      text += `${errorLine(read.id, read.problem)}\n`
      continue
    }
    const { request, context, moment, now = answering.clock() } = read.request
    try {
      const decision = (answering.decide ?? decide)(answering.engine, request, context, {
        ...moment,
        now,
      })
      text += `${answerLine(read.id, decision)}\n`
    } catch (error) {
      // The engine is total; should it fail once, the other questions are answered all the same.
      failed++
      const message = `the engine failed, which is a defect of Marque: ${String(error)}`
      text += `${errorLine(read.id, { code: 'ERR_REQUEST_UNANSWERED', message })}\n`
    }
  }
  return { text, failed }
}
