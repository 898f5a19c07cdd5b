/**
 * Marque as middleware uses it: header lines from `rawHeaders`, the URL from target and Host, the decision, the response headers,
 * and the end of the response if the layer answers itself.
 *
 * @module
 */
import { answerHeaders, decide, type Engine, type HeaderLine, problem } from '@marque/core'
import type { Answer } from '../answer.ts'
import type { Contender } from '../contender.ts'
import type { Message } from '../message.ts'
import { engineFor } from '../rules.ts'
import { connectRunner } from './connect.ts'

export const marque: Contender = {
  name: 'Marque',
  option: 'index',
  build: (origins) => {
    const engine = engineFor(origins)
    return connectRunner((message, answer, next) => {
      if (applyDecision(engine, message, answer)) next()
    })
  },
}

/** With the problem document of a denied request (D19). */
export const marqueWithProblem: Contender = {
  name: 'Marque, with the problem document',
  option: 'index',
  build: (origins) => {
    const engine = engineFor(origins)
    return connectRunner((message, answer, next) => {
      const request = {
        method: message.method,
        url: urlOf(message),
        headers: headerLines(message.rawHeaders),
      }
      const decision = decide(engine, request, {}, { now: Date.now() })
      setHeaders(answer, answerHeaders(decision, []))
      if (decision.status === null) return next()
      answer.statusCode = decision.status
      if (decision.status === 204) return void answer.end()
      answer.setHeader('content-type', 'application/problem+json')
      answer.end(JSON.stringify(problem(engine, decision, request)))
    })
  },
}

/** Request parsing only: builds the header lines and the URL for the engine. */
export const marqueReading: Contender = {
  name: 'Marque, request parsing only',
  option: 'none',
  build: () =>
    connectRunner((message, answer, next) => {
      const lines = headerLines(message.rawHeaders)
      const url = urlOf(message)
      answer.setHeader('access-control-allow-origin', lines.length > url.length ? '' : '*')
      next()
    }),
}

function applyDecision(engine: Engine, message: Message, answer: Answer): boolean {
  const headers = headerLines(message.rawHeaders)
  const request = { method: message.method, url: urlOf(message), headers }
  const decision = decide(engine, request, {}, { now: Date.now() })
  setHeaders(answer, answerHeaders(decision, []))
  if (decision.status === null) return true
  answer.statusCode = decision.status
  answer.end()
  return false
}

function setHeaders(answer: Answer, lines: readonly HeaderLine[]): void {
  for (const [name, value] of lines) answer.setHeader(name, value)
}

function urlOf({ headers, url }: Message): string {
  return `https://${headers.host}${url}`
}

function headerLines(raw: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return lines
}
