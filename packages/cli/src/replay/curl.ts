/**
 * A curl command line that sends an explained request to the running service.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'
import { shellWord } from '../escaping/index.ts'

/**
 * Formats one command line. It prints status and headers of the response, and sends method, target and header lines exactly as they were
 * evaluated.
 *
 * @param request Without control characters.
 */
export function curlLine({ method, url, headers }: RequestFacts): string {
  const words = ['curl', '-sS', '-i']
  // A WebSocket handshake is an HTTP/1.1 request (RFC 6455, 4.1), and not every build of curl supports `wss`.
  if (headers.some(([name]) => name.toLowerCase() === 'upgrade')) words.push('--http1.1')
  // By default curl resolves dot segments, which the policy must see.
  if (/[/\\]\.{1,2}(?:[/\\?]|$)/.test(url)) words.push('--path-as-is')
  // By default curl expands `{a,b}` and `[1-3]` to several URLs.
  if (/[{}[\]]/.test(url)) words.push('--globoff')
  if (method === 'HEAD') words.push('--head')
  else if (method !== 'GET') words.push('-X', shellWord(method))
  for (const [name, value] of headers) words.push('-H', shellWord(headerOf(name, value)))
  words.push(shellWord(url.replace(/^ws(s?):/i, 'http$1:')))
  return words.join(' ')
}

/** curl sends a header with an empty value for `Name;`, and removes one for `Name:`. */
function headerOf(name: string, value: string): string {
  return value.trim() === '' ? `${name};` : `${name}: ${value}`
}
