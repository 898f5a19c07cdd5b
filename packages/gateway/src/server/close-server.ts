/**
 * Graceful shutdown of a listener.
 *
 * @module
 */
import { Server } from 'node:http'
import type { Http2SecureServer, ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { drain } from './connection-state.ts'

/** How often idle connections are closed during shutdown, milliseconds. */
const INTERVAL = 50
/** Time between `onTimeout` and the destruction of what is left, milliseconds. */
const GRACE = 1_000

export interface Connections {
  readonly sockets: ReadonlySet<Socket>
  readonly sessions: ReadonlySet<ServerHttp2Session>
}

/** Tracks every connection, including upgraded ones, which Node's server no longer tracks. */
export function trackConnections(server: Server | Http2SecureServer): Connections {
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  const track = (socket: Socket): void => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  }
  server.on('connection', track)
  server.on('secureConnection', track)
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  })
  return { sockets, sessions }
}

/**
 * Accepts no new connections and waits for exchanges in progress.
 *
 * @param timeout Milliseconds.
 * @param onTimeout Called after the timeout if connections are left, to close long-lived streams with a close frame; the rest is destroyed a second later.
 */
export async function closeServer(
  server: Server | Http2SecureServer,
  { sockets, sessions }: Connections,
  timeout: number,
  onTimeout: () => void = () => undefined,
): Promise<void> {
  for (const socket of sockets) drain(socket)
  // A connection may already be in the accept queue.
  server.on('connection', drain)
  server.on('secureConnection', drain)
  const closeIdle = (): void => {
    if (server instanceof Server) server.closeIdleConnections()
  }
  await new Promise<void>((resolve) => {
    const idleTimer = setInterval(closeIdle, INTERVAL)
    let destroyTimer: NodeJS.Timeout | undefined
    const drainTimer = setTimeout(() => {
      onTimeout()
      destroyTimer = setTimeout(
        () => {
          for (const session of sessions) session.destroy()
          for (const socket of sockets) socket.destroy()
        },
        timeout === 0 ? 0 : GRACE,
      )
    }, timeout)
    server.close(() => {
      clearInterval(idleTimer)
      clearTimeout(drainTimer)
      clearTimeout(destroyTimer)
      resolve()
    })
    // GOAWAY: open streams end, and no new ones start.
    for (const session of sessions) session.close()
    closeIdle()
  })
}
