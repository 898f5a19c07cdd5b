/**
 * Asking the API why: `POST /.well-known/marque/explain`.
 *
 * @module
 */
import type { Reason } from './reason.ts'

/** What the endpoint answers, as far as it is used here. */
export interface Explanation {
  /** Null where it depends on who is logged in. */
  readonly read: boolean | null
  readonly reason: Reason
  readonly title: string
  readonly help: string
  readonly contact: string | null
  readonly requestId: string | null
}

/** `silent`: the server answers and explains nothing. `unreachable`: it does not answer. */
export type Asked = Explanation | 'silent' | 'unreachable'

/** Asks for one failed request. It never rejects. */
export type Ask = (request: Request) => Promise<Asked>

const PATH = '/.well-known/marque/explain'

/** Milliseconds, for a question and its answer. */
const PATIENCE = 4_000

/** Milliseconds for which a page that fails in a loop is told what it was told before. */
const KEPT = 10_000

/** Their values say whether a browser asks first, and none of them is secret (Fetch, CORS-safelisted request-header). */
const SAFELISTED = /^(?:accept(?:-language)?|content-(?:language|type)|range)$/

/**
 * Opens a way to ask.
 *
 * A question goes to the API's own origin without credentials, referrer, query or value of a header that might be secret.
 *
 * @param send The browser's own `fetch`.
 */
export function openAsk(send: typeof fetch): Ask {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<Asked> }>()
  return ({ url, method, headers, credentials }) => {
    const { origin, pathname } = new URL(url)
    const question = JSON.stringify({
      url: origin + pathname,
      method,
      headers: [...headers]
        .slice(0, 64)
        .map(([name, value]) => (SAFELISTED.test(name) ? [name, value] : name)),
      credentials: credentials === 'include',
    })
    const before = kept.get(question)
    if (before !== undefined && Date.now() - before.at < KEPT) return before.answer
    if (kept.size > 31) kept.clear()
    const answer = ask(send, origin + PATH, question)
    kept.set(question, { at: Date.now(), answer })
    return answer
  }
}

async function ask(send: typeof fetch, endpoint: string, question: string): Promise<Asked> {
  const plain = {
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  } as const
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    // A body of text/plain: no preflight.
    const answer = await send(endpoint, { ...plain, method: 'POST', body: question, signal })
    const said: unknown = answer.ok ? await answer.json() : null
    return isExplanation(said) ? said : 'silent'
  } catch {
    try {
      // Whether a server is there at all: an answer that nobody may read is one.
      const signal = AbortSignal.timeout(PATIENCE)
      await send(endpoint, {
        ...plain,
        method: 'HEAD',
        mode: 'no-cors',
        redirect: 'follow',
        signal,
      })
      return 'silent'
    } catch {
      return 'unreachable'
    }
  }
}

function isExplanation(said: unknown): said is Explanation {
  if (typeof said !== 'object' || said === null) return false
  const { format, reason, title, help } = said as { readonly [key: string]: unknown }
  return (
    format === 'marque-explanation/1' &&
    [reason, title, help].every((text) => typeof text === 'string')
  )
}
