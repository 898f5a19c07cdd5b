/**
 * The demo: the application, the real gateway in front of it, and the servers of the pages.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type RunningGateway, readSettingsFile, runGateway } from '@marque/gateway'
import type { SyncEvent } from '@marque/sync'
import { createApplication, createRequestLog, type RequestLog } from '../api/index.ts'
import type { Site } from '../page/index.ts'
import { filesAt } from './files.ts'
import { createOldProxy } from './old-proxy.ts'
import { createPages } from './pages.ts'
import { freePorts, type Ports } from './ports.ts'
import { apiAt, sitesAt } from './sites.ts'

export interface Demo {
  /** The public origin of the API. */
  readonly api: string
  readonly sites: readonly Site[]
  readonly ports: Ports
  /** Path of the watched policy file. */
  readonly policy: string
  readonly requestLog: RequestLog
  /** The address of the proxy with a mistake; null without one. */
  readonly oldProxy: string | null
  /** Closes connections and listeners; idempotent. */
  close(): Promise<void>
}

export interface DemoOptions {
  /** Called on policy changes. */
  readonly onEvent?: (event: SyncEvent) => void
  /** Whether a proxy with a mistake stands in front of the gateway. */
  readonly withMistake?: boolean
}

/**
 * Starts the demo.
 *
 * @throws A port is in use, or the policy has errors; everything started so far is stopped.
 */
export async function startDemo(
  ports: Ports,
  { onEvent = () => undefined, withMistake = false }: DemoOptions = {},
): Promise<Demo> {
  const files = filesAt(ports)
  const requestLog = createRequestLog()
  const api = apiAt(ports)
  const sites = sitesAt(ports)
  const servers: Server[] = []
  let gateway: RunningGateway | null = null
  let oldProxy: string | null = null
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
    servers.push(await listen(createApplication(requestLog, new URL(api).host), ports.application))
    servers.push(await listen(createPages(api, sites, requestLog), ports.pages))
    const read = await readSettingsFile(files.gateway)
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '))
    gateway = await runGateway(read.settings, { onEvent })
    if (withMistake) {
      const proxy = await listen(createOldProxy(ports.gateway), 0)
      servers.push(proxy)
      oldProxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    }
  } catch (error) {
    await close()
    throw error
  }
  return { api, sites, ports, policy: files.policy, requestLog, oldProxy, close }
}

const MOST_STARTS = 5

/**
 * Starts the demo on `ports`; on others, chosen by the system, where another program takes one of them in the meantime.
 *
 * @throws Free ports were taken five times in a row, or the policy has errors.
 */
export async function startDemoOnPorts(ports: Ports, options?: DemoOptions): Promise<Demo> {
  for (let starts = 1; ; starts++) {
    try {
      return await startDemo(starts === 1 ? ports : await freePorts(), options)
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!isTaken || starts === MOST_STARTS) throw error
    }
  }
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
