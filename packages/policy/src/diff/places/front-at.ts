/**
 * What the engine itself says of a url: where it leads, and which origins are own there.
 *
 * @module
 */
import {
  frontOf,
  listsHolding,
  type PreparedPolicy,
  type RequestFields,
  readFields,
} from '@marque/core/engine'
import type { PolicySides, Sides } from '../sides.ts'
import { bothSides } from '../sides.ts'
import type { Senders, Where } from './place.ts'

const NO_FIELDS: RequestFields = readFields([])

/** @param method The effective one. */
export function whereAt(policy: PreparedPolicy, url: string, method: string): Where {
  return frontOf(policy, { method, url, headers: [] }, NO_FIELDS, {}).where
}

/** On which sides an origin is own at a url (D6). */
function ownAt(policies: PolicySides, url: string, origin: string): Sides<boolean> {
  const fields: RequestFields = { ...NO_FIELDS, origins: 1, origin }
  const request = { method: 'GET', url, headers: [] }
  return bothSides((side) => frontOf(policies[side], request, fields, {}).kind === 'same-origin')
}

/** The senders that a host distinguishes by own origins (D6). */
export interface OwnOrigins {
  /** Everybody but own origins. */
  readonly strangers: Senders
  /** Origins that are own on both sides, own pages by fetch metadata among them. */
  readonly both: Senders
  /** Origins that are own on one side, each by itself. */
  readonly one: readonly Senders[]
}

/** @param url Any url of the host. */
export function ownOrigins(policies: PolicySides, url: string, host: string): OwnOrigins {
  const without: string[] = []
  const both: string[] = []
  const one: Senders[] = []
  for (const origin of ownCandidates(policies, host)) {
    const on = ownAt(policies, url, origin)
    if (!on[0] && !on[1]) continue
    if (isListed(policies, origin)) without.push(origin)
    if (on[0] && on[1]) both.push(origin)
    else one.push(sendersOf([origin], on))
  }
  return {
    strangers: sendersOf([], [false, false], without),
    both: sendersOf([...both, 'null'], [true, true]),
    one,
  }
}

/** @param without For strangers: the listed origins that are own at the host. */
export function sendersOf(
  own: readonly string[],
  on: Sides<boolean>,
  without: readonly string[] = [],
): Senders {
  return { own, on, without, key: [on.join(), own.join(), without.join()].join(' | ') }
}

/** Whether a list of either side holds an origin. */
export function isListed(policies: PolicySides, origin: string): boolean {
  return policies.some(({ origins }) => (listsHolding(origins, origin)?.length ?? 0) > 0)
}

/** The origins that can be own at a host on one side or both, sorted. */
function ownCandidates(policies: PolicySides, host: string): readonly string[] {
  const found = new Set<string>()
  for (const { bundle } of policies) {
    for (const entry of bundle.self) {
      if (!entry.includes('{tenant}')) {
        if (bundle.self.length === 1 || authorityOf(entry) === host) found.add(entry)
      } else if (labelIn(authorityOf(entry), host) !== null) {
        found.add(`${entry.slice(0, entry.indexOf('://'))}://${host}`)
      }
    }
  }
  return [...found].sort()
}

/** The text that stands for `{tenant}` in a host; null where the host does not fit. */
function labelIn(template: string, host: string): string | null {
  const at = template.indexOf('{tenant}')
  const [before, after] = [template.slice(0, at), template.slice(at + '{tenant}'.length)]
  const fits = host.length > before.length + after.length
  return fits && host.startsWith(before) && host.endsWith(after)
    ? host.slice(before.length, host.length - after.length)
    : null
}

export function authorityOf(origin: string): string {
  return origin.slice(origin.indexOf('://') + 3)
}
