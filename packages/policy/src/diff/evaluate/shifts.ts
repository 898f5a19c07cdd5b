/**
 * Comparison of two decisions for one request, aspect by aspect.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Aspect, Direction } from '../change.ts'
import type { BundlePair } from '../pair/index.ts'
import type { DecisionPair, RequestSample } from './request-sample.ts'

/** An aspect in which more or less is allowed than before. */
export interface Shift {
  readonly direction: Direction
  readonly aspect: Aspect
  /** Exposed names, for `expose`. */
  readonly names: readonly string[]
}

/** Represents every header that neither response lists. */
export const ANY_NAME = '*'

/** All shifts of one request. Where reading as a whole is allowed or denied, its parts are not listed. */
export function shiftsOf(
  sides: BundlePair,
  sample: RequestSample,
  { before, after }: DecisionPair,
): readonly Shift[] {
  if (before === after) return []
  if (sample.shape === 'preflight') return preflightShifts(before, after)
  // Browsers do not check the response (D25): an open WebSocket can be read.
  if (sample.shape === 'websocket') return shift('read', before.reach, after.reach)
  const reach = shift(
    isIsolated(before) || isIsolated(after) ? 'embed' : 'reach',
    before.reach,
    after.reach,
  )
  const read = shift('read', isRead(before), isRead(after))
  const found = read.length > 0 ? [...read] : [...reach]
  if (isRead(before) && isRead(after)) {
    found.push(...shift('credentials', withCredentials(before), withCredentials(after)))
    found.push(...exposeShifts(before, after))
    found.push(...shift('timing', isTimed(before), isTimed(after)))
  }
  // These do not depend on the sender: a request without Origin represents all.
  if (sample.origins.length === 0 && before.reach && after.reach) {
    found.push(...shift('embed', embedRank(before), embedRank(after)))
    found.push(
      ...shift('authentication', isWithoutLogin(sides, 0, before), isWithoutLogin(sides, 1, after)),
    )
  }
  return found
}

/** A larger value is wider. */
function shift(aspect: Aspect, before: boolean | number, after: boolean | number): Shift[] {
  if (before === after) return []
  return [{ direction: after > before ? 'wider' : 'tighter', aspect, names: [] }]
}

/** Same-origin pages need no preflight. */
function preflightShifts(before: Decision, after: Decision): readonly Shift[] {
  const granted = (decision: Decision): boolean =>
    decision.kind === 'same-origin' || decision.status === 204
  if (granted(before) && granted(after)) {
    return shift('credentials', withCredentials(before), withCredentials(after))
  }
  return shift('preflight', granted(before), granted(after))
}

/** Same-origin pages read every response: CORS does not apply. */
function isRead({ kind, read, reach }: Decision): boolean {
  return kind === 'same-origin' ? reach : read
}

function isIsolated({ reason }: Decision): boolean {
  return reason === 'cross-site-blocked'
}

export function withCredentials(decision: Decision): boolean {
  return (
    decision.kind === 'same-origin' ||
    headerOf(decision, 'access-control-allow-credentials') === 'true'
  )
}

function isTimed(decision: Decision): boolean {
  return decision.kind === 'same-origin' || headerOf(decision, 'timing-allow-origin') !== undefined
}

/** Without the header the application may set one; the default allows embedding. */
function embedRank(decision: Decision): number {
  switch (headerOf(decision, 'cross-origin-resource-policy')) {
    case 'same-origin':
      return 0
    case 'same-site':
      return 1
    case 'cross-origin':
      return 3
    default:
      return 2
  }
}

function isWithoutLogin(sides: BundlePair, side: 0 | 1, { resource }: Decision): boolean {
  const found = resource === null ? undefined : sides[side].resources.get(resource)
  return found?.authentication !== 'required'
}

function exposeShifts(before: Decision, after: Decision): readonly Shift[] {
  const [old, now] = [exposed(before), exposed(after)]
  const names = [...new Set([...old.listed, ...now.listed, ANY_NAME, 'authorization'])].sort()
  const opened = names.filter((name) => !sees(old, name) && sees(now, name))
  const closed = names.filter((name) => sees(old, name) && !sees(now, name))
  return [
    ...(opened.length > 0
      ? [{ direction: 'wider', aspect: 'expose', names: opened } as const]
      : []),
    ...(closed.length > 0
      ? [{ direction: 'tighter', aspect: 'expose', names: closed } as const]
      : []),
  ]
}

interface Exposed {
  readonly listed: readonly string[]
  /** `most`: every name but `authorization`; `every`: that too, for same-origin pages. */
  readonly all: 'none' | 'most' | 'every'
}

function exposed(decision: Decision): Exposed {
  if (decision.kind === 'same-origin') return { listed: [], all: 'every' }
  const value = headerOf(decision, 'access-control-expose-headers') ?? ''
  const listed = value === '' ? [] : value.split(', ')
  // Fetch, CORS-safelisted response-header: `*` counts only without credentials.
  return { listed, all: listed.includes('*') ? 'most' : 'none' }
}

function sees({ listed, all }: Exposed, name: string): boolean {
  if (all === 'every' || listed.includes(name)) return true
  return all === 'most' && name !== 'authorization'
}

export function headerOf({ headers }: Decision, name: string): string | undefined {
  return headers.find(([other]) => other === name)?.[1]
}
