/**
 * All places that two policies distinguish, grouped by the rules that decide there.
 *
 * @module
 */
import { bothSides, type PolicySides, type Sides } from '../sides.ts'
import { ChangedRules, changesEverywhere } from './changed-rules.ts'
import { isListed, type OwnOrigins, ownOrigins, whereAt } from './front-at.ts'
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
  /** Called with each group when its first spot is found. @returns Whether its other spots are wanted. */
  readonly isWanted?: (group: PlaceGroup) => boolean
}

const CROSS_ORIGIN: readonly RequestShape[] = ['actual', 'preflight', 'websocket']
const STRANGERS: readonly RequestShape[] = ['plain', ...CROSS_ORIGIN]

export function findGroups(
  policies: PolicySides,
  keys: RulesKeys,
  vocabulary: Vocabulary,
  { steps, all, isWanted = () => true }: FindOptions,
): Groups {
  const finder = new GroupFinder(policies, keys, vocabulary, all, isWanted)
  const everywhere = all || changesEverywhere(policies)
  const changed = everywhere ? null : new ChangedRules(policies, keys)
  const budget = { left: steps }
  let cut = false
  for (const { authority, scheme } of hostSamples(policies, vocabulary.tenants, (origin) =>
    isListed(policies, origin),
  )) {
    const prefix = `${scheme}://${authority}`
    const own = ownOrigins(policies, `${prefix}/`, authority)
    const walked = walkPaths({ policies, vocabulary, changed, budget }, authority, (segments) =>
      finder.visit(own, `${prefix}/${segments.join('/')}`, authority, segments),
    )
    if (!walked) cut = true
    finder.visitServer(own, `${prefix}*`, authority)
    // A dot segment: ambiguous whatever the policy.
    finder.visit(own, `${prefix}/..`, authority, ['..'])
  }
  return { groups: finder.groups(), cut }
}

/** Groups, while places are visited. */
class GroupFinder {
  readonly #policies: PolicySides
  readonly #keys: RulesKeys
  readonly #vocabulary: Vocabulary
  readonly #all: boolean
  readonly #isWanted: (group: PlaceGroup) => boolean
  /** Null for those that are not wanted. */
  readonly #groups = new Map<string, (PlaceGroup & { readonly spots: Spot[] }) | null>()
  readonly #methods: MethodList

  constructor(
    policies: PolicySides,
    keys: RulesKeys,
    vocabulary: Vocabulary,
    all: boolean,
    isWanted: (group: PlaceGroup) => boolean,
  ) {
    this.#policies = policies
    this.#keys = keys
    this.#vocabulary = vocabulary
    this.#all = all
    this.#isWanted = isWanted
    this.#methods = methodList(vocabulary.methods)
  }

  groups(): readonly PlaceGroup[] {
    return [...this.#groups.values()].filter((group) => group !== null)
  }

  /** A path on a host, with every method. */
  visit(own: OwnOrigins, url: string, host: string, segments: readonly string[]): void {
    const leads = this.#leadsAt(url)
    const spot = { url, host, segments }
    const options = leads.find(({ methods }) => methods.list.includes('OPTIONS'))
    for (const lead of leads) {
      this.#add(own.strangers, STRANGERS, spot, lead)
      this.#add(own.both, ['actual'], spot, lead)
      for (const senders of own.one) {
        const { on } = senders
        this.#add(senders, ['actual', 'websocket'], spot, lead)
        if (options === undefined) continue
        // A preflight of another origin asks for its method; to the own side it is a request with the method OPTIONS.
        const mixed = bothSides((side) => (on[side] ? options : lead).wheres[side])
        this.#add(senders, ['preflight'], spot, this.#lead(mixed, lead.methods))
      }
    }
  }

  /** `OPTIONS *`. */
  visitServer(own: OwnOrigins, url: string, host: string): void {
    const wheres = bothSides((side) => whereAt(this.#policies[side], url, 'OPTIONS'))
    const spot = { url, host, segments: null }
    const sent = this.#lead(wheres, methodList(['OPTIONS']))
    const asked = this.#lead(wheres, this.#methods)
    this.#add(own.strangers, ['plain', 'actual'], spot, sent)
    this.#add(own.strangers, ['preflight'], spot, asked)
    this.#add(own.both, ['actual'], spot, sent)
    for (const senders of own.one) {
      this.#add(senders, ['actual'], spot, sent)
      this.#add(senders, ['preflight'], spot, asked)
    }
  }

  /** Where the methods lead at a url, one for each pair of resources. */
  #leadsAt(url: string): readonly Lead[] {
    const { methodClasses } = this.#vocabulary
    const wheresFor = (method: string): Sides<Where> =>
      bothSides((side) => whereAt(this.#policies[side], url, method))
    if (methodClasses.length === 1) return [this.#lead(wheresFor('GET'), this.#methods)]
    const found = new Map<string, { readonly wheres: Sides<Where>; readonly methods: string[] }>()
    for (const methods of methodClasses) {
      const wheres = wheresFor(methods[0] ?? '')
      const key = wheres.map((where) => JSON.stringify(where)).join()
      const known = found.get(key)
      if (known === undefined) found.set(key, { wheres, methods: [...methods] })
      else known.methods.push(...methods)
    }
    return [...found.values()].map(({ wheres, methods }) =>
      this.#lead(
        wheres,
        methods.length === this.#methods.list.length ? this.#methods : methodList(methods),
      ),
    )
  }

  #lead(wheres: Sides<Where>, methods: MethodList): Lead {
    const keys = bothSides((side) => this.#keys.whereKey(this.#policies[side], wheres[side]))
    return { wheres, methods, key: keys.join(' | '), isSame: keys[0] === keys[1] }
  }

  #add(
    senders: Senders,
    shapes: readonly RequestShape[],
    spot: Omit<Spot, 'wheres'>,
    { wheres, methods, key, isSame }: Lead,
  ): void {
    if (!this.#all && senders.on[0] === senders.on[1] && isSame) return
    const base = baseKey(senders, key, spot.segments)
    const groupKey = `${base} ${shapes.join()} ${methods.key}`
    const known = this.#groups.get(groupKey)
    if (known !== undefined) known?.spots.push({ ...spot, wheres })
    else {
      const spots = [{ ...spot, wheres }]
      const group = { base, senders, shapes, wheres, methods: methods.list, spots }
      this.#groups.set(groupKey, this.#isWanted(group) ? group : null)
    }
  }
}

/** Where some methods lead. */
interface Lead {
  readonly wheres: Sides<Where>
  readonly methods: MethodList
  /** Of the rules of both sides. */
  readonly key: string
  readonly isSame: boolean
}

interface MethodList {
  /** Sorted. */
  readonly list: readonly string[]
  readonly key: string
}

function methodList(methods: readonly string[]): MethodList {
  const list = [...methods].sort()
  return { list, key: list.join() }
}

/**
 * Equal for spots with equal cells, whatever their methods.
 *
 * @param key `whereKey` of both sides, joined by ` | `.
 */
export function baseKey(
  { key: sendersKey }: Senders,
  key: string,
  segments: Spot['segments'],
): string {
  return `${segments === null ? 'server' : 'path'} | ${sendersKey} | ${key}`
}
