/**
 * Which layer makes a difference: an outer one often only passes on what an inner one answers.
 *
 * @module
 */
import { type Facet, facetValue, type Observation } from '../comparison/index.ts'
import type { Answer } from '../prober/index.ts'
import { type Difference, exchangeKey } from './layer-view.ts'

/** The differences of one layer. */
export interface Attributed {
  /** Made at this layer. */
  readonly own: readonly Difference[]
  readonly harmless: readonly Difference[]
  /** Keys of the differences that are made at an inner layer, by the index of that layer. */
  readonly passedOn: ReadonlyMap<number, ReadonlySet<string>>
  /** The same probe at the next inner layer that was asked. */
  readonly inner: (observation: Observation) => Observation | null
}

/** The key of a difference, the same at every layer. */
export function differenceKey({ observation, facet }: Difference): string {
  return `${exchangeKey(observation)} ${facet}`
}

/**
 * Attributes every difference to the innermost layer of those whose answer to the same probe has the same wrong part.
 *
 * @param layers The observations of each layer, the outermost first; empty for one that was not asked.
 */
export function attribute(layers: readonly (readonly Observation[])[]): readonly Attributed[] {
  const indexes = layers.map(
    (observations) => new Map(observations.map((each) => [exchangeKey(each), each])),
  )
  return layers.map((observations, at): Attributed => {
    const own: Difference[] = []
    const harmless: Difference[] = []
    const passedOn = new Map<number, Set<string>>()
    for (const observation of observations) {
      for (const facet of observation.differs) {
        const difference = { observation, facet }
        const source = sourceOf(difference, indexes, at)
        if (source !== null) {
          const keys = passedOn.get(source.layer) ?? new Set()
          passedOn.set(source.layer, keys.add(source.key))
        } else if (observation.isHarmless) harmless.push(difference)
        else own.push(difference)
      }
    }
    const next = indexes.slice(at + 1).find(({ size }) => size > 0)
    return {
      own,
      harmless,
      passedOn,
      inner: (observation) => next?.get(exchangeKey(observation)) ?? null,
    }
  })
}

interface Source {
  readonly layer: number
  readonly key: string
}

/** The innermost layer that has the same wrong part; null for the layer itself. */
function sourceOf(
  { observation, facet }: Difference,
  indexes: readonly ReadonlyMap<string, Observation>[],
  at: number,
): Source | null {
  let source: Source | null = null
  const key = exchangeKey(observation)
  for (let layer = at + 1; layer < indexes.length; layer++) {
    const behind = indexes[layer]?.get(key)
    if (behind === undefined || behind.answer === null) continue
    const shared = sharedFacet(observation, behind, facet)
    if (shared === null) return source
    source = { layer, key: differenceKey({ observation: behind, facet: shared }) }
  }
  return source
}

/** The difference of the inner layer that explains the outer one. */
function sharedFacet(outer: Observation, behind: Observation, facet: Facet): Facet | null {
  if (outer.answer === null || behind.answer === null) return null
  // A cache mixes up what does not say by what it varies.
  const isCached = outer.probe.sequence !== null && facet !== 'vary'
  if (isCached && behind.differs.includes('vary') && !behind.isHarmless) return 'vary'
  const withheld = withheldFacet(outer.answer, behind, facet)
  if (withheld !== null) return withheld
  const isSame =
    behind.differs.includes(facet) &&
    behind.isHarmless === outer.isHarmless &&
    facetValue(outer.answer, facet) === facetValue(behind.answer, facet)
  return isSame ? facet : null
}

/**
 * A layer of Marque lets script read only what the layer behind it rightly does (D29): with a wrong Access-Control-Allow-Origin behind it, it sends none.
 */
function withheldFacet(outer: Answer, behind: Observation, facet: Facet): Facet | null {
  if (!WITHHELD.has(facet) || behind.isHarmless) return null
  if (facetValue(outer, 'allow-origin') !== '') return null
  return ALLOWING.find((wrong) => behind.differs.includes(wrong)) ?? null
}

const ALLOWING: readonly Facet[] = ['allow-origin', 'repeated']
const WITHHELD: ReadonlySet<Facet> = new Set([
  'allow-origin',
  'allow-credentials',
  'expose-headers',
  'timing-allow-origin',
])
