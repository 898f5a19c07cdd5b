/**
 * An upstream whose every byte is the test's own.
 *
 * @module
 */
import { createServer, type Socket } from 'node:net'
import { listen } from '../http/index.ts'

export interface RawUpstream {
  readonly url: string
  /** All bytes that came, of all connections. */
  readonly seen: () => string
  stop(): Promise<void>
}

/**
 * Starts it.
 *
 * @param respond Gets the head of each request; `nth` counts the requests of all connections from 0.
 */
export async function startRawUpstream(
  respond: (socket: Socket, head: string, nth: number) => void,
): Promise<RawUpstream> {
  let seen = ''
  let nth = 0
  const { server, destroyAll } = socketServer((socket) => {
    let text = ''
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1')
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = text.slice(0, end + 4)
      text = ''
      respond(socket, head, nth++)
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, seen: () => seen, stop: destroyAll }
}

/** A TCP server that can be stopped while its connections are open. */
export function socketServer(accept: (socket: Socket) => void): {
  readonly server: ReturnType<typeof createServer>
  destroyAll(): Promise<void>
} {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    accept(socket)
  })
  return {
    server,
    async destroyAll() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
