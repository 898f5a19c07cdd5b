/**
 * Memory given back after a large policy came.
 *
 * What a policy passes through on its way in, and the one that it replaces, are garbage of many megabytes that came at once. V8 sees no need to collect it in a
 * process that then does little, and keeps the pages of what it does collect: each of twenty policies of 100,000 origins made a process ten megabytes larger.
 *
 * @module
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Bundle } from '@marque/core'

/** Below it a policy is less than what a second of traffic leaves behind. */
const MANY_ORIGINS = 10_000

export function isLarge({ sets, tenants }: Bundle): boolean {
  let origins = 0
  for (const lists of [sets, tenants])
    for (const { exact, patterns } of Object.values(lists))
      origins += exact.length + patterns.length
  return origins >= MANY_ORIGINS
}

type Collect = (options: {
  readonly type: 'major'
  readonly execution: 'sync'
  readonly flavor: 'last-resort'
}) => void

let collect: Collect | null = null

/** Collects all, and gives empty pages back to the system. The process stands still meanwhile, about as long as a policy of this size takes to be made ready. */
export function giveBack(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc')
    // It is there in contexts that are made from now on; the program's own has none.
    collect = runInNewContext('gc') as Collect
    setFlagsFromString('--no-expose-gc')
  }
  // Of the kinds of collection the one that keeps no pages for later.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
