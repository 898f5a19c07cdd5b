/**
 * The facts of a request of `node:http` or `node:http2`.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { headerLines, type RequestFacts } from '@marque/core'

export type NodeRequest = IncomingMessage | Http2ServerRequest

/**
 * The request as it came: the raw target, every header line.
 *
 * Routers of Connect and Express cut the prefix of a mount off `url` and keep the whole one in `originalUrl`.
 *
 * @param came The target that came, where the framework keeps it elsewhere.
 */
export function nodeFacts(
  request: NodeRequest,
  scheme: 'http' | 'https',
  came?: string,
): RequestFacts {
  const { originalUrl } = request as { readonly originalUrl?: unknown }
  const target = came ?? (typeof originalUrl === 'string' ? originalUrl : (request.url ?? '/'))
  // An absolute-form target replaces Host (D2); RFC 9112, 3.2.2. Nearly every target begins with `/`.
  const isAbsolute = target.charCodeAt(0) !== 47 && /^[a-z][a-z0-9+.-]*:\/\//i.test(target)
  return {
    method: request.method ?? 'GET',
    url: isAbsolute ? target : `${scheme}://${authorityOf(request)}${target}`,
    headers: headerLines(request.rawHeaders),
  }
}

/** The first Host line, or `:authority`; whether others say something else is judged by the engine (D2). */
function authorityOf({ headers, rawHeaders }: NodeRequest): string {
  const authority = headers[':authority']
  if (typeof authority === 'string') return authority
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') return rawHeaders[at + 1] ?? ''
  }
  return ''
}
