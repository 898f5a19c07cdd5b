/**
 * A vector's request as the bytes of HTTP/1.1.
 *
 * @module
 */
import type { RequestFacts, Vector } from '@marque/core'

/** Why a vector cannot be sent over HTTP/1.1; null where it can. */
export function inexpressible({ in: { request } }: Vector): string | null {
  const { method, url, headers } = request
  if (method === 'CONNECT') return 'extended CONNECT is of HTTP/2'
  if (headers.some(([name]) => name.startsWith(':'))) return 'pseudo-header fields are of HTTP/2'
  if (!/^[a-z][a-z0-9+.-]*:\/\//.test(url)) return 'a url without a scheme has no request line'
  if (/[\u0100-\uffff]/.test(headers.flat().join(''))) return 'a character is more than a byte'
  if (/[\r\n\0]/.test(url + headers.flat().join(''))) return 'the bytes would end the line'
  if (headers.some(([, value]) => /^[ \t]/.test(value) || ' \t'.includes(value.at(-1) ?? '-')))
    return 'white space around a value is no part of it (RFC 9110, 5.5)'
  return null
}

/** The parts of a url that a message carries. */
export interface UrlParts {
  /** As the client sees it; that of a WebSocket is the one below it. */
  readonly scheme: 'http' | 'https'
  readonly authority: string
  /** In origin form: what starts otherwise gets a slash. */
  readonly target: string
}

export function partsOf(url: string): UrlParts {
  const [, scheme = '', authority = '', rest = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\*]*)(.*)$/s.exec(url) ?? []
  return {
    scheme: scheme === 'https' || scheme === 'wss' ? 'https' : 'http',
    authority,
    target: /^[/*]/.test(rest) ? rest : `/${rest}`,
  }
}

/** The target in origin form; where Host says otherwise than the url, in absolute form. */
export function requestBytes({ method, url, headers }: RequestFacts): Buffer {
  const { scheme, authority, target } = partsOf(url)
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host')
  const isOwn = hosts.length === 0 || (hosts.length === 1 && hosts[0]?.[1] === authority)
  const lines = [
    `${method} ${isOwn ? target : url} HTTP/1.1`,
    ...(hosts.length === 0 ? [`Host: ${authority}`] : []),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `X-Forwarded-Proto: ${scheme}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}
