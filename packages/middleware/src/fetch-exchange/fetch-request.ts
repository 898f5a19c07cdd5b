/**
 * The facts of a Fetch `Request`.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import { isInternalHeader } from '../enforce/index.ts'

/**
 * The request as far as the platform has kept it. Repeated lines are joined by `, `, and the platform's URL parser has resolved dot segments and changed `\`
 * to `/`. The application routes by the same url, so that both evaluate the same request.
 */
export function fetchFacts(request: Request, scheme: 'http' | 'https'): RequestFacts {
  const headers: HeaderLine[] = []
  for (const [name, value] of request.headers) {
    // In a joined value `none` must not hide `cross-site`.
    if (name.startsWith('sec-fetch-') && value.includes(',')) {
      for (const part of value.split(',')) headers.push([name, part.trim()])
    } else headers.push([name, value])
  }
  const [, authority = '', target = '/'] = /^[^:]*:\/\/([^/?#]*)(.*)$/s.exec(request.url) ?? []
  return {
    method: request.method,
    url: `${scheme}://${request.headers.get('host') ?? authority}${withoutFragment(target)}`,
    headers,
  }
}

/** A fragment is never sent in a request. */
function withoutFragment(target: string): string {
  const end = target.indexOf('#')
  return end < 0 ? target : target.slice(0, end)
}

/**
 * Removes headers that only Marque layers read.
 *
 * @returns The same request if its headers can be changed, else a copy with the same body.
 */
export function withoutInternalHeaders(request: Request, { headers }: RequestFacts): Request {
  const names = headers.map(([name]) => name).filter(isInternalHeader)
  if (names.length === 0) return request
  try {
    for (const name of names) request.headers.delete(name)
    if (names.every((name) => !request.headers.has(name))) return request
  } catch {
    // On some platforms (Workers) the headers of a received request are immutable.
  }
  const kept = [...request.headers].filter(([name]) => !isInternalHeader(name))
  return new Request(request, { headers: kept })
}
