/**
 * What two decisions for one request allow, compared aspect by aspect.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Aspect } from '../change.ts'
import type { Sides } from '../pair/index.ts'
import type { Answers, Ask } from './request-sample.ts'

export type Direction = 'wider' | 'tighter'

/** One aspect in which a request may do more or less than before. */
export interface Shift {
  readonly direction: Direction
  readonly aspect: Aspect
  /** Exposed names, for `expose`. */
  readonly names: readonly string[]
}

/** Stands for every header that neither answer names. */
export const ANY_NAME = '*'

/** All shifts of one request; of what opens or closes altogether the parts are not listed. */
export function shiftsOf(sides: Sides, ask: Ask, { before, after }: Answers): readonly Shift[] {
  if (before === after) return []
  if (ask.shape === 'preflight') return preflightShifts(before, after)
  // No browser checks the answer (D25): a socket that is opened is read.
  if (ask.shape === 'websocket') return shift('read', before.reach, after.reach)
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
  // These do not ask who sends the request: one without Origin stands for all.
  if (ask.origins.length === 0 && before.reach && after.reach) {
    found.push(...shift('embed', embedRank(before), embedRank(after)))
    found.push(
      ...shift('authentication', isWithoutLogin(sides, 0, before), isWithoutLogin(sides, 1, after)),
    )
  }
  return found
}

/** More is wider. */
function shift(aspect: Aspect, before: boolean | number, after: boolean | number): Shift[] {
  if (before === after) return []
  return [{ direction: after > before ? 'wider' : 'tighter', aspect, names: [] }]
}

/** No preflight stands before a page of the API's own. */
function preflightShifts(before: Decision, after: Decision): readonly Shift[] {
  const granted = (decision: Decision): boolean =>
    decision.kind === 'same-origin' || decision.status === 204
  if (granted(before) && granted(after)) {
    return shift('credentials', withCredentials(before), withCredentials(after))
  }
  return shift('preflight', granted(before), granted(after))
}

/** A page of the API's own reads whatever it reaches: nobody asks the policy. */
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

/** Without the header the application's own stands, and by default anybody may embed. */
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

function isWithoutLogin(sides: Sides, side: 0 | 1, { resource }: Decision): boolean {
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
  /** Every name but `authorization`; a page of the API's own sees that too. */
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
