/**
 * The company, all of it: the application, the real gateway in front of it, and the pages that ask.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type RunningGateway, readSettingsFile, runGateway } from '@marque/gateway'
import type { SyncEvent } from '@marque/sync'
import { createApplication } from '../api/application.ts'
import { type Arrivals, keepArrivals } from '../api/arrivals.ts'
import type { Place } from '../page/setup.ts'
import { filesAt } from './files.ts'
import { createPages } from './pages.ts'
import { apiAt, placesAt } from './places.ts'
import type { Ports } from './ports.ts'

export interface Company {
  /** The public origin of the API. */
  readonly api: string
  readonly places: readonly Place[]
  readonly ports: Ports
  /** The policy that is in force, and watched. */
  readonly policy: string
  readonly arrivals: Arrivals
  /** Ends connections and listeners; does nothing the second time. */
  close(): Promise<void>
}

/**
 * Brings the company up.
 *
 * @param onEvent Hears of changes of the policy.
 * @throws A port is taken, or the policy has errors: nothing is left running then.
 */
export async function startCompany(
  ports: Ports,
  onEvent: (event: SyncEvent) => void = () => undefined,
): Promise<Company> {
  const files = filesAt(ports)
  const arrivals = keepArrivals()
  const api = apiAt(ports)
  const places = placesAt(ports)
  const servers: Server[] = []
  let gateway: RunningGateway | null = null
  let closing: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    await gateway?.close()
    await Promise.all(servers.map(closeServer))
    files.remove()
  }
  const close = (): Promise<void> => {
    closing ??= stop()
    return closing
  }
  try {
    servers.push(await listen(createApplication(arrivals, new URL(api).host), ports.application))
    servers.push(await listen(createPages(api, places, arrivals), ports.pages))
    const read = await readSettingsFile(files.gateway)
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '))
    gateway = await runGateway(read.settings, { onEvent })
  } catch (error) {
    await close()
    throw error
  }
  return { api, places, ports, policy: files.policy, arrivals, close }
}

function listen(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

async function closeServer(server: Server): Promise<void> {
  if ((server.address() as AddressInfo | null) === null) return
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
