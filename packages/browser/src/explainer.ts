/**
 * Explanations of the API: `POST /.well-known/marque/explain`.
 *
 * @module
 */
import type { Reason } from './reason.ts'

/** The response of the endpoint, as far as it is used here. */
export interface Explanation {
  /** Null if it depends on the login. */
  readonly read: boolean | null
  readonly reason: Reason
  readonly title: string
  readonly help: string
  readonly contact: string | null
  readonly requestId: string | null
}

/** `no-explanation`: the server responds without an explanation. `unreachable`: it does not respond. */
export type ExplainResult = Explanation | 'no-explanation' | 'unreachable'

/** Explains one failed request. Never rejects. */
export type Explainer = (request: Request) => Promise<ExplainResult>

const PATH = '/.well-known/marque/explain'

/** For one explanation, milliseconds. */
const TIMEOUT = 4_000

/** How long an explanation is reused, milliseconds: a page may fail in a loop. */
const CACHE_TIME = 10_000

/** Headers whose value decides whether a preflight is needed; none is secret (Fetch, CORS-safelisted request-header). */
const SAFELISTED = /^(?:accept(?:-language)?|content-(?:language|type)|range)$/

/**
 * Creates an explainer.
 *
 * It sends its requests to the API's own origin, without credentials, referrer, query, and values of headers that could be secret.
 *
 * @param send The browser's own `fetch`.
 */
export function newExplainer(send: typeof fetch): Explainer {
  const cache = new Map<string, { readonly at: number; readonly result: Promise<ExplainResult> }>()
  return ({ url, method, headers, credentials }) => {
    const { origin, pathname } = new URL(url)
    const body = JSON.stringify({
      url: origin + pathname,
      method,
      headers: [...headers]
        .slice(0, 64)
        .map(([name, value]) => (SAFELISTED.test(name) ? [name, value] : name)),
      credentials: credentials === 'include',
    })
    const cached = cache.get(body)
    if (cached !== undefined && Date.now() - cached.at < CACHE_TIME) return cached.result
    if (cache.size > 31) cache.clear()
    const result = requestExplanation(send, origin + PATH, body)
    cache.set(body, { at: Date.now(), result })
    return result
  }
}

async function requestExplanation(
  send: typeof fetch,
  endpoint: string,
  body: string,
): Promise<ExplainResult> {
  const init = {
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  } as const
  try {
    const signal = AbortSignal.timeout(TIMEOUT)
    // The content type is text/plain, which needs no preflight.
    const response = await send(endpoint, { ...init, method: 'POST', body, signal })
    const content: unknown = response.ok ? await response.json() : null
    return isExplanation(content) ? content : 'no-explanation'
  } catch {
    try {
      // Check whether the server responds at all: an opaque response is enough.
      const signal = AbortSignal.timeout(TIMEOUT)
      await send(endpoint, {
        ...init,
        method: 'HEAD',
        mode: 'no-cors',
        redirect: 'follow',
        signal,
      })
      return 'no-explanation'
    } catch {
      return 'unreachable'
    }
  }
}

function isExplanation(content: unknown): content is Explanation {
  if (typeof content !== 'object' || content === null) return false
  const { format, reason, title, help } = content as { readonly [key: string]: unknown }
  return (
    format === 'marque-explanation/1' &&
    [reason, title, help].every((text) => typeof text === 'string')
  )
}
