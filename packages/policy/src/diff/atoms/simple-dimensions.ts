/**
 * The dimensions of methods, credentials, fetch metadata and time.
 *
 * @module
 */
import { coversMethod } from '@marque/core'
import type { JudgeInput, Site } from '@marque/core/engine'
import { SAMPLE_INSTANT } from '../../requests/index.ts'
import { bothSides, type Side, type Sides } from '../sides.ts'
import type { FlagAtom, MethodAtom, SiteAtom, TimeAtom } from './atom.ts'
import { type Choice, type Dimension, fixed } from './dimension.ts'
import { grantsFor, listsOf, type ResourcePair } from './pair.ts'

/** By the grants that cover a method, and by what the rules themselves ask of it. */
export function methodDimension(pair: ResourcePair): Dimension<string> {
  return fixed(
    () => methodChoices(pair),
    (inputs) => methodsKey(pair, [inputs[0].method, inputs[1].method]),
  )
}

function methodChoices(pair: ResourcePair): readonly Choice<string>[] {
  const classes = new Map<string, { readonly values: Sides<string>; readonly methods: string[] }>()
  for (const method of pair.methods) {
    // To the side for which the origin is own, a preflight is a request with the method OPTIONS.
    const isOptions = pair.shape === 'preflight'
    const values = bothSides((side) => (isOptions && pair.senders.on[side] ? 'OPTIONS' : method))
    const key = methodsKey(pair, values)
    const known = classes.get(key)
    const text = method === pair.otherMethod ? '*' : method
    if (known === undefined) classes.set(key, { values, methods: [text] })
    else known.methods.push(text)
  }
  return [...classes].map(([key, { values, methods }]): Choice<string> => {
    const atom: Omit<MethodAtom, 'key' | 'siblings'> = { methods: methods.sort() }
    return { key, values, atom }
  })
}

function methodsKey({ resources }: ResourcePair, methods: Sides<string>): string {
  const keyOn = (side: Side): string => {
    const grants = resources[side]?.grants ?? []
    const covered = grants.map(({ grant }) => (coversMethod(grant.methods, methods[side]) ? 1 : 0))
    return `${ruleClass(methods[side])}${covered.join('')}`
  }
  return `${keyOn(0)} > ${keyOn(1)}`
}

/** D14 names POST, D26 GET, and D17 the four that are sent without a preflight. */
function ruleClass(method: string): string {
  if (method === 'GET' || method === 'POST') return method
  return method === 'HEAD' || method === 'OPTIONS' ? 'simple' : 'other'
}

export function flagDimension(
  name: 'cookie' | 'authorization' | 'certificate',
): Dimension<boolean> {
  const choices = [false, true].map((value): Choice<boolean> => {
    const atom: Omit<FlagAtom, 'key' | 'siblings'> = { value }
    return { key: String(value), values: [value, value], atom }
  })
  return fixed(
    () => choices,
    ([input]) => String(input[name]),
  )
}

/** An own page that is recognised by fetch metadata comes from the same site. */
export function siteDimension({ senders }: ResourcePair): Dimension<Site> {
  const isSame = senders.own.length > 0 && senders.own.every((origin) => origin === 'null')
  const sites: readonly Site[] = isSame ? ['same'] : ['same', 'other', 'navigation']
  const choices = sites.map((value): Choice<Site> => {
    const atom: Omit<SiteAtom, 'key' | 'siblings'> = { value }
    return { key: value, values: [value, value], atom }
  })
  return fixed(
    () => choices,
    ([input]) => input.site,
  )
}

/** Between any two dates of the grants and lists for an origin (D12). */
export function timeDimension(pair: ResourcePair): Dimension<number> {
  return {
    choices: (read) => {
      const { values } = read('origin')
      const bounds = boundsOf(pair, { origin: values[0] }, { origin: values[1] })
      const [first] = bounds
      if (first === undefined) return [span(null, null, SAMPLE_INSTANT)]
      return [
        span(null, first, first - 1),
        ...bounds.map((from, at) => span(from, bounds[at + 1] ?? null, from)),
      ]
    },
    keyOf: ([before, after]) => {
      const bounds = boundsOf(pair, before, after)
      return String(bounds.findLast((bound) => before.now >= bound) ?? null)
    },
  }
}

function span(from: number | null, until: number | null, now: number): Choice<number> {
  const atom: Omit<TimeAtom, 'key' | 'siblings'> = { from, until }
  return { key: String(from), values: [now, now], atom }
}

function boundsOf(
  pair: ResourcePair,
  before: Pick<JudgeInput, 'origin'>,
  after: Pick<JudgeInput, 'origin'>,
): readonly number[] {
  const bounds = new Set<number>()
  for (const side of [0, 1] as const) {
    const { lists } = (side === 0 ? before : after).origin
    const { untils } = pair.policies[side].origins
    for (const { prepared } of grantsFor(pair, side, { lists })) {
      const own = listsOf(pair.policies[side], prepared, pair.tenants[side])
      const ends = own.flatMap((list) => (lists?.includes(list) ? [untils[list]] : []))
      for (const bound of [prepared.grant.from, prepared.grant.until, ...ends]) {
        if (typeof bound === 'number') bounds.add(bound)
      }
    }
  }
  return [...bounds].sort((a, b) => a - b)
}
