/**
 * Middleware of the form `(request, response, next)`, as called by Express and connect.
 *
 * @module
 */
import { Answer } from '../answer.ts'
import type { SyncRunner } from '../contender.ts'
import type { Message } from '../message.ts'

export type ConnectMiddleware = (request: Message, answer: Answer, next: () => void) => void

interface Exchange {
  readonly message: Message
  readonly answer: Answer
}

function next(): void {}

export function connectRunner(middleware: ConnectMiddleware): SyncRunner<Exchange> {
  return {
    async: false,
    open: (message) => ({ message, answer: new Answer() }),
    run: ({ message, answer }) => middleware(message, answer, next),
    idle: ({ message, answer }) => idle(message, answer, next),
    read: ({ answer }, name) => {
      const value = answer.getHeader(name)
      return value === undefined ? null : String(value)
    },
  }
}

const idle: ConnectMiddleware = (_, answer, next) => {
  answer.setHeader('Access-Control-Allow-Origin', '*')
  next()
}
