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
export function sortedByRisk(changes: Iterable<Change>): readonly Change[] {
  return [...changes]
    .map((change) => ({ change, ranks: ranksOf(change) }))
    .sort((a, b) => compareRanks(a.ranks, b.ranks) || compareTexts(a.change, b.change))
    .map(({ change }) => change)
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
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

const TEXTS = [
  'resource',
  'paths',
  'methods',
  'origins',
  'headers',
  'tenant',
  'condition',
  'during',
  'what',
] as const

const LISTS = new WeakMap<object, string>()

function textOf(value: Change[(typeof TEXTS)[number]]): string {
  if (value === null || typeof value === 'string') return JSON.stringify(value)
  let text = LISTS.get(value)
  if (text === undefined) {
    text = JSON.stringify(value)
    LISTS.set(value, text)
  }
  return text
}

/** One field at a time: most changes differ in the first ones, and lists of origins are long. */
function compareTexts(a: Change, b: Change): number {
  for (const name of TEXTS) {
    if (a[name] === b[name]) continue
    const [textA, textB] = [textOf(a[name]), textOf(b[name])]
    if (textA !== textB) return textA < textB ? -1 : 1
  }
  return 0
}
