/**
 * Why a request is decided differently: the edits which alone give the new decision.
 *
 * @module
 */
import {
  type Bundle,
  type Decision,
  decide,
  type Engine,
  prepare,
  readOrigin,
  readPattern,
  type Vector,
} from '@marque/core'
import { type Edit, editsBetween, pairResources } from '../edits/index.ts'
import { ResourceFilter, restrictBundle } from './restrict-bundle.ts'

/** Whether a decision of an edited bundle is the new one, as far as the change is concerned. */
export type IsNewOutcome = (decision: Decision, edited: Engine) => boolean

/** More edits that can concern one request are not tried in pairs. */
const MOST_PAIRED = 16

/**
 * Finds causes by counterfactuals: an edit is a cause if it alone, applied to the bundle before, gives the outcome after.
 *
 * Only edits that can concern the request are tried, on the part of the bundle that the request can depend on, so the cost does not
 * depend on the size of the bundle. Not safe to share between comparisons.
 */
export class CauseFinder {
  /** All edits, in their fixed order. */
  readonly edits: readonly Edit[]
  readonly #before: Bundle
  readonly #after: Bundle
  readonly #filter: ResourceFilter
  readonly #partners: ReadonlyMap<string, readonly string[]>

  constructor(before: Bundle, after: Bundle) {
    this.edits = editsBetween(before, after)
    this.#before = before
    this.#after = after
    this.#filter = new ResourceFilter([before, after])
    this.#partners = partnersIn(before, after)
  }

  /**
   * The first edit that alone gives the new outcome; otherwise the first pair that does; otherwise none.
   *
   * @param input The request of a change's witness.
   * @param isNew Receives the engine of the edited bundle without what does not concern the request.
   */
  find(input: Vector['in'], isNew: IsNewOutcome): readonly Edit[] {
    const origins = originsOf(input)
    const names = this.#namesFor(input.request.url)
    const { leaseUntil } = input.moment
    const edits = this.edits.filter(
      (edit) =>
        edit.kind !== 'contact' &&
        (edit.kind !== 'stale-after' || leaseUntil !== undefined) &&
        this.#concerns(edit, names, origins),
    )
    if (edits.length === 1) return edits
    const before = restrictBundle(this.#before, names, origins)
    const gives = (bundle: Bundle): boolean => {
      const { request, context, moment } = input
      const engine = prepare(bundle)
      return isNew(decide(engine, request, context, moment), engine)
    }
    const edited = edits.map((edit) => edit.apply(before))
    const single = edits.find((_, at) => gives(edited[at] ?? before))
    if (single !== undefined) return [single]
    if (edits.length > MOST_PAIRED) return []
    for (const [at, first] of edits.entries()) {
      const bundle = edited[at] ?? before
      const second = edits.slice(at + 1).find((edit) => gives(edit.apply(bundle)))
      if (second !== undefined) return [first, second]
    }
    return []
  }

  #namesFor(url: string): ReadonlySet<string> | null {
    const names = this.#filter.namesFor(url)
    if (names === null) return null
    return new Set([...names].flatMap((name) => [name, ...(this.#partners.get(name) ?? [])]))
  }

  #concerns(
    { resources, origin, list }: Edit,
    names: ReadonlySet<string> | null,
    origins: readonly string[],
  ): boolean {
    if (origin !== null) return origins.some((one) => isIn(one, origin))
    if (resources !== null) return names === null || [...resources].some((name) => names.has(name))
    // A tenant that is added or removed concerns requests without Origin too.
    if (list === null || list.kind === 'tenant') return true
    return [this.#before, this.#after].some(({ sets }) => {
      const { exact = [], patterns = [] } = sets[list.name] ?? {}
      return origins.some(
        (one) => exact.includes(one) || patterns.some((pattern) => isIn(one, pattern)),
      )
    })
  }
}

/** The other name of a renamed resource, both ways. */
function partnersIn(before: Bundle, after: Bundle): ReadonlyMap<string, readonly string[]> {
  const partners = new Map<string, string[]>()
  for (const [was, now] of pairResources(before, after)) {
    if (was === null || now === null || was.name === now.name) continue
    partners.set(was.name, [...(partners.get(was.name) ?? []), now.name])
    partners.set(now.name, [...(partners.get(now.name) ?? []), was.name])
  }
  return partners
}

/** The origins that the request sends, and that of its token. */
function originsOf({ request, context }: Vector['in']): readonly string[] {
  const sent = request.headers.filter(([name]) => name.toLowerCase() === 'origin')
  const token = typeof context.token === 'object' ? [context.token.origin] : []
  return [...new Set([...sent.map(([, value]) => value), ...token])]
}

/** Whether a list entry, an origin or a pattern, covers an origin. */
function isIn(origin: string, entry: string): boolean {
  if (origin === entry) return true
  const pattern = readPattern(entry)
  const read = readOrigin(origin)
  if (pattern === undefined || read === undefined || pattern.scheme !== read.scheme) return false
  const isHost = pattern.subdomains
    ? read.host.endsWith(`.${pattern.host}`)
    : read.host === pattern.host
  return isHost && (pattern.port === 'any' || pattern.port === read.port)
}
