/**
 * Reports of a policy source that could not renew its policy: without them an application would go on with an old policy unnoticed.
 *
 * @module
 */
import type { PolicySource, SyncEvent } from '@marque/sync'
import { countRejected, trackSource } from './process-metrics.ts'

/**
 * Writes one line to `console.error` for each new problem, and one when the policy is renewed again; several middlewares with one source report once.
 */
export function reportPolicy(source: PolicySource): void {
  const tracked = trackSource(source)
  if (tracked === null) return
  let last: string | null = null
  source.onEvent((event) => {
    const problem = problemOf(event)
    const isCurrent = event.type === 'swapped' || event.type === 'unchanged'
    if (event.type === 'rejected') countRejected(event.problem.code)
    else if (isCurrent) tracked.lastSuccess = Date.now()
    if (problem !== null && problem !== last) console.error(problem)
    else if (tracked.isRejected ? isCurrent : event.type === 'swapped' && last !== null)
      console.error(`marque: policy ${source.held?.digest.slice(0, 19)} is in force`)
    if (event.type === 'rejected' && event.of === 'bundle') tracked.isRejected = true
    else if (isCurrent) tracked.isRejected = false
    if (problem !== null) last = problem
    else if (isCurrent) last = null
  })
}

function problemOf(event: SyncEvent): string | null {
  if (event.type === 'not-persisted')
    return `marque: the policy cannot be kept on disk: ${oneLine(event.message)}`
  if (event.type !== 'rejected') return null
  const { code, message } = event.problem
  const what =
    event.of === 'lease'
      ? 'the lease of the policy could not be renewed, the previous one applies until it ends'
      : 'the policy could not be renewed, the previous one stays in force'
  return `marque: ${what}: ${oneLine(message)} (${code})`
}

/** Messages may quote a file: nothing of it reaches a terminal as a control character or as a second line. */
function oneLine(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 1_000)
}
