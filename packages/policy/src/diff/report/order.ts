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
  const [keyA, keyB] = [keyOf(a), keyOf(b)]
  for (let at = 0; at < keyA.ranks.length; at++) {
    const difference = (keyA.ranks[at] ?? 0) - (keyB.ranks[at] ?? 0)
    if (difference !== 0) return difference
  }
  if (keyA.text === keyB.text) return 0
  return keyA.text < keyB.text ? -1 : 1
}

interface OrderKey {
  readonly ranks: readonly number[]
  readonly text: string
}

const KEYS = new WeakMap<Change, OrderKey>()

/** Made once: a change is compared many times. */
function keyOf(change: Change): OrderKey {
  let key = KEYS.get(change)
  if (key === undefined) {
    key = { ranks: ranksOf(change), text: textOf(change) }
    KEYS.set(change, key)
  }
  return key
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
