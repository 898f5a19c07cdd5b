/**
 * D22: one author of what stands on an answer.
 *
 * @module
 */
import type { Decision, HeaderLine } from '@marque/core'
import { asciiLower, elementsOf } from './lines.ts'

/** The model's `answerHeaders`. */
export function oracleAnswerHeaders(
  decision: Decision,
  below: readonly HeaderLine[],
): HeaderLine[] {
  const set = decision.headers.map(([name]) => asciiLower(name))
  const kept = below.filter(([rawName]) => {
    const name = asciiLower(rawName)
    if (name.startsWith('access-control-') || decision.removes.includes(name)) return false
    return name !== 'vary' && !set.includes(name)
  })
  const vary = mergedVary(below, decision.vary)
  return [...kept, ...decision.headers, ...(vary === null ? [] : [['vary', vary] as const])]
}

/** Never lost, never doubled; `*` stays. */
function mergedVary(below: readonly HeaderLine[], ours: readonly string[]): string | null {
  const theirs = elementsOf(
    below.filter(([name]) => asciiLower(name) === 'vary').map(([, value]) => value),
  )
  if (theirs.includes('*')) return '*'
  const merged: string[] = []
  for (const name of [...theirs, ...ours]) {
    if (!merged.some((one) => asciiLower(one) === asciiLower(name))) merged.push(name)
  }
  return merged.length === 0 ? null : merged.join(', ')
}
