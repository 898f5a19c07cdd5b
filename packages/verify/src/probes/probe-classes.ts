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
  /** URLs that `--path` named. */
  'named',
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
  /** A stranger that layers let in which were configured for development. */
  'unlisted-local',
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

/** Classes that show most mistakes: the groups begin with another one each, so that a budget of one probe for each resource has some of all. */
const CORE: readonly ProbeClass[] = PROBE_CLASSES.slice(0, 4)

/** The drafts in the order of their classes; within a class the groups take turns, so that none drowns the others. */
export function* inClassOrder(groups: readonly ClassedDrafts[]): Generator<ProbeDraft> {
  yield* inTurn(
    groups.map((group, at) => {
      const first = at % CORE.length
      return [...CORE.slice(first), ...CORE.slice(0, first)].flatMap((name) => ofClass(name, group))
    }),
  )
  for (const name of PROBE_CLASSES.slice(CORE.length)) {
    yield* inTurn(groups.map((group) => ofClass(name, group)))
  }
}

function ofClass(name: ProbeClass, group: ClassedDrafts): readonly ProbeDraft[] {
  return group.flatMap(([own, drafts]) => (own === name ? drafts : []))
}

/** The first of each group, then the second of each, and so on. */
function* inTurn(groups: readonly (readonly ProbeDraft[])[]): Generator<ProbeDraft> {
  const longest = groups.reduce((most, { length }) => Math.max(most, length), 0)
  for (let at = 0; at < longest; at++) {
    for (const group of groups) {
      const draft = group[at]
      if (draft !== undefined) yield draft
    }
  }
}
