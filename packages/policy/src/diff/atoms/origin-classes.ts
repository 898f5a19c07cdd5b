/**
 * The classes of origins that the lists of two policies distinguish.
 *
 * @module
 */
import { isCanonicalOrigin, readPattern } from '@marque/core'
import { listsHolding, type Membership } from '@marque/core/engine'
import { firstUnused, unlistedOrigin } from '../../requests/index.ts'
import { bothSides, type PolicySides, type Side, type Sides } from '../sides.ts'

/** Origins that the same lists of both sides hold. */
export interface OriginClass {
  readonly lists: Sides<Membership>
  /** Exact origins and patterns; a pattern represents the origins that it matches and no longer pattern or list does. */
  readonly senders: readonly Sender[]
}

export interface Sender {
  /** An origin or a pattern. */
  readonly text: string
  /** An origin: the text itself, or one that the pattern matches. */
  readonly sample: string
}

/** The classes of two policies, made once. */
export class OriginClasses {
  /** A valid origin that no list holds. */
  readonly unlisted: string
  readonly #policies: PolicySides
  readonly #classes = new Map<string, OriginClass & { readonly senders: Sender[] }>()
  readonly #byList: Sides<Map<number, OriginClass[]>> = [new Map(), new Map()]

  constructor(policies: PolicySides) {
    this.#policies = policies
    this.unlisted = unlistedOrigin(policies.map(({ bundle }) => bundle))
    const exact = new Set(policies.flatMap(({ origins }) => [...origins.exact.keys()]))
    for (const origin of exact) this.#add(origin, origin)
    for (const { text, sample } of patternSamples(policies, exact)) this.#add(text, sample)
  }

  /** The classes that one of the lists holds. @param used Indexes of lists, by side. */
  holding(used: Sides<ReadonlySet<number>>): ReadonlySet<OriginClass> {
    const found = new Set<OriginClass>()
    for (const side of [0, 1] as const) {
      for (const list of used[side]) {
        for (const one of this.#byList[side].get(list) ?? []) found.add(one)
      }
    }
    return found
  }

  #add(text: string, sample: string): void {
    const found = bothSides((side) => listsHolding(this.#policies[side].origins, sample))
    if (found[0] === undefined || found[1] === undefined) return
    const lists: Sides<Membership> = [found[0], found[1]]
    const key = `${lists[0].join()} ${lists[1].join()}`
    const known = this.#classes.get(key)
    if (known !== undefined) {
      known.senders.push({ text, sample })
      return
    }
    const made = { lists, senders: [{ text, sample }] }
    this.#classes.set(key, made)
    for (const side of [0, 1] as const) {
      for (const list of lists[side]) this.#classesOf(side, list).push(made)
    }
  }

  #classesOf(side: Side, list: number): OriginClass[] {
    const known = this.#byList[side].get(list)
    if (known !== undefined) return known
    const made: OriginClass[] = []
    this.#byList[side].set(list, made)
    return made
  }
}

/** Below each pattern an origin that no longer pattern matches and no list names, on each port that a pattern has and on one that none has. */
function patternSamples(policies: PolicySides, exact: ReadonlySet<string>): readonly Sender[] {
  const texts = new Set(
    policies.flatMap(({ bundle }) =>
      [...Object.values(bundle.sets), ...Object.values(bundle.tenants)].flatMap(
        ({ patterns }) => patterns,
      ),
    ),
  )
  const patterns = [...texts].flatMap((text) => readPattern(text) ?? [])
  const ports = new Set(patterns.map(({ port }) => (typeof port === 'number' ? `:${port}` : '')))
  const other = firstUnused([':8444'], ':844', ports)
  const stems = new Set([...texts].map(withoutPort))
  const own = new Set(policies.flatMap(ownOrigins))
  const isNamed = (origin: string): boolean => exact.has(origin) || own.has(origin)
  return [...stems].flatMap((stem) =>
    ['', ...ports, other].flatMap((port): readonly Sender[] => {
      const has = (word: string): boolean =>
        stems.has(stem.replace('*', `*.${word}`)) || isNamed(`${stem.replace('*', word)}${port}`)
      const label = stem.includes('*') ? firstUnused(['any'], 'any', { has }) : ''
      const sample = `${stem.replace('*', label)}${port}`
      // Without `*` there is one origin on each port. One that is own at its host is foreign at others, and is left out only where it is own.
      const isTaken = stem.includes('*') ? isNamed(sample) : exact.has(sample)
      return isCanonicalOrigin(sample) && !isTaken
        ? [{ text: `${stem}${port === other ? ':*' : port}`, sample }]
        : []
    }),
  )
}

function ownOrigins({ bundle: { self, tenants } }: PolicySides[Side]): readonly string[] {
  return self.flatMap((entry) =>
    entry.includes('{tenant}')
      ? Object.keys(tenants).map((tenant) => entry.replace('{tenant}', tenant))
      : [entry],
  )
}

/** The pattern up to its port. */
function withoutPort(pattern: string): string {
  return pattern.replace(/:(?:\*|[0-9]+)$/, '')
}
