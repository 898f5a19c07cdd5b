/**
 * Counts of dropped log lines, by log and cause.
 *
 * @module
 */
import { DROP_CAUSES, type DropCause } from './line-sink.ts'

export type LogName = 'access' | 'decision'

export interface DropTally {
  add(log: LogName, cause: DropCause): void
  /** Since the start. */
  of(log: LogName): { readonly [cause in DropCause]: number }
}

export function dropTally(): DropTally {
  const none = (): { [cause in DropCause]: number } => ({
    'queue-full': 0,
    closed: 0,
    'write-failed': 0,
  })
  const counts = { access: none(), decision: none() }
  return {
    add(log, cause) {
      counts[log][cause]++
    },
    of: (log) => counts[log],
  }
}

/** Sum over all causes. */
export function totalDropped(tally: DropTally, log: LogName): number {
  return DROP_CAUSES.reduce((sum, cause) => sum + tally.of(log)[cause], 0)
}
