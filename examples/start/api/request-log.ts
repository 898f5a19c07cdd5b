/**
 * Log of the requests that reached the application. The pages show it next to the browser's result, to distinguish "stopped" from "arrived
 * unread"; a real page has no access to this information.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

/** One request that reached the application. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly origin: string | null
  /** Whether the request carried the customer's session cookie. */
  readonly hasSession: boolean
}

export interface RequestLog {
  /** Records a request under the id in its query, which no decision depends on. */
  note(request: IncomingMessage): void
  of(id: string): readonly LoggedRequest[]
}

/** Maximum entries, more than a page sends; the oldest are dropped first. */
const MOST = 1_000

export function createRequestLog(): RequestLog {
  const seen = new Map<string, LoggedRequest[]>()
  return {
    note(request) {
      const { searchParams, pathname } = new URL(request.url ?? '/', 'http://api')
      const id = searchParams.get('ask')
      if (id === null) return
      const known = seen.get(id) ?? []
      known.push({
        method: request.method ?? '',
        path: pathname,
        origin: request.headers.origin ?? null,
        hasSession: /(?:^|; )session=/.test(request.headers.cookie ?? ''),
      })
      seen.set(id, known)
      const [oldest] = seen.keys()
      if (seen.size > MOST && oldest !== undefined) seen.delete(oldest)
    },
    of: (id) => seen.get(id) ?? [],
  }
}
