/**
 * The client certificate, passed on to the application (RFC 9440).
 *
 * A certificate is not a login: `authentication: required` still requires a token.
 *
 * @module
 */
import { TLSSocket } from 'node:tls'
import type { HeaderLine } from '@marque/core'
import { connectionOf, type GatewayRequest } from '../request/index.ts'

const NONE: readonly HeaderLine[] = []
const LINES = new WeakMap<TLSSocket, readonly HeaderLine[]>()

/** `client-cert` for a certificate of the configured authority. A line of this name that the client sends is dropped with the other headers reserved to the gateway. */
export function certificateLines(request: GatewayRequest): readonly HeaderLine[] {
  const socket = connectionOf(request)
  if (!(socket instanceof TLSSocket) || !socket.authorized) return NONE
  const known = LINES.get(socket)
  if (known !== undefined) return known
  const certificate = socket.getPeerX509Certificate()
  const lines: readonly HeaderLine[] =
    certificate === undefined ? NONE : [['client-cert', `:${certificate.raw.toString('base64')}:`]]
  LINES.set(socket, lines)
  return lines
}
