/**
 * Clean-up that also happens after a failed test or a signal.
 *
 * @module
 */
const pending = new Set<() => void>()
let isWatching = false

/**
 * Runs `cleanUp` when this process ends.
 *
 * @returns Cancels it.
 */
export function atExit(cleanUp: () => void): () => void {
  watch()
  pending.add(cleanUp)
  return () => void pending.delete(cleanUp)
}

function watch(): void {
  if (isWatching) return
  isWatching = true
  process.once('exit', () => {
    for (const cleanUp of [...pending]) cleanUp()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(130))
  }
}
