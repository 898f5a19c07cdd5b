/**
 * What the application saw. The pages show it beside what their browser says, so that "stopped" and "arrived unread" can be told apart;
 * in real life no page can know.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

/** One request that came to the application. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly origin: string | null
  /** Whether the customer's session came with it. */
  readonly hasSession: boolean
}

export interface RequestLog {
  /** Writes a request down under the id in its query, which no decision reads. */
  note(request: IncomingMessage): void
  of(id: string): readonly LoggedRequest[]
}

/** More than a page sends; the oldest are dropped first. */
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
