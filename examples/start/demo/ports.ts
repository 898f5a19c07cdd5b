/**
 * The demo's ports: those in its files, or free ones if one of them is in use.
 *
 * @module
 */
import { createServer } from 'node:net'

/** One each for the pages, the gateway and the application. */
export interface Ports {
  readonly pages: number
  readonly gateway: number
  readonly application: number
}

/** The ports in `policy.yaml` and `gateway.yaml`. */
export const PORTS: Ports = { pages: 8470, gateway: 8471, application: 8472 }

/**
 * Finds free ports.
 *
 * @returns {@link PORTS} and an empty `taken`; or three ports chosen by the system, and the ports of {@link PORTS} that are in use.
 */
export async function choosePorts(): Promise<{
  readonly ports: Ports
  readonly taken: readonly number[]
}> {
  const wanted = Object.values(PORTS) as readonly number[]
  const free = await Promise.all(wanted.map(isFree))
  const taken = wanted.filter((_, index) => !free[index])
  return { ports: taken.length === 0 ? PORTS : await freePorts(), taken }
}

/** Three ports that were free at the time of the call. */
export async function freePorts(): Promise<Ports> {
  const servers = await Promise.all([open(0), open(0), open(0)])
  const [pages = 0, gateway = 0, application = 0] = servers.map(({ port }) => port)
  await Promise.all(servers.map(({ close }) => close()))
  return { pages, gateway, application }
}

async function isFree(port: number): Promise<boolean> {
  try {
    const { close } = await open(port)
    await close()
    return true
  } catch {
    return false
  }
}

function open(
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () => new Promise((closed) => server.close(() => closed())),
      })
    })
  })
}
