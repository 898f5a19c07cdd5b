/**
 * The facts of a request of `node:http` or `node:http2`.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { headerLines, type RequestFacts } from '@marque/core'

/**
 * The request as it came: the raw target, every header line.
 *
 * @param target The original one, where a router has cut a prefix off `request.url` (Express, Connect).
 */
export function nodeFacts(
  request: IncomingMessage | Http2ServerRequest,
  scheme: 'http' | 'https',
  target: string = request.url ?? '/',
): RequestFacts {
  const method = request.method ?? 'GET'
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(target)
  return {
    method,
    // An absolute-form target replaces Host (D2); RFC 9112, 3.2.2.
    url: isAbsolute ? target : `${scheme}://${authorityOf(request)}${target}`,
    headers: headerLines(request.rawHeaders),
  }
}

/** The first Host line, or `:authority`; whether others say something else is judged by the engine (D2). */
function authorityOf({ headers, rawHeaders }: IncomingMessage | Http2ServerRequest): string {
  const authority = headers[':authority']
  if (typeof authority === 'string') return authority
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'host') return rawHeaders[at + 1] ?? ''
  }
  return ''
}
