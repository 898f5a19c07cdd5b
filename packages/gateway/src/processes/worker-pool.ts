/**
 * A fixed number of worker processes: each that dies is replaced, not too fast, and not for ever where none can start.
 *
 * @module
 */
import cluster, { type Worker } from 'node:cluster'
import * as modules from 'node:module'
import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Settings } from '../settings/settings.ts'
import { errorOf, type FromWorker, type ToWorker } from './messages.ts'

export interface Pool {
  /** Fulfilled when all serve for the first time. Rejected where they cannot; all have ended then. */
  readonly started: Promise<void>
  /** Fulfilled when the pool gave up later: none serves, and none can be started. */
  readonly failure: Promise<Error>
  /** Why not all serve; empty where all do. */
  notReady(): readonly string[]
  /** Tells those that serve. */
  tell(message: ToWorker): readonly Worker[]
  /** Lets requests end, within the settings' `drain`; what has not ended soon after is killed. */
  stop(): Promise<void>
}

export interface PoolEvents {
  said(worker: Worker, message: FromWorker): void
  /** A worker is gone that had served or was about to, and after `delay` milliseconds another is started. */
  replaced(slot: number, worker: Worker, cause: string, delay: number): void
}

/** A worker that served for so long died of something new: it is replaced at once, milliseconds. */
const STABLE = 10_000
/** Between the death of one that lived shorter and its replacement: doubled each time, milliseconds. */
const FIRST_DELAY = 100
const LAST_DELAY = 10_000
/** So many in a row that end before they serve, while no other serves, and it is given up. */
const MOST_FAILURES = 5
/** One that does not serve in this time is killed, milliseconds. */
const START_TIME = 30_000
/** What a worker needs after `drain`: goodbyes, log lines, spans, milliseconds. */
const LAST_WORDS = 5_000

interface Slot {
  /** From 1; the worker in the first keeps bundles on disk. */
  readonly number: number
  worker: Worker | null
  isReady: boolean
  holdsPolicy: boolean
  readySince: number
  /** Deaths since one was stable. */
  deaths: number
  timer: NodeJS.Timeout | undefined
}

export function startPool(settings: Settings, events: PoolEvents): Pool {
  cluster.setupPrimary({
    exec: fileURLToPath(new URL(`./worker-main${extname(import.meta.url)}`, import.meta.url)),
    args: [],
  })
  const slots: Slot[] = Array.from({ length: settings.processes }, (_, index) => ({
    number: index + 1,
    worker: null,
    isReady: false,
    holdsPolicy: false,
    readySince: 0,
    deaths: 0,
    timer: undefined,
  }))
  const started = Promise.withResolvers<void>()
  const failure = Promise.withResolvers<Error>()
  let isStarted = false
  let stopping: Promise<void> | null = null
  let failuresInRow = 0
  let ended: () => void = () => undefined

  const fork = (slot: Slot): void => {
    // Node 22.0 has none. It is named by the folder of this version, in the one that is wanted.
    const cache = modules.getCompileCacheDir?.()
    const worker = cluster.fork(cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) })
    slot.worker = worker
    slot.timer = setTimeout(() => worker.process.kill('SIGKILL'), START_TIME)
    // It may end while something is sent to it; that it ended is told by `exit`.
    worker.on('error', () => undefined)
    let failure: string | null = null
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'failed') failure = message.failure.message
      heard(slot, worker, message)
    })
    worker.once('exit', (code, signal) =>
      gone(slot, worker, failure ?? signal ?? `exit code ${code}`),
    )
  }

  const heard = (slot: Slot, worker: Worker, message: FromWorker): void => {
    if (message.type === 'here') {
      send(
        worker,
        stopping === null
          ? { type: 'start', settings, isWriter: slot.number === 1 }
          : { type: 'stop' },
      )
    } else if (message.type === 'ready') {
      clearTimeout(slot.timer)
      if (!slot.isReady) slot.readySince = performance.now()
      slot.isReady = true
      slot.holdsPolicy = message.holdsPolicy
      failuresInRow = 0
      if (!isStarted && slots.every(({ isReady }) => isReady)) {
        isStarted = true
        started.resolve()
      }
    } else if (message.type === 'failed' && !isStarted) giveUp(errorOf(message.failure))
    events.said(worker, message)
  }

  const gone = (slot: Slot, worker: Worker, cause: string): void => {
    const { isReady } = slot
    clearTimeout(slot.timer)
    slot.worker = null
    slot.isReady = false
    if (stopping !== null) {
      ended()
      return
    }
    if (!isReady) failuresInRow++
    if (failuresInRow >= MOST_FAILURES && !slots.some((one) => one.isReady)) {
      giveUp(new Error(`no process can start: ${failuresInRow} in a row ended: ${cause}`))
      return
    }
    slot.deaths = isReady && performance.now() - slot.readySince >= STABLE ? 0 : slot.deaths + 1
    const delay = slot.deaths < 2 ? 0 : Math.min(FIRST_DELAY * 2 ** (slot.deaths - 2), LAST_DELAY)
    slot.timer = setTimeout(() => fork(slot), delay)
    events.replaced(slot.number, worker, cause, delay)
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
      const kill = setTimeout(() => {
        for (const worker of alive()) worker.process.kill('SIGKILL')
      }, settings.drain + LAST_WORDS)
      ended = () => {
        if (alive().length > 0) return
        clearTimeout(kill)
        resolve()
      }
      for (const { timer } of slots) clearTimeout(timer)
      for (const worker of alive()) send(worker, { type: 'stop' })
      ended()
    })
    return stopping
  }

  // Who does not wait for the start must not end by it.
  started.promise.catch(() => undefined)
  for (const slot of slots) fork(slot)
  return {
    started: started.promise,
    failure: failure.promise,
    notReady: () =>
      slots.flatMap(({ number, isReady, holdsPolicy }) => {
        if (!isReady) return [`process ${number} does not serve yet`]
        return holdsPolicy ? [] : [`process ${number} holds no policy yet`]
      }),
    tell(message) {
      const told = slots.flatMap(({ worker, isReady }) =>
        worker !== null && isReady && worker.isConnected() ? [worker] : [],
      )
      for (const worker of told) send(worker, message)
      return told
    },
    stop,
  }
}

function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => undefined)
}
