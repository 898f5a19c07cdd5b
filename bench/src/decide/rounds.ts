/**
 * One round of one case: timed batches of prebuilt requests, each followed by a batch of the harness alone.
 *
 * Measures CPU time of the process, not wall-clock time: other programs do not count, the garbage collector's threads do.
 *
 * @module
 */

import type { Runner } from './contender.ts'
import { type MessageMint, mint } from './message.ts'
import type { RequestedOrigins } from './requested-origins.ts'

/** Nanoseconds per request. */
export interface Round {
  readonly run: number
  readonly idle: number
}

/** CPU time of a batch of slow requests, microseconds. */
const BATCH_TIME = 1000

/**
 * Requests per batch. Few enough to be still in the CPU caches when they are handled, as in a server; the clock resolution of one
 * microsecond averages out over many batches.
 */
const LONGEST_BATCH = 64

/**
 * @param requests Maximum number of requests; fewer if they exceed `budget`.
 * @param budget CPU milliseconds for the timed requests.
 */
export async function runRound(
  runner: Runner,
  from: MessageMint,
  origins: RequestedOrigins,
  requests: number,
  budget: number,
): Promise<Round> {
  const longest = Math.min(LONGEST_BATCH, requests, sizeFor(from))
  const size = await shortEnough(runner, from, origins, longest)
  let done = 0
  let run = 0
  let idle = 0
  while (done < requests && run < budget * 1000) {
    run += await timeBatch(runner, from, origins, size, 'run')
    idle += await timeBatch(runner, from, origins, size, 'idle')
    done += size
  }
  return { run: (run * 1000) / done, idle: (idle * 1000) / done }
}

/** Batch size for slow requests, so that a batch takes about {@link BATCH_TIME}. */
async function shortEnough(
  runner: Runner,
  from: MessageMint,
  origins: RequestedOrigins,
  longest: number,
): Promise<number> {
  const tried = Math.min(4, longest)
  const spent = await timeBatch(runner, from, origins, tried, 'run')
  return Math.max(1, Math.min(longest, Math.floor((tried * BATCH_TIME) / Math.max(1, spent))))
}

/** Batches of long requests are smaller, so that they fit into the CPU caches too. */
function sizeFor({ lines }: MessageMint): number {
  const bytes = lines.reduce((sum, { value }) => sum + value.length, 0)
  return Math.max(8, Math.floor(1_000_000 / (bytes + 1000)))
}

async function timeBatch(
  runner: Runner,
  from: MessageMint,
  origins: RequestedOrigins,
  size: number,
  which: 'run' | 'idle',
): Promise<number> {
  const exchanges: unknown[] = []
  for (let at = 0; at < size; at++) exchanges.push(runner.open(mint(from, origins.next())))
  if (runner.async) {
    const call = runner[which]
    const start = process.cpuUsage()
    for (let at = 0; at < size; at++) await call(exchanges[at])
    return spentSince(start)
  }
  const call = runner[which]
  const start = process.cpuUsage()
  for (let at = 0; at < size; at++) call(exchanges[at])
  return spentSince(start)
}

function spentSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return user + system
}
