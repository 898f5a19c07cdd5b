/**
 * A vector's request as HTTP/2 carries it (RFC 9113, RFC 8441): what is sent, and what arrives of it.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import { partsOf } from './request-bytes.ts'

/** How the host is named (RFC 9113, 8.3.1): by a client, by one that makes HTTP/2 of a message of HTTP/1.1, by a careful one. */
export type HostForm = 'authority' | 'host' | 'authority and host'

export interface Carried {
  readonly form: HostForm
  /** Pseudo-header fields first. A character is a byte. */
  readonly lines: readonly HeaderLine[]
  /** What a server must judge: without the lines whose value none may have. Such a line is malformed, and servers leave it out or refuse the request. */
  readonly facts: RequestFacts
}

/** Of one connection of HTTP/1.1; HTTP/2 has none of them (RFC 9113, 8.2.2). */
const OF_CONNECTION = /^(?:connection|keep-alive|proxy-connection|transfer-encoding|upgrade)$/

/** The vector in each form that can say it. A WebSocket's handshake becomes an extended CONNECT. */
export function carriedForms(request: RequestFacts): readonly Carried[] {
  const lower = request.headers.map(([name, value]): HeaderLine => [name.toLowerCase(), value])
  const protocol = isHandshake(request.method, lower)
    ? 'websocket'
    : lower.find(([name]) => name === ':protocol')?.[1]
  const method = protocol === undefined ? request.method : 'CONNECT'
  const fields = lower
    .filter(([name]) => !name.startsWith(':') && !OF_CONNECTION.test(name))
    .map(([name, value]): HeaderLine => [name, asBytes(value)])
  const says = fields.some(([name]) => name === 'host')
  // A CONNECT names its authority (RFC 9113, 8.5), and where a Host line is part of the vector nothing else stands in its place.
  const forms: readonly HostForm[] = says
    ? ['authority and host']
    : method === 'CONNECT'
      ? ['authority', 'authority and host']
      : ['authority', 'host', 'authority and host']
  const { scheme, authority, target } = partsOf(request.url)
  // A CONNECT without a protocol has an authority and nothing else.
  const isTunnel = method === 'CONNECT' && protocol === undefined
  return forms.map((form) => {
    const lines: HeaderLine[] = [
      [':method', method],
      ...(isTunnel ? [] : [[':scheme', 'https'] as const, [':path', asBytes(target)] as const]),
      ...(form === 'host' ? [] : [[':authority', asBytes(authority)] as const]),
      ...(protocol === undefined ? [] : [[':protocol', protocol] as const]),
      ...(form === 'authority' || says ? [] : [['host', asBytes(authority)] as const]),
      ...fields,
      // The other end of the connection is a proxy that is trusted; what it says of a client in clear is told here.
      ...(scheme === 'http' ? [['x-forwarded-proto', 'http'] as const] : []),
    ]
    return {
      form,
      lines,
      facts: {
        method,
        url: `${scheme}://${asBytes(authority)}${isTunnel ? '' : asBytes(target)}`,
        headers: lines.filter(([, value]) => isValue(value)),
      },
    }
  })
}

/** RFC 6455, 4.2.1. */
function isHandshake(method: string, lines: readonly HeaderLine[]): boolean {
  const has = (field: string, wanted: string): boolean =>
    lines.some(
      ([name, value]) =>
        name === field &&
        value
          .toLowerCase()
          .split(',')
          .some((part) => part.trim() === wanted),
    )
  return method === 'GET' && has('connection', 'upgrade') && has('upgrade', 'websocket')
}

/** RFC 9113, 8.2.1: no line end, no NUL, no white space at either end. */
function isValue(value: string): boolean {
  return !/[\r\n\0]|^[ \t]|[ \t]$/.test(value)
}

/** Text that no byte holds is sent as UTF-8, whose bytes arrive as characters. */
function asBytes(text: string): string {
  return /[\u0100-\uffff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}
