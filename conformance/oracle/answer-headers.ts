/**
 * D22: one author of what stands on an answer; D29: the stricter of two layers.
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
  const own = stricterOwn(decision.headers, below)
  const set = decision.headers.map(([name]) => asciiLower(name))
  const kept = below.filter(([rawName]) => {
    const name = asciiLower(rawName)
    if (name === 'marque-read') return false
    if (name.startsWith('access-control-') || decision.removes.includes(name)) return false
    return name !== 'vary' && !set.includes(name)
  })
  const vary = mergedVary(below, decision.vary)
  return [...kept, ...own, ...(vary === null ? [] : [['vary', vary] as const])]
}

/** D29: nothing that a layer below has denied. */
function stricterOwn(
  own: readonly HeaderLine[],
  below: readonly HeaderLine[],
): readonly HeaderLine[] {
  const texts = (wanted: string): string[] =>
    below.filter(([name]) => asciiLower(name) === wanted).map(([, value]) => value)
  const names = (values: readonly string[]): string[] => elementsOf(values).map(asciiLower)
  const reports = texts('marque-read')
  if (reports.length === 0) return own
  const [theirOrigin, second] = texts('access-control-allow-origin')
  const ownOrigin = own.find(([name]) => name === 'access-control-allow-origin')?.[1]
  const isGranted =
    reports.length === 1 &&
    reports[0] === 'granted' &&
    second === undefined &&
    theirOrigin !== undefined &&
    (theirOrigin === '*' || ownOrigin === '*' || theirOrigin === ownOrigin)
  return own.flatMap(([name, value]): HeaderLine[] => {
    switch (name) {
      case 'access-control-allow-origin':
        return isGranted ? [[name, value]] : []
      case 'access-control-allow-credentials':
      case 'timing-allow-origin': {
        const theirs = texts(name)
        return isGranted && (theirs.includes(value) || theirs.includes('*')) ? [[name, value]] : []
      }
      case 'access-control-expose-headers': {
        const ours = names([value])
        const theirs = names(texts(name))
        if (!isGranted) return []
        if (theirs.includes('*')) return [[name, value]]
        const both = (ours.includes('*') ? theirs : ours).filter((one) => theirs.includes(one))
        return both.length === 0 ? [] : [[name, both.join(', ')]]
      }
      default:
        return [[name, value]]
    }
  })
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
