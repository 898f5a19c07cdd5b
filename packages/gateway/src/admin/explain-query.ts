/**
 * Explain requests in the query of a URL, for people: `?origin=&method=&url=&header=name:value&cookie=yes`.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'

const PARAMETERS: ReadonlySet<string> = new Set(['origin', 'method', 'url', 'header', 'cookie'])

/** @returns The request, or one sentence about the first problem. */
export function readExplainQuery(
  query: URLSearchParams,
): RequestFacts | { readonly problem: string } {
  if ([...query.keys()].some((name) => !PARAMETERS.has(name)))
    return { problem: 'unknown parameter; the parameters are origin, method, url, header, cookie' }
  const url = query.get('url')
  if (url === null) return { problem: '`url` is required' }
  const headers: HeaderLine[] = []
  const origin = query.get('origin')
  if (origin !== null) headers.push(['Origin', origin])
  for (const line of query.getAll('header')) {
    const [, name, value = ''] = /^([^:]+):\s*(.*)$/s.exec(line) ?? []
    if (name === undefined) return { problem: '`header` must have the form `name:value`' }
    headers.push([name, value])
  }
  if (query.get('cookie') === 'yes') headers.push(['Cookie', 'any=1'])
  return { method: query.get('method') ?? 'GET', url, headers }
}
