/**
 * The curl command that sends a request, so that what was asked of the policy can be asked of the running service.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'
import { shellWord } from '../escaping/index.ts'

/**
 * One command line. It shows status and headers of the answer and sends the method, target and header lines as they were judged.
 *
 * @param request Without control characters.
 */
export function curlLine({ method, url, headers }: RequestFacts): string {
  const words = ['curl', '-sS', '-i']
  // A WebSocket's handshake is one of HTTP/1.1 (RFC 6455, 4.1), and not all builds of curl know `wss`.
  if (headers.some(([name]) => name.toLowerCase() === 'upgrade')) words.push('--http1.1')
  // Else curl resolves dot segments, which is what a policy must judge.
  if (/[/\\]\.{1,2}(?:[/\\?]|$)/.test(url)) words.push('--path-as-is')
  // Else `{a,b}` and `[1-3]` stand for several URLs.
  if (/[{}[\]]/.test(url)) words.push('--globoff')
  if (method === 'HEAD') words.push('--head')
  else if (method !== 'GET') words.push('-X', shellWord(method))
  for (const [name, value] of headers) words.push('-H', shellWord(headerOf(name, value)))
  words.push(shellWord(url.replace(/^ws(s?):/i, 'http$1:')))
  return words.join(' ')
}

/** `Name;` is how curl is told of a header without a value; `Name:` takes one away. */
function headerOf(name: string, value: string): string {
  return value.trim() === '' ? `${name};` : `${name}: ${value}`
}
