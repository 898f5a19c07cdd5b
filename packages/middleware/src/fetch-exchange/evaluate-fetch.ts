/**
 * A Fetch request evaluated, on runtimes that do not expose an exchange of Node.
 *
 * @module
 */

import type { RequestFacts } from '@marque/core'
import type { ReadBody } from '@marque/core/explain-endpoint'
import type { Enforcer, Verdict } from '../enforce/index.ts'

/** How long a client may take to send the body of an explain request, milliseconds. */
const TIMEOUT = 5_000

/**
 * Answers a request to the explain endpoint, and evaluates all others.
 *
 * @param subject The argument of the application's `context`.
 * @throws What `context` throws.
 */
export function evaluateFetch<Subject>(
  enforcer: Enforcer<Subject>,
  facts: RequestFacts,
  request: Request,
  subject: Subject,
): Verdict | Promise<Verdict> {
  const connection = () => ({ peer: '', readBody: (limit: number) => readText(request, limit) })
  return (
    enforcer.refuseHost(facts, null) ??
    enforcer.explain(facts, subject, connection) ??
    enforcer.evaluate(facts, subject)
  )
}

async function readText({ body, bodyUsed }: Request, limit: number): ReturnType<ReadBody> {
  if (bodyUsed) return 'already-read'
  if (body === null) return ''
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    reader.cancel().catch(() => undefined)
  }, TIMEOUT)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (isLate) return 'too-slow'
      if (done) return text + decoder.decode()
      length += value.length
      if (length > limit) {
        reader.cancel().catch(() => undefined)
        return 'too-large'
      }
      text += decoder.decode(value, { stream: true })
    }
  } finally {
    clearTimeout(timer)
  }
}
