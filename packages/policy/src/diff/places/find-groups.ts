/**
 * All places that two policies distinguish, grouped by the rules that decide there.
 *
 * @module
 */
import { bothSides, type PolicySides, type Sides } from '../sides.ts'
import { ChangedRules, changesEverywhere } from './changed-rules.ts'
import { isListed, ownOrigins, whereAt } from './front-at.ts'
import { baseKey, isSameRules, pairKey } from './group-keys.ts'
import { hostSamples } from './hosts.ts'
import type { PlaceGroup, RequestShape, Senders, Spot, Where } from './place.ts'
import type { RulesKeys } from './rules-key.ts'
import type { Vocabulary } from './vocabulary.ts'
import { walkPaths } from './walk-paths.ts'

/** What {@link findGroups} finds. */
export interface Groups {
  /** Groups whose sides can differ, in the order in which they are found. */
  readonly groups: readonly PlaceGroup[]
  /** The patterns overlap in too many ways: not all places were visited. */
  readonly cut: boolean
}

export interface FindOptions {
  /** Paths visited at most. */
  readonly steps: number
  /** Also the groups whose sides cannot differ, and places that no change concerns: for tests. */
  readonly all: boolean
}

const CROSS_ORIGIN: readonly RequestShape[] = ['actual', 'preflight', 'websocket']
const STRANGERS: readonly RequestShape[] = ['plain', ...CROSS_ORIGIN]

export function findGroups(
  policies: PolicySides,
  keys: RulesKeys,
  vocabulary: Vocabulary,
  { steps, all }: FindOptions,
): Groups {
  const finder = new GroupFinder(policies, keys, vocabulary, all)
  const everywhere = all || changesEverywhere(policies)
  const changed = everywhere ? null : new ChangedRules(policies, keys)
  const budget = { left: steps }
  let cut = false
  for (const { authority, scheme } of hostSamples(policies, vocabulary.tenants, (origin) =>
    isListed(policies, origin),
  )) {
    const prefix = `${scheme}://${authority}`
    const walked = walkPaths({ policies, vocabulary, changed, budget }, authority, (segments) =>
      finder.visit(`${prefix}/${segments.join('/')}`, authority, segments),
    )
    if (!walked) cut = true
    finder.visitServer(`${prefix}*`, authority)
    // A dot segment: ambiguous whatever the policy.
    finder.visit(`${prefix}/..`, authority, ['..'])
  }
  return { groups: finder.groups(), cut }
}

/** Groups, while places are visited. */
class GroupFinder {
  readonly #policies: PolicySides
  readonly #keys: RulesKeys
  readonly #vocabulary: Vocabulary
  readonly #all: boolean
  readonly #groups = new Map<string, PlaceGroup & { readonly spots: Spot[] }>()

  constructor(policies: PolicySides, keys: RulesKeys, vocabulary: Vocabulary, all: boolean) {
    this.#policies = policies
    this.#keys = keys
    this.#vocabulary = vocabulary
    this.#all = all
  }

  groups(): readonly PlaceGroup[] {
    return [...this.#groups.values()]
  }

  /** A path on a host, with every method. */
  visit(url: string, host: string, segments: readonly string[]): void {
    const routes = new Map<string, { readonly wheres: Sides<Where>; readonly methods: string[] }>()
    for (const methods of this.#vocabulary.methodClasses) {
      const [method = ''] = methods
      const wheres = bothSides((side) => whereAt(this.#policies[side], url, method))
      const key = pairKey(this.#policies, this.#keys, wheres)
      const known = routes.get(key)
      if (known === undefined) routes.set(key, { wheres, methods: [...methods] })
      else known.methods.push(...methods)
    }
    const spot = { url, host, segments }
    const own = ownOrigins(this.#policies, url, host)
    const [options] = [...routes.values()].filter(({ methods }) => methods.includes('OPTIONS'))
    for (const { wheres, methods } of routes.values()) {
      this.#add(own.strangers, STRANGERS, { ...spot, wheres }, methods)
      this.#add(own.both, ['actual'], { ...spot, wheres }, methods)
      for (const senders of own.one) {
        const { on } = senders
        this.#add(senders, ['actual', 'websocket'], { ...spot, wheres }, methods)
        if (options === undefined) continue
        // A preflight of another origin asks for its method; to the own side it is a request with the method OPTIONS.
        const mixed = bothSides((side) => (on[side] ? options : { wheres }).wheres[side])
        this.#add(senders, ['preflight'], { ...spot, wheres: mixed }, methods)
      }
    }
  }

  /** `OPTIONS *`. */
  visitServer(url: string, host: string): void {
    const wheres = bothSides((side) => whereAt(this.#policies[side], url, 'OPTIONS'))
    const spot = { url, host, segments: null, wheres }
    const own = ownOrigins(this.#policies, url, host)
    const { methods } = this.#vocabulary
    this.#add(own.strangers, ['plain', 'actual'], spot, ['OPTIONS'])
    this.#add(own.strangers, ['preflight'], spot, methods)
    this.#add(own.both, ['actual'], spot, ['OPTIONS'])
    for (const senders of own.one) {
      this.#add(senders, ['actual'], spot, ['OPTIONS'])
      this.#add(senders, ['preflight'], spot, methods)
    }
  }

  #add(
    senders: Senders,
    shapes: readonly RequestShape[],
    spot: Spot,
    methods: readonly string[],
  ): void {
    if (!this.#all && senders.on[0] === senders.on[1] && this.#isSame(spot.wheres)) return
    const base = baseKey(this.#policies, this.#keys, senders, spot)
    const sorted = [...methods].sort()
    const key = `${base} ${shapes.join()} ${sorted.join()}`
    const known = this.#groups.get(key)
    if (known === undefined) {
      const group = { base, senders, shapes, wheres: spot.wheres, methods: sorted, spots: [spot] }
      this.#groups.set(key, group)
    } else known.spots.push(spot)
  }

  #isSame(wheres: Sides<Where>): boolean {
    return isSameRules(this.#policies, this.#keys, wheres)
  }
}
