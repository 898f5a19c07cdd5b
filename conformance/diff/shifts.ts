/**
 * What a reviewer would call wider or tighter, read off two decisions without any of the code of `diff`.
 *
 * @module
 */
import type { Bundle, Decision } from '@marque/core'
import type { In } from './requests.ts'

export interface Shift {
  readonly direction: 'wider' | 'tighter'
  readonly aspect: string
  /** The exposed name. */
  readonly name?: string
}

interface Power {
  readonly [aspect: string]: number
}

const NAMES: readonly string[] = [
  'authorization',
  'etag',
  'retry-after',
  'x-a',
  'x-b',
  'x-never-named',
]

/** Everything that one side allows, more is wider. A page of the API's own may do everything that it reaches. */
function powerOf(decision: Decision, bundle: Bundle, isPreflight: boolean): Power {
  const own = decision.kind === 'same-origin'
  const header = (name: string): string | undefined =>
    decision.headers.find(([other]) => other === name)?.[1]
  const credentials = own || header('access-control-allow-credentials') === 'true'
  // To the side for which the origin is own, a preflight is a request with OPTIONS: what it may send follows from whether it passes.
  if (isPreflight) {
    const granted = own ? decision.reach : decision.status === 204
    return { preflight: granted ? 1 : 0, credentials: granted && credentials ? 1 : 0 }
  }
  const read = own ? decision.reach : decision.read
  const power: { [aspect: string]: number } = {
    reach: decision.reach ? 1 : 0,
    read: read ? 1 : 0,
  }
  // No browser checks the answer: a socket that opens is read.
  if (decision.kind === 'websocket') return { reach: power.reach ?? 0, read: power.reach ?? 0 }
  if (decision.reach) {
    const resource = bundle.resources.find(({ name }) => name === decision.resource)
    // An application could read an ambiguous path as one that requires a login.
    const deciding =
      decision.reason === 'path-ambiguous' ? bundle.resources : resource ? [resource] : []
    const isRequired = deciding.some(({ authentication }) => authentication === 'required')
    power.authentication = isRequired ? 0 : 1
    const policy = header('cross-origin-resource-policy') ?? ''
    power.embed = ['same-origin', 'same-site', '', 'cross-origin'].indexOf(policy)
  }
  if (read) {
    power.credentials = credentials ? 1 : 0
    power.timing = own || header('timing-allow-origin') !== undefined ? 1 : 0
    const exposed = (header('access-control-expose-headers') ?? '').split(', ')
    for (const name of NAMES) {
      const seen =
        own || exposed.includes(name) || (exposed.includes('*') && name !== 'authorization')
      power[`expose ${name}`] = seen ? 1 : 0
    }
  }
  return power
}

/** Aspects that one side does not have are not compared: what is not read exposes nothing. */
export function shiftsOf(
  asked: In,
  before: Decision,
  after: Decision,
  bundles: readonly [Bundle, Bundle],
): readonly Shift[] {
  const { method, headers } = asked.request
  const isPreflight =
    method === 'OPTIONS' &&
    headers.some(([name]) => name === 'Access-Control-Request-Method') &&
    headers.some(([name]) => name === 'Origin')
  const [old, now] = [
    powerOf(before, bundles[0], isPreflight),
    powerOf(after, bundles[1], isPreflight),
  ]
  const shifts: Shift[] = []
  for (const aspect of Object.keys(old)) {
    const [a = 0, b] = [old[aspect], now[aspect]]
    if (b === undefined || a === b) continue
    if (isPreflight && aspect === 'credentials' && old.preflight !== now.preflight) continue
    const direction = b > a ? 'wider' : 'tighter'
    const [kind = '', name] = aspect.split(' ')
    shifts.push(
      name === undefined ? { direction, aspect: kind } : { direction, aspect: kind, name },
    )
  }
  return shifts
}
