/**
 * A gateway, put together and started.
 *
 * @module
 */
import type { PolicySource } from '@marque/sync'
import { trustProxies } from '../exchange/client.ts'
import { watchLifetimes } from '../lifetime/lifetimes.ts'
import { type Handlers, type Listener, listen } from '../listen/listener.ts'
import { connect } from '../proxy/extended-connect.ts'
import { upgrade } from '../proxy/upgrade.ts'
import { openUpstreams } from '../proxy/upstreams.ts'
import { buildRoutes } from '../route/routes.ts'
import { DEFAULT_STALL } from '../settings/defaults.ts'
import type { Settings } from '../settings/settings.ts'
import { handle } from './handle.ts'
import { SILENT, type Stages } from './stages.ts'

export interface Gateway {
  /** Where it listens, in the order of the settings. */
  readonly urls: readonly string[]
  /** WebSockets and event streams that are open. */
  readonly openStreams: number
  /** Takes no new connection, lets what is under way end within the settings' `drain`, then ends the rest. */
  close(): Promise<void>
}

/** The parts that are chosen by who starts it; what is left out is not there. */
export type Parts = Partial<
  Pick<Stages, 'identify' | 'limit' | 'wellKnown' | 'state' | 'observe' | 'sample'>
>

/**
 * Starts a gateway.
 *
 * @param policy Held by the caller, who closes it.
 * @throws {TypeError} A setting makes no sense.
 * @throws An address is taken, or a file cannot be read: nothing is listened on then.
 */
export async function startGateway(
  settings: Settings,
  policy: PolicySource,
  parts: Parts = {},
): Promise<Gateway> {
  const lifetimes = watchLifetimes(policy)
  const upstreams = openUpstreams(settings.upstreams)
  const stages: Stages = {
    policy,
    trust: trustProxies(settings.trustedProxies),
    route: buildRoutes(settings.routes),
    upstreams,
    hidden: new Set(settings.hideHeaders),
    bodyBytes: settings.limits.bodyBytes,
    patience: settings.limits.stall ?? DEFAULT_STALL,
    lifetimes,
    identify: null,
    limit: null,
    wellKnown: null,
    state: null,
    observe: SILENT,
    sample: null,
    ...parts,
  }
  const handlers: Handlers = {
    request: guarded((request, response) => handle(stages, request, response)),
    upgrade: guarded((request, socket, head) => upgrade(stages, request, socket, head)),
    connect: guarded((request, response) => connect(stages, request, response)),
    unreadable: (code, client) => stages.observe.unreadable?.(code, client),
  }
  const listeners: Listener[] = []
  const close = async (wait: number): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close(wait, lifetimes.endAll)))
    lifetimes.close()
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
      return lifetimes.size
    },
    close: () => close(settings.drain),
  }
}

/** A fault of ours costs one exchange: the other clients know nothing of it, and the operator is told on standard error. */
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
