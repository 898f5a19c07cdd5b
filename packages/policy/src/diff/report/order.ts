/**
 * The order of changes: the highest risk first.
 *
 * @module
 */
import type { Sensitivity } from '@marque/core'
import type { Aspect, Change } from '../change.ts'

const DIRECTIONS: readonly Change['direction'][] = ['wider', 'tighter']

const SENSITIVITIES: readonly Sensitivity[] = ['restricted', 'confidential', 'internal', 'public']

const ASPECTS: readonly Aspect[] = [
  'read',
  'credentials',
  'authentication',
  'reach',
  'preflight',
  'expose',
  'embed',
  'timing',
]

/** By direction; then reading with credentials by unlisted origins, reading with credentials, sensitivity, aspect and name. */
export function byRisk(a: Change, b: Change): number {
  const [ranksA, ranksB] = [ranksOf(a), ranksOf(b)]
  for (let at = 0; at < ranksA.length; at++) {
    const difference = (ranksA[at] ?? 0) - (ranksB[at] ?? 0)
    if (difference !== 0) return difference
  }
  const [textA, textB] = [textOf(a), textOf(b)]
  if (textA === textB) return 0
  return textA < textB ? -1 : 1
}

function ranksOf(change: Change): readonly number[] {
  const { direction, aspect, origins, sensitivity } = change
  const withCredentials = change.credentials && (aspect === 'read' || aspect === 'credentials')
  const isBroad = origins.some(
    (origin) => origin === '*' || origin === 'null' || origin.includes('*'),
  )
  return [
    DIRECTIONS.indexOf(direction),
    withCredentials && isBroad ? 0 : withCredentials ? 1 : 2,
    rankOf(sensitivity),
    isSecondary(change) ? 1 : 0,
    ASPECTS.indexOf(aspect),
    isBroad ? 0 : 1,
  ]
}

/** Of the stricter one of the two. */
function rankOf(sensitivity: Change['sensitivity']): number {
  const ranks = sensitivity.map((one) =>
    one === null ? SENSITIVITIES.length : SENSITIVITIES.indexOf(one),
  )
  return Math.min(...ranks)
}

/** Special circumstances and other spellings come after normal requests. */
function isSecondary({ condition }: Change): boolean {
  return (
    condition !== null &&
    /^(?:where the path is|during a|after the lease|where the layer)/.test(condition)
  )
}

function textOf(change: Change): string {
  const { resource, paths, methods, origins, headers, tenant, condition, during, what } = change
  return JSON.stringify([
    resource,
    paths,
    methods,
    origins,
    headers,
    tenant,
    condition,
    during,
    what,
  ])
}
