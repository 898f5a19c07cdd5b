/**
 * What is known of a sender before anything is verified: whether its connection has a client certificate (D13).
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Context } from '@marque/core'
import type { GatewayRequest } from './exchange.ts'

/** The context of a sender about whom nothing is known. */
export const EMPTY_CONTEXT: Context = Object.freeze({})

/** The context of a sender with a client certificate, valid or not: browsers sent it because the listener asked for one. */
export const CERTIFICATE_CONTEXT: Context = Object.freeze({ certificate: true })

const CONTEXTS = new WeakMap<TLSSocket, Context>()

/** The context of a connection. A certificate is not a login. */
export function connectionContext(request: GatewayRequest): Context {
  const socket = connectionOf(request)
  if (!(socket instanceof TLSSocket)) return EMPTY_CONTEXT
  const known = CONTEXTS.get(socket)
  if (known !== undefined) return known
  const hasCertificate = socket.getPeerX509Certificate() !== undefined
  const context = hasCertificate ? CERTIFICATE_CONTEXT : EMPTY_CONTEXT
  CONTEXTS.set(socket, context)
  return context
}

/** `request.socket` of an HTTP/2 request is a proxy object. */
export function connectionOf(request: GatewayRequest): Duplex | undefined {
  return 'stream' in request ? request.stream.session?.socket : request.socket
}
