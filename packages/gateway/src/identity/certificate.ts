/**
 * The client's certificate, told to the application (RFC 9440).
 *
 * It is passed on and is no login: `authentication: required` wants a token all the same.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { HeaderLine } from '@marque/core'
import type { GatewayRequest } from '../exchange/exchange.ts'

const NONE: readonly HeaderLine[] = []
const KNOWN = new WeakMap<TLSSocket, readonly HeaderLine[]>()

/** `client-cert` for a certificate of the configured authority, nothing for another. A copy that the client sends is dropped with the other lines that only the gateway says. */
export function certificateLines(request: GatewayRequest): readonly HeaderLine[] {
  const socket = connectionOf(request)
  if (!(socket instanceof TLSSocket) || !socket.authorized) return NONE
  const known = KNOWN.get(socket)
  if (known !== undefined) return known
  const certificate = socket.getPeerX509Certificate()
  const lines: readonly HeaderLine[] =
    certificate === undefined ? NONE : [['client-cert', `:${certificate.raw.toString('base64')}:`]]
  KNOWN.set(socket, lines)
  return lines
}

/** The socket of an HTTP/2 request is a stand-in. */
function connectionOf(request: GatewayRequest): Duplex | undefined {
  return 'stream' in request ? request.stream.session?.socket : request.socket
}
