/**
 * Why a request is decided differently: the edits which alone give the new decision.
 *
 * @module
 */
import {
  type Bundle,
  type Context,
  type Decision,
  decide,
  type Engine,
  type HeaderLine,
  prepare,
  type Vector,
} from '@marque/core'
import { type Edit, editsBetween, pairResources } from '../edits/index.ts'
import { patternCovers } from '../pattern-covers.ts'
import type { Sides } from '../sides.ts'
import { alikeKey, ContentIds } from './alike.ts'
import { EditIndex, isForSets } from './edit-index.ts'
import { pathOf, ResourceFilter } from './resource-filter.ts'
import { Restriction } from './restriction.ts'

/** Whether a decision of an edited bundle is the new one, as far as the change is concerned. */
export type IsNewOutcome = (decision: Decision, edited: Engine) => boolean

/** Causes that are found once for resources with equal rules. */
export interface KnownCauses {
  /** The resources that decide. */
  readonly resources: Sides<string | null>
  /** Of the change: requests and aspect. */
  readonly change: string
  /** Positions of the causes in the candidates; filled by the finder. */
  readonly positions: Map<string, readonly number[]>
}

/** More edits that can concern one request are not tried in pairs. */
const MOST_PAIRED = 12

/** More edits that can concern one request are not tried at all. */
const MOST_TRIED = 60

/** Candidates that are kept. */
const MOST_KNOWN = 500

/** The edits that can concern some requests, and the engines of the bundle with one or two of them, each prepared once. */
class Candidates {
  readonly edits: readonly Edit[]
  readonly #restrict: () => Bundle
  #before: Bundle | undefined
  readonly #engines: Map<string, Engine> = new Map()

  /** @param restrict Makes the bundle before with what concerns the requests only. */
  constructor(edits: readonly Edit[], restrict: () => Bundle) {
    this.edits = edits
    this.#restrict = restrict
  }

  /** The engine of the bundle with the edits of these indexes. */
  engineOf(...indexes: readonly number[]): Engine {
    const key = indexes.join()
    const known = this.#engines.get(key)
    if (known !== undefined) return known
    this.#before ??= this.#restrict()
    const edited = indexes.reduce(
      (bundle, at) => this.edits[at]?.apply(bundle) ?? bundle,
      this.#before,
    )
    const engine = prepare(edited)
    this.#engines.set(key, engine)
    return engine
  }
}

/**
 * Finds causes by counterfactuals: an edit is a cause if it alone, applied to the bundle before, gives the outcome after.
 *
 * Only edits that can concern the request are tried, on the part of the bundle that the request can depend on, so the cost does not
 * depend on the size of the bundle. Not safe to share between comparisons.
 */
export class CauseFinder {
  /** All edits, in their fixed order. */
  readonly edits: readonly Edit[]
  readonly #index: EditIndex
  readonly #before: Restriction
  readonly #filter: ResourceFilter
  readonly #partners: ReadonlyMap<string, readonly string[]>
  readonly #exact: ReadonlyMap<string, ReadonlySet<string>>
  readonly #patterns: ReadonlyMap<string, readonly string[]>
  readonly #contents: Sides<ContentIds>
  readonly #known: Map<string, Candidates> = new Map()

  constructor(before: Bundle, after: Bundle) {
    const texts = new Map<string, number>()
    this.#contents = [new ContentIds(before, texts), new ContentIds(after, texts)]
    this.edits = editsBetween(before, after)
    this.#index = new EditIndex(this.edits)
    this.#before = new Restriction(before)
    this.#filter = new ResourceFilter([before, after])
    this.#partners = partnersIn(before, after)
    this.#exact = exactIn([before, after])
    this.#patterns = patternsIn([before, after])
  }

  /**
   * The first edit that alone gives the new outcome; otherwise the first pair that does; otherwise none.
   *
   * @param input The request of a change's witness.
   * @param isNew Receives the engine of the edited bundle without what does not concern the request.
   * @param known What was found for the same change of resources with equal rules.
   */
  find(input: Vector['in'], isNew: IsNewOutcome, known?: KnownCauses): readonly Edit[] {
    const candidates = this.#candidatesFor(input)
    const { edits } = candidates
    if (edits.length === 1) return edits
    if (edits.length > MOST_TRIED) return []
    const key = known === undefined ? null : this.#alikeKey(edits, known)
    const positions = key === null ? undefined : known?.positions.get(key)
    if (positions !== undefined) return positions.flatMap((at) => edits[at] ?? [])
    const found = this.#try(candidates, input, isNew)
    if (key !== null) {
      known?.positions.set(
        key,
        found.map((edit) => edits.indexOf(edit)),
      )
    }
    return found
  }

