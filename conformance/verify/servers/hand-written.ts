/**
 * CORS as an application writes it by hand: right in everything but the flaws that it is given.
 *
 * @module
 */
import {
  answerHeaders,
  type Bundle,
  type Decision,
  decide,
  type HeaderLine,
  ownAnswer,
  prepare,
  type RequestFacts,
} from '@marque/core'
import { bundleOf } from '../policy.ts'
import { type Answer, application } from './application.ts'

/** What is wrong with a server; nothing where all are left out. */
export interface Flaws {
  /** What it enforces; the policy of this folder unless given. */
  readonly bundle?: Bundle
  /** Returns the listed origin that an origin is taken for; the origin itself for none. */
  readonly takenFor?: (origin: string, request: RequestFacts) => string
  /** The request as the server reads it. */
  readonly read?: (request: RequestFacts) => RequestFacts
  /** Called before everything else; null to go on. */
  readonly before?: (request: RequestFacts) => Answer | null
  /** The answer of the application. */
  readonly application?: (request: RequestFacts) => Answer | Promise<Answer>
  /** The answer as it is sent. */
  readonly edit?: (answer: Answer, request: RequestFacts, decision: Decision) => Answer
  readonly now?: () => number
  /** Whether a handshake is accepted. */
  readonly upgrades?: (decision: Decision) => boolean
}

export interface Handler {
  answer(request: RequestFacts): Promise<Answer>
  isUpgraded(request: RequestFacts): boolean
}

/** Enforces the policy with these flaws. */
export function handWritten(flaws: Flaws = {}): Handler {
  const engine = prepare(flaws.bundle ?? bundleOf())
  const { takenFor = (origin) => origin, now = Date.now, upgrades = ({ reach }) => reach } = flaws

  const judge = (received: RequestFacts): readonly [RequestFacts, Decision, string | undefined] => {
    const request = flaws.read?.(received) ?? received
    const origin = headerValue(request.headers, 'origin')
    const listed = origin === undefined ? undefined : takenFor(origin, request)
    const headers = request.headers.map(
      (line): HeaderLine =>
        line[0].toLowerCase() === 'origin' && listed !== undefined ? [line[0], listed] : line,
    )
    const read = { ...request, headers }
    return [read, decide(engine, read, {}, { now: now() }), origin]
  }

  return {
    isUpgraded: (request) => upgrades(judge(request)[1]),
    async answer(request) {
      const early = flaws.before?.(request)
      if (early != null) return early
      const [read, decision, origin] = judge(request)
      const own = ownAnswer(engine, decision, read, '', { now: now() })
      const below =
        own === null ? await (flaws.application ?? application)(request) : { ...own, headers: [] }
      const answer: Answer = {
        status: below.status,
        headers: own === null ? answerHeaders(decision, below.headers) : own.headers,
        body: below.body,
      }
      const allowed = headerValue(answer.headers, 'access-control-allow-origin')
      const echoed =
        allowed === undefined || allowed === '*' || origin === undefined
          ? answer
          : withHeader(answer, 'access-control-allow-origin', origin)
      return flaws.edit?.(echoed, request, decision) ?? echoed
    },
  }
}

/** The first value of a header; names are compared without case. */
export function headerValue(lines: readonly HeaderLine[], name: string): string | undefined {
  return lines.find(([own]) => own.toLowerCase() === name)?.[1]
}

/** The answer without these headers. */
export function without(answer: Answer, ...names: readonly string[]): Answer {
  const headers = answer.headers.filter(([name]) => !names.includes(name.toLowerCase()))
  return { ...answer, headers }
}

/** The answer without its CORS headers. */
export function withoutCors(answer: Answer): Answer {
  const headers = answer.headers.filter(([name]) => !/^access-control-/i.test(name))
  return { ...answer, headers }
}

/** The answer with one more line. */
export function added(answer: Answer, name: string, value: string): Answer {
  return { ...answer, headers: [...answer.headers, [name, value]] }
}

/** The answer with another value, in the place of the old one. */
export function withHeader(answer: Answer, name: string, value: string): Answer {
  const headers = answer.headers.map(
    (line): HeaderLine => (line[0].toLowerCase() === name ? [line[0], value] : line),
  )
  return { ...answer, headers }
}

/** Where the answer has the header, another value. */
export function isPreflight({ method, headers }: RequestFacts): boolean {
  return method === 'OPTIONS' && headerValue(headers, 'access-control-request-method') !== undefined
}
