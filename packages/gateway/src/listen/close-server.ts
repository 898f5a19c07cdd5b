/**
 * The end of a listener: what is under way ends, and then the rest.
 *
 * @module
 */
import { Server } from 'node:http'
import type { Http2SecureServer, ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { drain } from './draining.ts'

/** How often connections are looked at that have become idle, milliseconds. */
const INTERVAL = 50
/** What is told of its end may say goodbye for so long, milliseconds. */
const GOODBYE = 1_000

export interface Connections {
  readonly sockets: ReadonlySet<Socket>
  readonly sessions: ReadonlySet<ServerHttp2Session>
}

/** Knows every connection, those of WebSockets too, which Node's own server forgets. */
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

/** @param atEnd Called when the time is over, if anything is left: to say goodbye to what stays open for long. */
export async function closeServer(
  server: Server | Http2SecureServer,
  { sockets, sessions }: Connections,
  wait: number,
  atEnd: () => void = () => undefined,
): Promise<void> {
  for (const socket of sockets) drain(socket)
  // A connection may be on its way to us when we stop to listen.
  server.on('connection', drain)
  server.on('secureConnection', drain)
  const closeIdle = (): void => {
    if (server instanceof Server) server.closeIdleConnections()
  }
  await new Promise<void>((resolve) => {
    const idle = setInterval(closeIdle, INTERVAL)
    let cut: NodeJS.Timeout | undefined
    const end = setTimeout(() => {
      atEnd()
      cut = setTimeout(
        () => {
          for (const session of sessions) session.destroy()
          for (const socket of sockets) socket.destroy()
        },
        wait === 0 ? 0 : GOODBYE,
      )
    }, wait)
    server.close(() => {
      clearInterval(idle)
      clearTimeout(end)
      clearTimeout(cut)
      resolve()
    })
    // GOAWAY: streams that are open end, and no new ones come.
    for (const session of sessions) session.close()
    closeIdle()
  })
}
