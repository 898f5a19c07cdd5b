/**
 * What changes in a cell, aspect by aspect.
 *
 * @module
 */
import type { Outcome, RequestShape, Sides } from '../cells/index.ts'
import type { Aspect, Direction } from '../change.ts'

/** An aspect in which more or less is allowed than before. */
export interface Shift {
  readonly direction: Direction
  readonly aspect: Aspect
  /** Response header names, for `expose`; sorted, `*` for every name that neither response lists. */
  readonly names: readonly string[]
}

/**
 * The shifts of requests of one shape. Where reading as a whole is allowed or denied, its parts are not listed: reaching, credentials, response
 * headers, timings.
 */
export function shiftsBetween(
  shape: RequestShape,
  [before, after]: Sides<Outcome>,
): readonly Shift[] {
  if (shape === 'preflight') {
    return before.preflight && after.preflight
      ? shift('credentials', before.credentials, after.credentials)
      : shift('preflight', before.preflight, after.preflight)
  }
  if (shape === 'websocket') return shift('read', before.read, after.read)
  const isIsolation = before.isolated || after.isolated
  const reach = shift(isIsolation ? 'embed' : 'reach', before.reach, after.reach)
  if (shape === 'plain') {
    if (!before.reach || !after.reach) return reach
    return [
      ...shift('embed', before.embed ?? 0, after.embed ?? 0),
      ...shift('authentication', before.withoutLogin ?? false, after.withoutLogin ?? false),
    ]
  }
  if (before.read !== after.read) return shift('read', before.read, after.read)
  if (!before.read) return reach
  return [
    ...shift('credentials', before.credentials, after.credentials),
    ...exposeShifts(before.expose, after.expose),
    ...shift('timing', before.timing, after.timing),
  ]
}

/** A larger value is wider. */
function shift(aspect: Aspect, before: boolean | number, after: boolean | number): Shift[] {
  if (before === after) return []
  return [{ direction: after > before ? 'wider' : 'tighter', aspect, names: [] }]
}

/** Represents every header that neither response lists. */
const ANY_NAME = '*'

function exposeShifts(before: readonly string[], after: readonly string[]): Shift[] {
  const listed = [...before, ...after].filter((name) => !name.startsWith('*'))
  const names = [...new Set([...listed, ANY_NAME, 'authorization'])].sort()
  const opened = names.filter((name) => !isSeen(before, name) && isSeen(after, name))
  const closed = names.filter((name) => isSeen(before, name) && !isSeen(after, name))
  return [
    ...(opened.length > 0
      ? [{ direction: 'wider', aspect: 'expose', names: opened } as const]
      : []),
    ...(closed.length > 0
      ? [{ direction: 'tighter', aspect: 'expose', names: closed } as const]
      : []),
  ]
}

/** Fetch, CORS-safelisted response-header: `*` counts only without credentials, and not for Authorization. */
function isSeen(exposed: readonly string[], name: string): boolean {
  if (exposed.includes('**') || exposed.includes(name)) return true
  return exposed.includes('*') && name !== 'authorization'
}
