/**
 * Addresses tried before processes share them.
 *
 * @module
 */
import { type AddressInfo, createServer } from 'node:net'
import type { ListenSettings } from '../settings/settings.ts'

/**
 * Listens on each for a moment, so that one that is taken is told once, and so that a port which the system chooses stays the same when all processes are replaced.
 *
 * @returns The same, with the ports that the system chose in place of 0.
 * @throws An address cannot be listened on.
 */
export async function tryAddresses(
  addresses: readonly ListenSettings[],
): Promise<readonly ListenSettings[]> {
  const tried = addresses.map(() => createServer((socket) => socket.destroy()))
  const found: ListenSettings[] = []
  try {
    // All at once are open, so that two of them are never given the same port.
    for (const [index, address] of addresses.entries()) {
      const server = tried[index]
      if (server === undefined) continue
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(address.port, address.host, resolve)
      })
      found.push({ ...address, port: (server.address() as AddressInfo).port })
    }
    return found
  } finally {
    for (const server of tried) {
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    }
  }
}
