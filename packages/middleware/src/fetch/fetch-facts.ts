/**
 * The facts of a Fetch `Request`.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'

/**
 * What the platform still knows of the request. Repeated lines are joined by `, ` already, and the url has been through the platform's parser: it has
 * resolved dot segments and changed `\` to `/`. An adapter that can see the raw target gives it.
 *
 * @param target The raw target, where the runtime shows it.
 * @param host The Host of the request, where it is not that of the url.
 */
export function fetchFacts(
  request: Request,
  scheme: 'http' | 'https',
  target?: string,
  host?: string,
): RequestFacts {
  const headers: HeaderLine[] = []
  for (const [name, value] of request.headers) headers.push([name, value])
  const [, authority = '', rest = '/'] = /^[^:]*:\/\/([^/?#]*)(.*)$/s.exec(request.url) ?? []
  return {
    method: request.method,
    url: `${scheme}://${host ?? request.headers.get('host') ?? authority}${target ?? withoutFragment(rest)}`,
    headers,
  }
}

/** Never sent: what stands behind it is not the server's business. */
function withoutFragment(rest: string): string {
  const end = rest.indexOf('#')
  return end < 0 ? rest : rest.slice(0, end)
}
