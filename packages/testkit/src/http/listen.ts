/**
 * Servers of a test, on loopback ports that the system chooses.
 *
 * @module
 */
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** Starts listening. @returns The port. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return portOf(server)
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Closes a server with all of its connections, and waits until it has closed. One that does not listen is left alone. */
export async function closeServer(
  server: Server & { closeAllConnections?(): void },
): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections?.()
  await closed
}
