/**
 * What must hold of the steps to any decision; for tests.
 *
 * @module
 */
import type { Decision } from '../src/decision.ts'
import { isReadable, type TracedStep } from '../src/explain/step-list.ts'

/** Every rule that the steps break. */
export function faultsOf(steps: readonly TracedStep[], decision: Decision): readonly string[] {
  const faults: string[] = []
  const last = steps.findLast(({ outcome }) => outcome !== 'skip')
  if (last?.reason !== decision.reason)
    faults.push(`settles ${last?.reason}, not ${decision.reason}`)
  const good = isReadable(decision.reason)
  if (last?.outcome !== (good ? 'pass' : 'fail')) faults.push(`the last step is ${last?.outcome}`)
  const denied = decision.status === 400 || decision.status === 403 || !good
  if (denied && !steps.some(({ outcome }) => outcome === 'fail')) faults.push('no step fails')
  const settled = steps.filter(({ reason }) => reason !== null)
  if (new Set(settled.map(({ reason }) => reason)).size !== 1) faults.push('two reasons')
  for (const { text, reason, outcome } of steps) {
    if (reason !== null && outcome !== 'skip' && outcome !== last?.outcome)
      faults.push(`turns: ${text}`)
    if (!/^[\x20-\x7e…]+$/.test(text)) faults.push(`unprintable: ${JSON.stringify(text)}`)
    if (text.length > 2000) faults.push(`long: ${text.length}`)
    if (/undefined|NaN|\[object|\.$|^[A-Z]/.test(text)) faults.push(`odd: ${text}`)
  }
  return faults
}