  #alikeKey(edits: readonly Edit[], { change, resources }: KnownCauses): string | null {
    const key = alikeKey(edits, resources, (edit) => this.#index.numberOf(edit))
    if (key === null) return null
    const contents = resources.map((name, side) => this.#contents[side === 0 ? 0 : 1].idOf(name))
    return `${contents.join()} ${key} ${change}`
  }

  #try(candidates: Candidates, input: Vector['in'], isNew: IsNewOutcome): readonly Edit[] {
    const { edits } = candidates
    const { request, context, moment } = input
    const gives = (engine: Engine): boolean =>
      isNew(decide(engine, request, context, moment), engine)
    const single = edits.find((_, at) => gives(candidates.engineOf(at)))
    if (single !== undefined) return [single]
    if (edits.length > MOST_PAIRED) return []
    for (const [at, first] of edits.entries()) {
      const second = edits.find((_, other) => other > at && gives(candidates.engineOf(at, other)))
      if (second !== undefined) return [first, second]
    }
    return []
  }

  /** Requests for the same resources and from the same origins have the same candidates. */
  #candidatesFor({ request: { url, headers }, context, moment }: Vector['in']): Candidates {
    const origins = originsOf(headers, context)
    const isStale = moment.leaseUntil !== undefined
    const key = JSON.stringify([pathOf(url), origins, isStale])
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const names = this.#namesFor(url)
    const sets = this.#setsHolding(origins)
    const edits = this.#index
      .editsFor(names, origins, sets)
      .filter(
        (edit) =>
          edit.kind !== 'contact' &&
          (edit.kind !== 'stale-after' || isStale) &&
          this.#concerns(edit, names, origins, sets),
      )
    const candidates = new Candidates(edits, () => this.#before.to(names, origins))
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(key, candidates)
    return candidates
  }

  #namesFor(url: string): ReadonlySet<string> | null {
    const names = this.#filter.namesFor(url)
    if (names === null) return null
    return new Set([...names].flatMap((name) => [name, ...(this.#partners.get(name) ?? [])]))
  }

  #concerns(
    { resources, origin, list, senders }: Edit,
    names: ReadonlySet<string> | null,
    origins: readonly string[],
    sets: ReadonlySet<string>,
  ): boolean {
    if (origin !== null) return origins.some((one) => isIn(one, origin))
    if (resources !== null && names !== null && ![...resources].some((name) => names.has(name))) {
      return false
    }
    if (senders !== undefined && isForSets(senders)) {
      return senders.sets.some((name) => sets.has(name))
    }
    if (resources !== null) return true
    // A tenant that is added or removed concerns requests without Origin too.
    if (list === null || list.kind === 'tenant') return true
    return sets.has(list.name)
  }

  /** The sets that hold one of the origins, before or after. */
  #setsHolding(origins: readonly string[]): ReadonlySet<string> {
    const sets = new Set<string>()
    for (const origin of origins) {
      for (const name of this.#exact.get(origin) ?? []) sets.add(name)
      for (const [name, patterns] of this.#patterns) {
        if (patterns.some((pattern) => isIn(origin, pattern))) sets.add(name)
      }
    }
    return sets
  }
}

/** The sets that hold an origin itself, on either side. */
function exactIn(bundles: readonly Bundle[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { sets } of bundles) {
    for (const [name, { exact }] of Object.entries(sets)) {
      for (const origin of exact) {
        const names = found.get(origin)
        if (names === undefined) found.set(origin, new Set([name]))
        else names.add(name)
      }
    }
  }
  return found
}

/** The patterns of the sets that have some, on either side. */
function patternsIn(bundles: readonly Bundle[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const { sets } of bundles) {
    for (const [name, { patterns }] of Object.entries(sets)) {
      if (patterns.length > 0) found.set(name, [...(found.get(name) ?? []), ...patterns])
    }
  }
  return found
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
function originsOf(headers: readonly HeaderLine[], context: Context): readonly string[] {
  const sent = headers.filter(([name]) => name.toLowerCase() === 'origin')
  const token = typeof context.token === 'object' ? [context.token.origin] : []
  return [...new Set([...sent.map(([, value]) => value), ...token])]
}

/** Whether a list entry, an origin or a pattern, covers an origin. */
function isIn(origin: string, entry: string): boolean {
  return origin === entry || (entry.includes('*') && patternCovers(entry, origin))
}
