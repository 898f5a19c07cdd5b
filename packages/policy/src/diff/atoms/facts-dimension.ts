/**
 * The dimension of what is known about the client: which of the conditions for its origin and method hold.
 *
 * @module
 */
import type { Condition, HeaderLine } from '@marque/core'
import { type ClientFacts, conditionHolds, type JudgeInput } from '@marque/core/engine'
import { bothSides, type PolicySides, type Side, type Sides } from '../sides.ts'
import type { FactsAtom } from './atom.ts'
import type { Choice, Dimension } from './dimension.ts'
import { contextOf, type FactsSample, solveFacts } from './facts-solver.ts'
import { grantsForBoth, type ResourcePair } from './pair.ts'

interface NumberedCondition {
  readonly at: number
  readonly when: Condition
}

export function factsDimension(pair: ResourcePair): Dimension<ClientFacts> {
  const known = new Map<string, KnownFacts>()
  return {
    choices: (read) => {
      const [origin, method] = [read('origin').values, read('method').values]
      const conditions = bothSides((side) =>
        conditionsFor(pair, side, { origin: origin[side], method: method[side] }),
      )
      const { samples, readsAge, choices } = knownFor(pair, conditions, origin[0].value, known)
      if (typeof samples === 'string') return samples
      const now = readsAge ? read('now').values[0] : 0
      const found = choices.get(now) ?? choicesFor(pair, conditions, samples, { origin, now })
      choices.set(now, found)
      return found
    },
    keyOf: (inputs) => {
      const conditions = bothSides((side) => conditionsFor(pair, side, inputs[side]))
      return keyOf(bothSides((side) => truths(pair, side, conditions[side], inputs[side])))
    },
  }
}

function conditionsFor(
  pair: ResourcePair,
  side: Side,
  input: Pick<JudgeInput, 'origin' | 'method'>,
): readonly NumberedCondition[] {
  return grantsForBoth(pair, side, input).flatMap(({ at, prepared }) => {
    const { when } = prepared.grant
    return when === null ? [] : [{ at, when }]
  })
}

/** What is known for some conditions and, where they read it, one origin. */
interface KnownFacts {
  readonly samples: readonly FactsSample[] | string
  readonly readsAge: boolean
  /** By the time, where the conditions read it. */
  readonly choices: Map<number, readonly Choice<ClientFacts>[]>
}

function knownFor(
  { policies, tenants }: ResourcePair,
  conditions: Sides<readonly NumberedCondition[]>,
  origin: string,
  known: Map<string, KnownFacts>,
): KnownFacts {
  const readsOrigin = conditions.some((list) => list.some(({ when }) => namesOrigin(when)))
  const key = `${conditions.map((list) => list.map(({ at }) => at).join()).join(' > ')} ${readsOrigin ? origin : ''}`
  let found = known.get(key)
  if (found === undefined) {
    const wanted = bothSides((side) => conditions[side].map(({ when }) => when))
    const sources = bothSides((side) => policies[side].bundle.context)
    const samples = solveFacts({ conditions: wanted, sources, origin, tenants })
    const readsAge = typeof samples !== 'string' && samples.some(({ age }) => age !== null)
    found = { samples, readsAge, choices: new Map() }
    known.set(key, found)
  }
  return found
}

function namesOrigin({ claims }: Condition): boolean {
  return claims !== undefined && JSON.stringify(claims).includes('"{origin}"')
}

function choicesFor(
  pair: ResourcePair,
  conditions: Sides<readonly NumberedCondition[]>,
  samples: readonly FactsSample[],
  { origin, now }: { readonly origin: Sides<JudgeInput['origin']>; readonly now: number },
): readonly Choice<ClientFacts>[] {
  const found = new Map<string, Choice<ClientFacts>>()
  for (const sample of samples) {
    const context = contextOf(sample, now)
    const values = bothSides(
      (side): ClientFacts => ({
        context,
        versionLines: versionLines(pair.policies, side, sample.headers),
      }),
    )
    const holds = bothSides((side) =>
      truths(pair, side, conditions[side], { facts: values[side], origin: origin[side], now }),
    )
    const key = keyOf(holds)
    if (!found.has(key)) {
      found.set(key, { key, values, atom: atomOf(conditions, holds), headers: sample.headers })
    }
  }
  return [...found.values()]
}

function truths(
  { policies, tenants }: ResourcePair,
  side: Side,
  conditions: readonly NumberedCondition[],
  request: Pick<JudgeInput, 'facts' | 'origin' | 'now'>,
): readonly boolean[] {
  const facts = { sources: policies[side].bundle.context, request, tenant: tenants[side] }
  return conditions.map(({ when }) => conditionHolds(when, facts))
}

function keyOf(holds: Sides<readonly boolean[]>): string {
  return holds.map((list) => list.map(Number).join('')).join(' > ')
}

function atomOf(
  conditions: Sides<readonly NumberedCondition[]>,
  holds: Sides<readonly boolean[]>,
): Omit<FactsAtom, 'key' | 'siblings'> {
  const having = (side: Side, value: boolean): readonly number[] =>
    conditions[side].flatMap(({ at }, index) => (holds[side][index] === value ? [at] : []))
  return {
    holding: bothSides((side) => having(side, true)),
    failing: bothSides((side) => having(side, false)),
  }
}

function versionLines(
  policies: PolicySides,
  side: Side,
  headers: readonly HeaderLine[],
): readonly string[] {
  const source = policies[side].bundle.context.apiVersion
  if (source === undefined || !('header' in source)) return []
  return headers.flatMap(([name, value]) => (name === source.header ? [value] : []))
}
