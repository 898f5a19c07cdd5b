/**
 * Runs all contenders, each in its own process, alternating round by round, so that a slow phase of the machine affects all of them.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { median } from '../report/index.ts'
import { BY_COUNT, BY_KIND, type Case, COUNTS } from './cases.ts'
import { CONTENDERS } from './contenders/index.ts'
import type { Round } from './rounds.ts'
import type { Command, Reply } from './worker.ts'

export interface Effort {
  readonly rounds: number
  readonly requests: number
  /** Warm-up of a worker's first case: requests, and CPU milliseconds. Other cases get a quarter of it. */
  readonly warmUp: { readonly requests: number; readonly budget: number }
  /** CPU budget of one round, milliseconds. */
  readonly budget: number
  readonly counts: readonly number[]
}

export const FULL: Effort = {
  rounds: 7,
  requests: 16_000,
  warmUp: { requests: 120_000, budget: 500 },
  budget: 60,
  counts: COUNTS,
}
export const QUICK: Effort = {
  rounds: 3,
  requests: 6000,
  warmUp: { requests: 60_000, budget: 250 },
  budget: 25,
  counts: COUNTS,
}

/** Nanoseconds per request, net of the harness; medians of the rounds. */
export interface Result {
  readonly case: string
  readonly count: number
  /** Index in {@link CONTENDERS}. */
  readonly contender: number
  readonly net: number
  /** Cost of the harness. */
  readonly idle: number
}

/** Runs the whole benchmark. Calls `onProgress` at the start of each case. */
export async function race(
  effort: Effort,
  onProgress: (text: string) => void,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const count of effort.counts) {
    onProgress(`${count.toLocaleString('en')} origins`)
    const cases = count === 1 ? [...BY_COUNT, ...BY_KIND] : BY_COUNT
    results.push(...(await raceAt(count, cases, effort, onProgress)))
  }
  return results
}

async function raceAt(
  count: number,
  cases: readonly Case[],
  effort: Effort,
  onProgress: (text: string) => void,
): Promise<readonly Result[]> {
  const workers: ChildProcess[] = []
  try {
    for (const contender of CONTENDERS.keys()) {
      const worker = fork(new URL('./worker.ts', import.meta.url))
      workers.push(worker)
      await ask(worker, { do: 'build', contender, count })
    }
    const results: Result[] = []
    for (const [at, each] of cases.entries()) {
      onProgress(`  ${each.name}`)
      await warmUp(workers, each, effort, at === 0 ? 1 : 1 / 4)
      results.push(...(await raceCase(workers, count, each, effort)))
    }
    return results
  } finally {
    for (const worker of workers) worker.kill()
  }
}

/** Sends enough requests for the JIT compiler to optimize the code. */
async function warmUp(
  workers: readonly ChildProcess[],
  { name }: Case,
  effort: Effort,
  share: number,
): Promise<void> {
  const requests = effort.warmUp.requests * share
  const budget = effort.warmUp.budget * share
  for (const worker of workers) {
    await ask(worker, { do: 'round', case: name, requests, budget })
  }
}

async function raceCase(
  workers: readonly ChildProcess[],
  count: number,
  { name }: Case,
  { rounds, requests, budget }: Effort,
): Promise<readonly Result[]> {
  const measured: Round[][] = workers.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [at, worker] of workers.entries()) {
      const reply = await ask(worker, { do: 'round', case: name, requests, budget })
      if ('round' in reply) measured[at]?.push(reply.round)
    }
  }
  return measured.map((of, contender) => ({
    case: name,
    count,
    contender,
    net: median(of.map(({ run, idle }) => run - idle)),
    idle: median(of.map(({ idle }) => idle)),
  }))
}

/** @throws {Error} The worker failed, or exited. */
async function ask(worker: ChildProcess, command: Command): Promise<Reply> {
  const answered = new AbortController()
  const { signal } = answered
  try {
    worker.send(command)
    const [reply] = (await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(() => {
        throw new Error('a worker exited before it replied')
      }),
    ])) as [Reply]
    if ('error' in reply) throw new Error(reply.error)
    return reply
  } finally {
    answered.abort()
  }
}
