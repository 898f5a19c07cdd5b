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
  type Vector,
} from '@marque/core'
import { type Edit, editsBetween, pairResources } from '../edits/index.ts'
import { patternCovers } from '../pattern-covers.ts'
import type { Sides } from '../sides.ts'
import { alikeKey, ContentIds } from './alike.ts'
import { EditIndex, isForSets } from './edit-index.ts'
import { EditedEngines } from './edited-engines.ts'
import { pathOf, ResourceFilter } from './resource-filter.ts'
import { Restriction } from './restriction.ts'
import { SetIndex } from './set-index.ts'

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

/** Paths of which something is kept. */
const MOST_PATHS = 200

/** The edits that can concern some requests. */
interface Candidates {
  readonly edits: readonly Edit[]
  readonly engines: EditedEngines
  /** `alikeKey` with the content of the resources, by the names of the resources that decide. */
  readonly alike: Map<Sides<string | null>, string | null>
}

/** What is known for requests to one path. */
interface KnownPath {
  /** By the origins of the requests. */
  readonly candidates: Map<string, Candidates>
  /** For requests whose origins are all expected. */
  readonly engines: EditedEngines
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
  readonly #sets: SetIndex
  readonly #contents: Sides<ContentIds>
  readonly #paths: Map<string, KnownPath> = new Map()

  /** @param expected Origins of requests: those from other origins are slower. */
  constructor(before: Bundle, after: Bundle, expected: Iterable<string>) {
    const texts = new Map<string, number>()
    this.#contents = [new ContentIds(before, texts), new ContentIds(after, texts)]
    this.edits = editsBetween(before, after)
    this.#index = new EditIndex(this.edits)
    this.#before = new Restriction(before, expected)
    this.#filter = new ResourceFilter([before, after])
    this.#partners = partnersIn(before, after)
    this.#sets = new SetIndex([before, after])
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
    const alike = known === undefined ? null : this.#alikeKey(candidates, known)
    if (known === undefined || alike === null) return this.#try(candidates, input, isNew)
    const key = `${alike} ${known.change}`
    const positions = known.positions.get(key)
    if (positions !== undefined) return positions.flatMap((at) => edits[at] ?? [])
    const found = this.#try(candidates, input, isNew)
    known.positions.set(
      key,
      found.map((edit) => edits.indexOf(edit)),
    )
    return found
  }

  #alikeKey({ edits, alike }: Candidates, { resources }: KnownCauses): string | null {
    let known = alike.get(resources)
    if (known === undefined) {
      const key = alikeKey(edits, resources, (edit) => this.#index.numberOf(edit))
      const contents = resources.map((name, side) => this.#contents[side === 0 ? 0 : 1].idOf(name))
      known = key === null ? null : `${contents.join()} ${key}`
      alike.set(resources, known)
    }
    return known
  }

  #try({ edits, engines }: Candidates, input: Vector['in'], isNew: IsNewOutcome): readonly Edit[] {
    const { request, context, moment } = input
    const gives = (engine: Engine): boolean =>
      isNew(decide(engine, request, context, moment), engine)
    const single = edits.find((edit) => gives(engines.with(edit)))
    if (single !== undefined) return [single]
    if (edits.length > MOST_PAIRED) return []
    for (const [at, first] of edits.entries()) {
      const second = edits.find((edit, other) => other > at && gives(engines.with(first, edit)))
      if (second !== undefined) return [first, second]
    }
    return []
  }

  /** Requests for the same resources and from the same origins have the same candidates. */
  #candidatesFor({ request: { url, headers }, context, moment }: Vector['in']): Candidates {
    const path = this.#pathFor(url)
    const origins = originsOf(headers, context)
    const isStale = moment.leaseUntil !== undefined
    const key = `${isStale} ${origins.join('\n')}`
    const known = path.candidates.get(key)
    if (known !== undefined) return known
    const names = this.#namesFor(url)
    const sets = this.#sets.holding(origins)
    const edits = this.#index
      .editsFor(names, origins, sets)
      .filter(
        (edit) =>
          edit.kind !== 'contact' &&
          (edit.kind !== 'stale-after' || isStale) &&
          this.#concerns(edit, names, origins, sets),
      )
    const engines = this.#before.expects(origins) ? path.engines : this.#enginesFor(names, origins)
    const candidates = { edits, engines, alike: new Map() }
    path.candidates.set(key, candidates)
    return candidates
  }

  #pathFor(url: string): KnownPath {
    const path = pathOf(url)
    let known = this.#paths.get(path)
    if (known === undefined) {
      if (this.#paths.size >= MOST_PATHS) this.#paths.clear()
      known = { candidates: new Map(), engines: this.#enginesFor(this.#namesFor(url), []) }
      this.#paths.set(path, known)
    }
    return known
  }

  #enginesFor(names: ReadonlySet<string> | null, origins: readonly string[]): EditedEngines {
    return new EditedEngines(
      () => this.#before.to(names, origins),
      (edit) => this.#index.numberOf(edit),
    )
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
