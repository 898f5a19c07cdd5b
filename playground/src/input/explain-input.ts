/**
 * Parses the fields of the page into the input of the engine.
 *
 * Values are not corrected: an origin with a trailing slash is evaluated as entered, and the steps show what is problem with it. Only input
 * that cannot be evaluated is rejected.
 *
 * @module
 */
import type { Context } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import { readInstant } from '@marque/core/instant'
import { isRequestProblem, readContext } from '@marque/core/wire'
import type { FieldName, Form } from './form.ts'
import { readHeaderLines } from './read-header-lines.ts'

/** A request to explain. */
export interface ExplainInput {
  /** `origin` is empty for clients other than browsers. */
  readonly page: PageRequest
  readonly context: Context
  /** Epoch milliseconds. */
  readonly now: number
}

/** An invalid field. */
export interface FieldProblem {
  readonly field: FieldName
  readonly message: string
}

const ABSOLUTE = /^(https?|wss?):\/\//i

/** Whether a URL is a WebSocket handshake, for which script chooses neither method nor headers, and cookies are always sent. */
export function isWebSocketUrl(url: string): boolean {
  return /^wss?:/i.test(url)
}

/**
 * Parses the form.
 *
 * @param clock Epoch milliseconds; used if the form has no instant.
 * @returns The input, or the problem of every invalid field.
 */
export function readExplainInput(
  form: Form,
  clock: number,
): { readonly input: ExplainInput } | { readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = []
  const headers = readHeaderLines(form.headers)
  const context = contextIn(form.context)
  const now = form.now.trim() === '' ? clock : readInstant(form.now.trim())
  if (form.method === '')
    problems.push({ field: 'method', message: 'required; a method such as `GET`' })
  if (!ABSOLUTE.test(form.url)) {
    problems.push({ field: 'url', message: 'expected an absolute URL that starts with `https://`' })
  }
  if ('problem' in headers) problems.push({ field: 'headers', message: headers.problem })
  if ('problem' in context) problems.push({ field: 'context', message: context.problem })
  if (now === undefined) {
    problems.push({
      field: 'now',
      message: 'expected an RFC 3339 date and time with an offset, such as `2026-11-22T12:00:00Z`',
    })
  }
  if ('problem' in headers || 'problem' in context || now === undefined || problems.length > 0) {
    return { problems }
  }
  const { origin, method, url, credentials } = form
  const page = { origin, method, url, headers: headers.lines, credentials }
  return { input: { page, context: context.context, now } }
}

/** Parses the context; an empty text is an empty context. */
function contextIn(text: string): { readonly context: Context } | { readonly problem: string } {
  if (text.trim() === '') return { context: {} }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'invalid JSON; expected an object such as `{"roles":["reader"]}`' }
  }
  const context = readContext(value, 'refuse')
  return isRequestProblem(context) ? { problem: context.message } : { context }
}
