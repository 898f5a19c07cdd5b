/**
 * A fixed number of worker processes. Crashed workers restart with exponential backoff; if none can start, the pool fails.
 *
 * @module
 */
import cluster, { type Worker } from 'node:cluster'
import * as modules from 'node:module'
import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Settings } from '../config/index.ts'
import { type FromWorker, fromStartFailure, type ToWorker } from './worker-messages.ts'

export interface WorkerPool {
  /** Fulfilled when all workers serve for the first time. Rejected if they cannot; all have ended then. */
  readonly started: Promise<void>
  /** Fulfilled when the pool fails later: no worker serves, and none can be started. */
  readonly failure: Promise<Error>
  /** Why not all workers serve; empty if they do. */
  notReady(): readonly string[]
  /** Sends a message to the serving workers and returns them. */
  send(message: ToWorker): readonly Worker[]
  /** Lets requests finish within the settings' `drain`; workers that have not ended shortly after are killed. */
  stop(): Promise<void>
}

export interface PoolEvents {
  onMessage(worker: Worker, message: FromWorker): void
  /** A worker ended unexpectedly; another is started after `delay` milliseconds. */
  onReplace(slot: number, worker: Worker, cause: string, delay: number): void
}

/** A worker that served this long is replaced at once, milliseconds: its end is unrelated to earlier ones. */
const STABLE = 10_000
/** Delay before the replacement of a worker that ended earlier, doubled each time, milliseconds. */
const MIN_DELAY = 100
const MAX_DELAY = 10_000
/** The pool fails after so many consecutive workers that end before they serve, while no other serves. */
const MAX_FAILURES = 5
/** A worker that does not serve within this time is killed, milliseconds. */
const START_TIMEOUT = 30_000
/** Time after `drain` for close frames, log lines and spans, milliseconds. */
const STOP_GRACE = 5_000

/** Each worker has a usage file of its own, which its replacement continues. */
function settingsOf({ number }: Slot, settings: Settings): Settings {
  const { usageFile = null } = settings
  return usageFile === null ? settings : { ...settings, usageFile: `${usageFile}.${number}` }
}

interface Slot {
  /** From 1; the worker in slot 1 keeps bundles on disk. */
  readonly number: number
  worker: Worker | null
  isReady: boolean
  hasPolicy: boolean
  readySince: number
  /** Ends since a worker was stable. */
  ends: number
  timer: NodeJS.Timeout | undefined
}

export function startPool(settings: Settings, events: PoolEvents): WorkerPool {
  cluster.setupPrimary({
    exec: fileURLToPath(new URL(`./worker-main${extname(import.meta.url)}`, import.meta.url)),
    args: [],
  })
  const slots: Slot[] = Array.from({ length: settings.processes }, (_, index) => ({
    number: index + 1,
    worker: null,
    isReady: false,
    hasPolicy: false,
    readySince: 0,
    ends: 0,
    timer: undefined,
  }))
  const started = Promise.withResolvers<void>()
  const failure = Promise.withResolvers<Error>()
  let isStarted = false
  let stopping: Promise<void> | null = null
  let consecutiveFailures = 0
  let onEnd: () => void = () => undefined

  const fork = (slot: Slot): void => {
    // Missing in Node 22.0. It returns the folder of this Node version inside the configured one.
    const cache = modules.getCompileCacheDir?.()
    const worker = cluster.fork(cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) })
    slot.worker = worker
    slot.timer = setTimeout(() => worker.process.kill('SIGKILL'), START_TIMEOUT)
    // Sending to a worker that is ending fails; `exit` reports the end.
    worker.on('error', () => undefined)
    let startFailure: string | null = null
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'failed') startFailure = message.failure.message
      onMessage(slot, worker, message)
    })
    worker.once('exit', (code, signal) =>
      onExit(slot, worker, startFailure ?? signal ?? `exit code ${code}`),
    )
  }

  const onMessage = (slot: Slot, worker: Worker, message: FromWorker): void => {
    if (message.type === 'online') {
      sendTo(
        worker,
        stopping === null
          ? {
              type: 'start',
              settings: settingsOf(slot, settings),
              isWriter: slot.number === 1,
            }
          : { type: 'stop' },
      )
    } else if (message.type === 'ready') {
      clearTimeout(slot.timer)
      if (!slot.isReady) slot.readySince = performance.now()
      slot.isReady = true
      slot.hasPolicy = message.hasPolicy
      consecutiveFailures = 0
      if (!isStarted && slots.every(({ isReady }) => isReady)) {
        isStarted = true
        started.resolve()
      }
    } else if (message.type === 'failed' && !isStarted) giveUp(fromStartFailure(message.failure))
    events.onMessage(worker, message)
  }

  const onExit = (slot: Slot, worker: Worker, cause: string): void => {
    const { isReady } = slot
    clearTimeout(slot.timer)
    slot.worker = null
    slot.isReady = false
    if (stopping !== null) {
      onEnd()
      return
    }
    if (!isReady) consecutiveFailures++
    if (consecutiveFailures >= MAX_FAILURES && !slots.some((one) => one.isReady)) {
      giveUp(
        new Error(`worker processes cannot start: ${consecutiveFailures} in a row ended: ${cause}`),
      )
      return
    }
    slot.ends = isReady && performance.now() - slot.readySince >= STABLE ? 0 : slot.ends + 1
    const delay = slot.ends < 2 ? 0 : Math.min(MIN_DELAY * 2 ** (slot.ends - 2), MAX_DELAY)
    slot.timer = setTimeout(() => fork(slot), delay)
    events.onReplace(slot.number, worker, cause, delay)
  }

  const giveUp = (error: Error): void => {
    if (stopping !== null) return
    void stop().then(() => {
      failure.resolve(error)
      started.reject(error)
    })
  }

  const stop = (): Promise<void> => {
    stopping ??= new Promise<void>((resolve) => {
      const alive = (): readonly Worker[] =>
        slots.flatMap(({ worker }) => (worker === null ? [] : [worker]))
      const killTimer = setTimeout(() => {
        for (const worker of alive()) worker.process.kill('SIGKILL')
      }, settings.drain + STOP_GRACE)
      onEnd = () => {
        if (alive().length > 0) return
        clearTimeout(killTimer)
        resolve()
      }
      for (const { timer } of slots) clearTimeout(timer)
      for (const worker of alive()) sendTo(worker, { type: 'stop' })
      onEnd()
    })
    return stopping
  }

  // A caller that does not await `started` must not crash on its rejection.
  started.promise.catch(() => undefined)
  for (const slot of slots) fork(slot)
  return {
    started: started.promise,
    failure: failure.promise,
    notReady: () =>
      slots.flatMap(({ number, isReady, hasPolicy }) => {
        if (!isReady) return [`process ${number} does not serve yet`]
        return hasPolicy ? [] : [`process ${number} has no policy yet`]
      }),
    send(message) {
      const serving = slots.flatMap(({ worker, isReady }) =>
        worker !== null && isReady && worker.isConnected() ? [worker] : [],
      )
      for (const worker of serving) sendTo(worker, message)
      return serving
    },
    stop,
  }
}

function sendTo(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => undefined)
}
