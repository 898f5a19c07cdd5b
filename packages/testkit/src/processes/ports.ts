/**
 * Ports for programs that cannot choose one themselves, and ports on which nothing listens.
 *
 * @module
 */
import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'

/**
 * Below the ports that Linux, macOS and Windows hand out for port 0 and for outgoing connections (from 32768 on Linux, 49152 elsewhere): a
 * test that runs at the same time does not get one of these by chance, neither before the program listens nor after it has ended.
 */
const FIRST = 20_000
const END = 32_000

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

/** Different loopback ports that were all free at the same moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = new Map<number, Server>()
  while (servers.size < count) {
    const port = randomInt(FIRST, END)
    const server = servers.has(port) ? null : await listenOn(port)
    if (server !== null) servers.set(port, server)
  }
  await Promise.all(
    [...servers.values()].map((server) => new Promise((resolve) => server.close(resolve))),
  )
  return [...servers.keys()]
}

/** Null if another program uses the port. */
function listenOn(port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
