/**
 * WebSockets of a Node server (D25): no browser looks at the answer to a handshake, so what is not granted must not get one.
 *
 * @module
 */
import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createEnforcer, type Judgement } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { admit } from '../node-exchange/admit.ts'
import { sendOwn } from '../node-exchange/send-own.ts'
import { endSocket } from './end-socket.ts'

/**
 * Judges every `upgrade` of a server before any listener hears of it, whenever the listener was added: `ws`, Socket.IO and the application's own.
 *
 * A handshake that is not granted gets 403 and a problem document, and its connection ends. Same-origin handshakes and those of programs that send no
 * Origin go on. What a listener writes on the socket is its own: its 101 must not carry `Access-Control-*`, and nobody looks at it. An open one ends with
 * 1008 within a second of the moment from which the policy would refuse its handshake.
 *
 * @returns Takes the guard away again.
 * @throws {TypeError} The options hold a mistake of a programmer.
 *
 * @example
 * ```ts
 * const server = http.createServer(app)
 * guardUpgrades(server, { policy })
 * new WebSocketServer({ server })
 * ```
 */
export function guardUpgrades(
  server: Server | SecureServer,
  options: MarqueOptions<IncomingMessage>,
): () => void {
  const enforcer = createEnforcer(options)
  const guarded = server as { emit: (event: string, ...args: readonly unknown[]) => boolean }
  const { emit } = guarded
  const hadOwn = Object.hasOwn(guarded, 'emit')
  const guard = (event: string, ...args: readonly unknown[]): boolean => {
    const pass = (): boolean => Reflect.apply(emit, server, [event, ...args])
    if (event !== 'upgrade') return pass()
    const [request, socket] = args as [IncomingMessage, Duplex]
    const response = responseOn(request, socket)
    const conclude = ({ own, watch }: Judgement): void => {
      if (socket.destroyed) return
      if (own !== null) {
        sendOwn(response, own, request.method ?? 'GET')
        return
      }
      response.detachSocket(socket as Socket)
      socket.off('error', ignore)
      const { bytesWritten } = socket as Socket
      const unwatch = watch(() => endSocket(socket as Socket, hasWritten(socket, bytesWritten)))
      socket.once('close', unwatch)
      pass()
    }
    const failed = (): void => {
      response.statusCode = 500
      response.end()
    }
    try {
      const judgement = admit(enforcer, { request, response }, request)
      if (judgement instanceof Promise) judgement.then(conclude, failed)
      else conclude(judgement)
    } catch {
      failed()
    }
    return true
  }
  guarded.emit = guard
  return () => {
    if (guarded.emit !== guard) return
    if (hadOwn) guarded.emit = emit
    else Reflect.deleteProperty(guarded, 'emit')
  }
}

function hasWritten(socket: Duplex, before: number): boolean {
  return (socket as Socket).bytesWritten > before
}

/** Refusals are written by Node's own answer, so that they look like all others; the connection ends with them. */
function responseOn(request: IncomingMessage, socket: Duplex): ServerResponse {
  socket.on('error', ignore)
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Socket)
  response.once('finish', () => socket.end())
  return response
}

/** A client that goes away while it is judged is no error of the server's. */
function ignore(): void {
  // Node destroys the socket by itself.
}
