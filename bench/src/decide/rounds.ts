/**
 * One round of one case: batches of requests made beforehand, timed, each beside a batch of the harness alone.
 *
 * CPU time of the process and not the clock on the wall: other programs on the machine do not count, the collector's threads do.
 *
 * @module
 */
import type { AskedOrigins } from './asked-origins.ts'
import type { Runner } from './contender.ts'
import { type MessageMint, mint } from './message.ts'

/** Nanoseconds a request. */
export interface Round {
  readonly run: number
  readonly idle: number
}

/** CPU time that a batch of slow requests may take, microseconds. */
const BATCH_TIME = 1000

/**
 * Requests of one batch. Few enough that they are still in the processor's caches when they are answered, as those of a server are;
 * the clock's grain of a microsecond is lost in the sum of many batches.
 */
const LONGEST_BATCH = 64

/**
 * @param requests How many to make; fewer where they take longer than `budget`.
 * @param budget CPU milliseconds for the requests that are timed.
 */
export async function runRound(
  runner: Runner,
  from: MessageMint,
  origins: AskedOrigins,
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

/** A batch size that takes about {@link BATCH_TIME} where the longest one would take much more. */
async function shortEnough(
  runner: Runner,
  from: MessageMint,
  origins: AskedOrigins,
  longest: number,
): Promise<number> {
  const tried = Math.min(4, longest)
  const spent = await timeBatch(runner, from, origins, tried, 'run')
  return Math.max(1, Math.min(longest, Math.floor((tried * BATCH_TIME) / Math.max(1, spent))))
}

/** Batches of long requests are short, so that they fit into the processor's caches like the others. */
function sizeFor({ lines }: MessageMint): number {
  const bytes = lines.reduce((sum, { value }) => sum + value.length, 0)
  return Math.max(8, Math.floor(1_000_000 / (bytes + 1000)))
}

async function timeBatch(
  runner: Runner,
  from: MessageMint,
  origins: AskedOrigins,
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
