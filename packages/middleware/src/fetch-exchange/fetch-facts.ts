/**
 * The facts of a Fetch `Request`.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'

/**
 * What the platform still knows of the request. Repeated lines are joined by `, ` already, and the url has been through the platform's parser: it has
 * resolved dot segments and changed `\` to `/`. The application routes by the same url, so both judge the same.
 */
export function fetchFacts(request: Request, scheme: 'http' | 'https'): RequestFacts {
  const headers: HeaderLine[] = []
  for (const [name, value] of request.headers) {
    // A line that says `none` must not hide one that says `cross-site`.
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

/** Never sent: what stands behind it is not the server's business. */
function withoutFragment(target: string): string {
  const end = target.indexOf('#')
  return end < 0 ? target : target.slice(0, end)
}
