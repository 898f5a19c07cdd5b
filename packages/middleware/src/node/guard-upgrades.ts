/**
 * WebSockets of a Node server (D25). Browsers do not check the response to a handshake, so a handshake that is not granted must not succeed.
 *
 * @module
 */
import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createEnforcer, type MarqueOptions, type Verdict } from '../enforce/index.ts'
import { endStream, enforceNodeRequest, sendOwnResponse } from '../node-exchange/index.ts'

/** A close frame with 1008, "policy violation" (RFC 6455, 7.4.1). A server does not mask. */
const CLOSE_FRAME = Buffer.of(0x88, 0x02, 0x03, 0xf0)

/**
 * Evaluates every `upgrade` of a server before any listener gets it, also listeners that are added later: `ws`, Socket.IO and the application's own.
 *
 * A handshake that is not granted gets 403 and a problem document, and its connection ends. Same-origin handshakes and those without Origin go on. The
 * listener writes its 101 to the socket itself; it must not carry `Access-Control-*`, which browsers ignore there. An open WebSocket is closed with 1008 within a
 * second of the moment from which the policy would refuse its handshake.
 *
 * @returns Removes the guard.
 * @throws {TypeError} The options are invalid.
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
  const hadOwnEmit = Object.hasOwn(guarded, 'emit')
  const guard = (event: string, ...args: readonly unknown[]): boolean => {
    const pass = (): boolean => Reflect.apply(emit, server, [event, ...args])
    if (event !== 'upgrade') return pass()
    const [request, socket] = args as [IncomingMessage, Duplex]
    const response = responseOn(request, socket)
    const conclude = ({ ownResponse, watch }: Verdict): void => {
      if (socket.destroyed) return
      if (ownResponse !== null) {
        sendOwnResponse(response, ownResponse, request.method ?? 'GET')
        return
      }
      response.detachSocket(socket as Socket)
      socket.off('error', ignore)
      const { bytesWritten } = socket as Socket
      const stopWatching = watch(() =>
        closeWebSocket(socket as Socket, (socket as Socket).bytesWritten > bytesWritten),
      )
      socket.once('close', stopWatching)
      pass()
    }
    const fail = (): void => {
      response.statusCode = 500
      response.end()
    }
    try {
      const verdict = enforceNodeRequest(enforcer, { request, response }, request)
      if (verdict instanceof Promise) verdict.then(conclude, fail)
      else conclude(verdict)
    } catch {
      fail()
    }
    return true
  }
  guarded.emit = guard
  return () => {
    if (guarded.emit !== guard) return
    if (hadOwnEmit) guarded.emit = emit
    else Reflect.deleteProperty(guarded, 'emit')
  }
}

/** Refusals are written by Node's own response, so that they look like all others; the connection ends with them. */
function responseOn(request: IncomingMessage, socket: Duplex): ServerResponse {
  socket.on('error', ignore)
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Socket)
  response.once('finish', () => socket.end())
  return response
}

/** A client that disconnects during the evaluation is no error of the server; Node destroys the socket by itself. */
function ignore(): void {
  // Nothing to do.
}

/**
 * Sends a close frame and discards all further data in both directions.
 *
 * The frame follows what was written so far. `ws` and libraries on it write whole frames at once; if a listener writes a frame in pieces, the client sees a
 * truncated frame and the end.
 *
 * @param isOpen Whether the listener has responded to the handshake; before that, a frame would be no response to it.
 */
function closeWebSocket(socket: Socket, isOpen: boolean): void {
  socket.on('error', () => socket.destroy())
  if (!isOpen) {
    socket.destroy()
    return
  }
  const { push } = socket
  // Incoming data is read, so that the connection can end, and discarded.
  socket.push = (chunk: unknown) => (chunk === null ? push.call(socket, null) : true)
  endStream(socket, CLOSE_FRAME)
}
