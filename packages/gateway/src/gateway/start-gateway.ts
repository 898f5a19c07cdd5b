/**
 * The listeners of a gateway and the pipeline behind them.
 *
 * @module
 */
import { createHostCheck, type ServedHosts } from '@marque/core/hosts'
import type { PolicySource } from '@marque/sync'
import { DEFAULT_STALL, type Settings } from '../config/index.ts'
import { streamLifetimes } from '../evaluation/index.ts'
import { NO_OBSERVER } from '../observability/index.ts'
import {
  handleConnect,
  handleRequest,
  handleUpgrade,
  type PipelineDeps,
} from '../pipeline/index.ts'
import { trustProxies } from '../request/index.ts'
import { type Listener, listen, type ServerHandlers } from '../server/index.ts'
import { createRouter, openUpstreams } from '../upstream/index.ts'

export interface Gateway {
  /** The listening addresses, in the order of the settings. */
  readonly urls: readonly string[]
  /** Number of open WebSockets and event streams. */
  readonly openStreams: number
  /** Accepts no new connections, waits up to the settings' `drain` for requests in progress, then closes the rest. */
  close(): Promise<void>
}

/** The optional parts of a gateway; what is left out is not used. */
export type GatewayDeps = Partial<
  Pick<
    PipelineDeps,
    | 'authenticate'
    | 'rateLimiter'
    | 'answerReserved'
    | 'writeStatement'
    | 'observer'
    | 'sampleTrace'
  >
>

/** See `startGateway` of `run-gateway.ts`. */
export async function startGateway(
  settings: Settings,
  policy: PolicySource,
  deps: GatewayDeps = {},
): Promise<Gateway> {
  const streams = streamLifetimes(policy)
  const upstreams = openUpstreams(settings.upstreams)
  const pipeline: PipelineDeps = {
    policy,
    proxyTrust: trustProxies(settings.trustedProxies),
    isHostServed: createHostCheck(servedHosts(settings)),
    route: createRouter(settings.routes),
    upstreams,
    hiddenHeaders: new Set(settings.hideHeaders),
    maxBodyBytes: settings.limits.bodyBytes,
    clientTimeout: settings.limits.stall ?? DEFAULT_STALL,
    streams,
    authenticate: null,
    rateLimiter: null,
    answerReserved: null,
    writeStatement: null,
    observer: NO_OBSERVER,
    sampleTrace: null,
    ...deps,
  }
  const handlers: ServerHandlers = {
    request: guarded((request, response) => handleRequest(pipeline, request, response)),
    upgrade: guarded((request, socket, head) => handleUpgrade(pipeline, request, socket, head)),
    connect: guarded((request, response) => handleConnect(pipeline, request, response)),
    unreadable: (code, clientAddress) => pipeline.observer.unreadable?.(code, clientAddress),
  }
  const listeners: Listener[] = []
  const close = async (timeout: number): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close(timeout, streams.endAll)))
    streams.close()
    await Promise.all([...upstreams.values()].map((upstream) => upstream.close()))
  }
  try {
    for (const one of settings.listen) listeners.push(await listen(one, settings.limits, handlers))
  } catch (error) {
    await close(0)
    throw error
  }
  return {
    urls: listeners.map(({ url }) => url),
    get openStreams() {
      return streams.size
    },
    close: () => close(settings.drain),
  }
}

/** A defect of the gateway costs one exchange and is reported on standard error; other clients are not affected. */
function guarded<Args extends readonly [unknown, { destroy(): unknown }, ...(readonly unknown[])]>(
  run: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      run(...args)
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error))
      args[1].destroy()
    }
  }
}

/** Hosts of routes are served too. */
function servedHosts({ hosts, routes }: Settings): ServedHosts {
  return hosts === 'any' ? 'any' : [...hosts, ...routes.flatMap(({ host }) => host ?? [])]
}
