/**
 * The race: all contenders side by side, each in its process, round by round in turn, so that a slow minute of the machine is slow
 * for all of them.
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
  /** Requests before the first round of a worker's first case, and CPU milliseconds; a quarter before that of the others. */
  readonly warmUp: { readonly requests: number; readonly budget: number }
  /** CPU milliseconds that the requests of one round may take. */
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

/** Nanoseconds a request, net of the harness; medians of the rounds. */
export interface Result {
  readonly case: string
  readonly count: number
  /** Place in {@link CONTENDERS}. */
  readonly contender: number
  readonly net: number
  /** The harness's own part. */
  readonly idle: number
}

/** Runs the whole race. `said` hears of each case that begins. */
export async function race(
  effort: Effort,
  said: (text: string) => void,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const count of effort.counts) {
    said(`${count.toLocaleString('en')} origins`)
    const cases = count === 1 ? [...BY_COUNT, ...BY_KIND] : BY_COUNT
    results.push(...(await raceAt(count, cases, effort, said)))
  }
  return results
}

async function raceAt(
  count: number,
  cases: readonly Case[],
  effort: Effort,
  said: (text: string) => void,
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
      said(`  ${each.name}`)
      await warmUp(workers, each, effort, at === 0 ? 1 : 1 / 4)
      results.push(...(await raceCase(workers, count, each, effort)))
    }
    return results
  } finally {
    for (const worker of workers) worker.kill()
  }
}

/** As many requests as a server has seen when it counts: the engine's code is compiled for speed by then. */
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

/** @throws {Error} The worker failed, or ended. */
async function ask(worker: ChildProcess, command: Command): Promise<Reply> {
  const answered = new AbortController()
  const { signal } = answered
  try {
    worker.send(command)
    const [reply] = (await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(() => {
        throw new Error('a worker ended before its answer')
      }),
    ])) as [Reply]
    if ('error' in reply) throw new Error(reply.error)
    return reply
  } finally {
    answered.abort()
  }
}
