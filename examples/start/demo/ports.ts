/**
 * The demo's ports: those that its files name, or free ones where one of them is taken.
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

/** As `policy.yaml` and `gateway.yaml` have them. */
export const PORTS: Ports = { pages: 8470, gateway: 8471, application: 8472 }

/**
 * Finds ports that nobody listens on.
 *
 * @returns {@link PORTS}, and no port that is taken; or three that the system chooses, and which of {@link PORTS} are.
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

/** Three ports that were free a moment ago. */
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
