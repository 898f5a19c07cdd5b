/**
 * Classes of probes, and the order in which they are worth asking.
 *
 * @module
 */
import type { ProbeDraft } from './probe-draft.ts'

/** The most telling first: each of the first ones finds mistakes that are common in every resource. */
export const PROBE_CLASSES = [
  /** The plainest granted request. */
  'granted',
  'unlisted',
  'granted-preflight',
  'unlisted-preflight',
  /** Origins whose grant or list has ended, or has not begun. */
  'dates',
  /** A handshake of a stranger where a grant has WebSockets. */
  'stranger-handshake',
  /** Origins close to the plainest granted one. */
  'near-miss',
  /** URLs for which the application has nothing. */
  'missing',
  'conditional',
  'opaque',
  /** `OPTIONS` that is no preflight. */
  'options',
  /** A method or a header name that is not granted. */
  'denied-preflight',
  /** The methods of the plainest origin. */
  'method',
  'foreign-tenant',
  'cache',
  /** One origin of each list that the resource does not name. */
  'elsewhere',
  'isolation',
  'none',
  /** The first origin of each other grant. */
  'grant',
  'own',
  /** Handshakes of other origins, and of a stranger where no grant has WebSockets. */
  'handshake',
  /** Every other origin of the grants. */
  'granted-origin',
  'target',
  'spelling',
  'other-near-miss',
  'other-elsewhere',
  'other-preflight',
] as const

export type ProbeClass = (typeof PROBE_CLASSES)[number]

export type ClassedDrafts = readonly (readonly [ProbeClass, readonly ProbeDraft[]])[]

/** The drafts in the order of their classes; within a class the groups take turns, so that none drowns the others. */
export function* inClassOrder(groups: readonly ClassedDrafts[]): Generator<ProbeDraft> {
  for (const name of PROBE_CLASSES) {
    const drafts = groups.map((group) =>
      group.flatMap(([own, found]) => (own === name ? found : [])),
    )
    const longest = drafts.reduce((most, { length }) => Math.max(most, length), 0)
    for (let at = 0; at < longest; at++) {
      for (const one of drafts) {
        const draft = one[at]
        if (draft !== undefined) yield draft
      }
    }
  }
}
