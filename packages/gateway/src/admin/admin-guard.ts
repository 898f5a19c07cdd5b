/**
 * Protection of the admin server against web pages.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Names that every resolver resolves to this machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Why a request is refused, or null.
 *
 * A page of another origin can send requests to any address that the browser reaches, and with DNS rebinding even read the responses. The former are recognised by
 * Origin and Sec-Fetch-Site, the latter by a Host that is not this address.
 *
 * @param host As configured.
 */
export function adminRefusal(request: IncomingMessage, host: string): string | null {
  const { headers, socket } = request
  if (headers.origin !== undefined) return 'requests from web pages are refused'
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'none' && site !== 'same-origin')
    return 'requests from web pages are refused'
  const named = (headers.host ?? '').toLowerCase().replace(/:\d*$/, '')
  const own = [host.toLowerCase(), unmappedAddress(socket.localAddress ?? '')].map((one) =>
    isIP(one) === 6 ? `[${one}]` : one,
  )
  return LOOPBACK.test(named) || (named !== '' && own.includes(named))
    ? null
    : 'the `Host` header does not name the admin address'
}

/** Writes an IPv4-mapped IPv6 address as IPv4. */
function unmappedAddress(address: string): string {
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '')
}
