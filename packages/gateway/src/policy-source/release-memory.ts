/**
 * Returning memory to the system after a large policy has been loaded.
 *
 * Loading and replacing a large policy leaves many megabytes of garbage at once. V8 sees no reason to collect it in a process that is idle afterwards, and keeps the
 * pages of what it collects: without this, each of twenty policies of 100,000 origins made a process ten megabytes larger.
 *
 * @module
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Bundle } from '@marque/core'

/** Smaller policies leave less garbage than a second of traffic. */
const LARGE_ORIGINS = 10_000

export function isLargeBundle({ sets, tenants }: Bundle): boolean {
  let origins = 0
  for (const lists of [sets, tenants])
    for (const { exact, patterns } of Object.values(lists))
      origins += exact.length + patterns.length
  return origins >= LARGE_ORIGINS
}

type CollectGarbage = (options: {
  readonly type: 'major'
  readonly execution: 'sync'
  readonly flavor: 'last-resort'
}) => void

let collectGarbage: CollectGarbage | null = null

/** Runs a full garbage collection and returns empty pages to the system. Blocks for about as long as preparing a policy of that size. */
export function releaseMemory(): void {
  if (collectGarbage === null) {
    setFlagsFromString('--expose-gc')
    // `gc` exists in contexts created after the flag was set, not in the main one.
    collectGarbage = runInNewContext('gc') as CollectGarbage
    setFlagsFromString('--no-expose-gc')
  }
  // The only kind of collection that keeps no pages in reserve.
  collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
