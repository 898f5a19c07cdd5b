/**
 * The questions that are answered over HTTP, each for one proxy: how it says what it asks, and what it can make of an answer.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { ProxyTrust } from '../exchange/client.ts'
import { requestIdOf } from '../exchange/ids.ts'
import { answerTo, check, checkOrAnswer, fault, type ServiceAnswer } from './answers.ts'
import type { Asked } from './asked.ts'
import { questionAnswer } from './envoy/answers.ts'
import { ENVOY_PREFIX, readQuestion } from './envoy/question.ts'
import { readCaddy, readPassed, readTraefik } from './forwarded.ts'
import type { Judge, Judged } from './judge.ts'
import { readOriginal } from './original.ts'

/** One request to the service. */
export interface Asking {
  readonly method: string
  /** As it came. */
  readonly target: string
  readonly lines: readonly HeaderLine[]
}

export interface QuestionParts {
  readonly judge: Judge
  /** Judges again what was asked before, and tells nobody. */
  readonly judgeAgain: Judge
  readonly trust: ProxyTrust
  /** Hears of what could not be answered, by kind. */
  readonly unreadable: (kind: string) => void
}

interface Dialect {
  read(asking: Asking, trust: ProxyTrust): Asked | 'stripped' | null
  answer(judged: Judged): ServiceAnswer
  /** Whether it is asked after another question about the same request. */
  readonly isSecond?: true
  /** Whether `X-Request-Id` is the proxy's own. */
  readonly hasId: boolean
}

const original = ({ lines }: Asking, trust: ProxyTrust): Asked | null => readOriginal(lines, trust)

const DIALECTS: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ['/nginx/check', { read: original, answer: check, hasId: true }],
  ['/nginx/answer', { read: original, answer: answerTo, hasId: true, isSecond: true }],
  [
    '/caddy/check',
    { read: ({ lines }, trust) => readCaddy(lines, trust), answer: checkOrAnswer, hasId: true },
  ],
  [
    '/traefik/check',
    { read: ({ lines }, trust) => readTraefik(lines, trust), answer: checkOrAnswer, hasId: false },
  ],
])

/** Before the target of a preflight that Traefik passes on to the service. */
const PREFLIGHT = '/traefik/preflight'

const PASSED: Dialect = {
  read: ({ method, target, lines }, trust) =>
    readPassed(method, target.slice(PREFLIGHT.length), lines, trust),
  answer: answerTo,
  hasId: false,
}

/** The target that is asked about follows the prefix. */
const ENVOY: Dialect = {
  read: ({ method, target, lines }, trust) => readQuestion(method, target, lines, trust),
  answer: questionAnswer,
  hasId: true,
}

/** Answers one question. */
export async function answerQuestion(
  { judge, judgeAgain, trust, unreadable }: QuestionParts,
  asking: Asking,
): Promise<ServiceAnswer> {
  const { target, lines } = asking
  const dialect = dialectOf(target)
  if (dialect === undefined) {
    unreadable('no-such-question')
    return fault(404, 'no-such-question', 'nothing is asked here', [])
  }
  const asked = dialect.read(asking, trust)
  if (asked === 'stripped') {
    unreadable('connection')
    return fault(400, 'connection', '`Connection` names a header that is judged', [])
  }
  if (asked === null) {
    unreadable('question-unreadable')
    // 403 and not 400: it is a refusal for nginx, and never an answer of its own.
    return fault(403, 'question-unreadable', 'the proxy does not say what is asked', [])
  }
  const requestId = requestIdOf(lines, dialect.hasId)
  const by = dialect.isSecond === true ? judgeAgain : judge
  return dialect.answer(await by({ ...asked, requestId }))
}

function dialectOf(target: string): Dialect | undefined {
  if (target.startsWith(`${ENVOY_PREFIX}/`)) return ENVOY
  return target.startsWith(`${PREFLIGHT}/`) ? PASSED : DIALECTS.get(target)
}
