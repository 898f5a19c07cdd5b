/**
 * Who may speak to the admin address: programs, and people at its own pages; never pages of others.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Names that mean this machine to every resolver. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Why a request is refused, or null.
 *
 * A page of another origin can send requests to an address that the browser reaches, and by turning its own name to that address (DNS rebinding) even read the
 * answers. The first is told by Origin and Sec-Fetch-Site, the second by a Host that is a name and not this address.
 *
 * @param host As the settings write it.
 */
export function refusalOf(request: IncomingMessage, host: string): string | null {
  const { headers, socket } = request
  if (headers.origin !== undefined) return 'requests of web pages are refused'
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'none' && site !== 'same-origin')
    return 'requests of web pages are refused'
  const named = (headers.host ?? '').toLowerCase().replace(/:\d*$/, '')
  const own = [host.toLowerCase(), plain(socket.localAddress ?? '')].map((one) =>
    isIP(one) === 6 ? `[${one}]` : one,
  )
  return LOOPBACK.test(named) || (named !== '' && own.includes(named))
    ? null
    : 'the Host of the request is not this address'
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '')
}
