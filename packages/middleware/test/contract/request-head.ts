/**
 * The bytes of a vector's request. Client libraries would repair what is under test.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'

/** In what form the target stands in the request line. */
export type TargetForm = 'origin' | 'absolute'

/** Writes the head of a request; a vector's url is split by hand, as D1 says. */
export function requestHead(
  { method, url, headers }: RequestFacts,
  form: TargetForm,
  more: readonly HeaderLine[] = [],
): Buffer {
  const [, authority = '', target = ''] = /^[^:]*:\/\/([^/?#\\*]*)(.*)$/s.exec(url) ?? []
  const hosts = headers.some(([name]) => name.toLowerCase() === 'host')
    ? []
    : [['Host', authority] as const]
  const others = headers.filter(([name]) => name.toLowerCase() !== 'connection')
  const lines = [...hosts, ...others, ...more, ['Connection', connection(headers)] as const].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  const line = `${method} ${form === 'absolute' ? url : target} HTTP/1.1\r\n`
  return Buffer.from(`${line}${lines.join('')}\r\n`)
}

/** The client closes behind each answer, and keeps what the request says of its connection. */
function connection(headers: readonly HeaderLine[]): string {
  const own = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .map(([, value]) => value)
  return [...own, 'close'].join(', ')
}
