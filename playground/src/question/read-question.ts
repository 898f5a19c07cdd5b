/**
 * From the fields of the page to what the engine is asked.
 *
 * Nothing is repaired: an origin with a slash is asked as it stands, and the engine says what is wrong with it. Refused is only what
 * cannot be asked at all.
 *
 * @module
 */
import type { Context } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import { readInstant } from '@marque/core/instant'
import { isRequestProblem, readContext } from '@marque/core/wire'
import type { FieldName, Form } from './form.ts'
import { readHeaderLines } from './read-header-lines.ts'

/** What is asked. */
export interface Question {
  /** `origin` is empty where no browser asks. */
  readonly page: PageRequest
  readonly context: Context
  /** Epoch milliseconds. */
  readonly now: number
}

/** Why a field cannot be read. */
export interface FieldProblem {
  readonly field: FieldName
  readonly message: string
}

const ABSOLUTE = /^(https?|wss?):\/\//i

/** Whether an address opens a WebSocket: script chooses neither method nor headers then, and cookies always travel. */
export function opensSocket(url: string): boolean {
  return /^wss?:/i.test(url)
}

/**
 * Reads the question.
 *
 * @param clock Epoch milliseconds; the instant where the form names none.
 * @returns The question, or every field that stands in its way.
 */
export function readQuestion(
  form: Form,
  clock: number,
): { readonly question: Question } | { readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = []
  const headers = readHeaderLines(form.headers)
  const context = contextIn(form.context)
  const now = form.now.trim() === '' ? clock : readInstant(form.now.trim())
  if (form.method === '')
    problems.push({ field: 'method', message: 'name a method, such as `GET`' })
  if (!ABSOLUTE.test(form.url)) {
    problems.push({ field: 'url', message: 'write the whole address, from `https://` on' })
  }
  if ('wrong' in headers) problems.push({ field: 'headers', message: headers.wrong })
  if ('wrong' in context) problems.push({ field: 'context', message: context.wrong })
  if (now === undefined) {
    problems.push({
      field: 'now',
      message: 'write date, time and offset, such as `2026-11-22T12:00:00Z`',
    })
  }
  if ('wrong' in headers || 'wrong' in context || now === undefined || problems.length > 0) {
    return { problems }
  }
  const { origin, method, url, credentials } = form
  const page = { origin, method, url, headers: headers.lines, credentials }
  return { question: { page, context: context.context, now } }
}

/** The context as JSON; empty for none. */
function contextIn(text: string): { readonly context: Context } | { readonly wrong: string } {
  if (text.trim() === '') return { context: {} }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { wrong: 'invalid JSON; write an object such as `{"roles":["reader"]}`' }
  }
  const context = readContext(value, 'refuse')
  return isRequestProblem(context) ? { wrong: context.message } : { context }
}
