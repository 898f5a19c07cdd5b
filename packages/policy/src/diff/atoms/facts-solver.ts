/**
 * A small complete solver for conditions (D11): facts about the client such that every combination of conditions that can hold together holds for one of them.
 *
 * The facts are varied one by one. A list of words that is met by any of them (roles, claims) holds with the most words that the lists that must not hold leave; a
 * list that needs all of them (scopes) with the fewest that the others need. A login is as old as one of the limits. What a layer supplies and what claims hold are
 * facts of their own where both can matter.
 *
 * @module
 */
import type { BundleContext, Condition, Context, FactSource, HeaderLine, Json } from '@marque/core'
import { groupBy } from '../../group-by.ts'
import { claimsAt } from '../../requests/index.ts'
import type { Sides } from '../sides.ts'
import { combinations, subsets } from './combinations.ts'

/** The conditions of both sides, and what placeholders in claims stand for. */
export interface FactsProblem {
  readonly conditions: Sides<readonly Condition[]>
  readonly sources: Sides<BundleContext>
  readonly origin: string
  readonly tenants: Sides<string | null>
}

/** A part of what is known about the client. */
export interface FactsSample {
  readonly context: Pick<Context, 'apiVersion' | 'roles' | 'scopes'>
  readonly claims: readonly (readonly [pointer: string, value: Json])[]
  /** The age of the login, milliseconds; null where it is unknown. */
  readonly age: number | null
  readonly headers: readonly HeaderLine[]
}

const NOTHING: FactsSample = { context: {}, claims: [], age: null, headers: [] }

/** Conditions are too many or too unlike for {@link solveFacts}. */
export const TOO_MANY_FACTS = 'its conditions can hold in too many combinations'

/** Samples at most. */
const MOST_SAMPLES = 8192

/** Lists of one kind, or words of a claim that several kinds read, at most. */
const MOST_LISTS = 8

/** @returns All combinations of facts, unknown facts first; a text where there are too many. */
export function solveFacts(problem: FactsProblem): readonly FactsSample[] | string {
  const pointers = pointersOf(problem)
  if (hasNestedPointers([...pointers.keys()])) return 'claims of its conditions contain each other'
  const shared = new Set([...pointers].flatMap(([at, use]) => (use.kinds.size > 1 ? [at] : [])))
  const facts = [
    wordFacts(problem, 'roles', shared),
    wordFacts(problem, 'scopes', shared),
    versionFacts(problem),
    headerFacts(problem),
    ageFacts(problem),
    ...[...pointers].map(([pointer, use]) => claimFacts(pointer, use)),
  ]
  const lists: (readonly Partial<FactsSample>[])[] = []
  for (const list of facts) {
    if (list === null) return TOO_MANY_FACTS
    lists.push(list)
  }
  if (lists.reduce((count, list) => count * list.length, 1) > MOST_SAMPLES) return TOO_MANY_FACTS
  return combinations(lists).map(joinFacts)
}

function joinFacts(parts: readonly Partial<FactsSample>[]): FactsSample {
  return parts.reduce<FactsSample>(
    (sum, { context = {}, claims = [], age = null, headers = [] }) => ({
      context: { ...sum.context, ...context },
      claims: [...sum.claims, ...claims],
      age: age ?? sum.age,
      headers: [...sum.headers, ...headers],
    }),
    NOTHING,
  )
}

/** The context of a sample at an instant. */
export function contextOf({ context, claims, age }: FactsSample, now: number): Context {
  return {
    ...context,
    ...(claims.length > 0 && { claims: claimsAt(claims) }),
    ...(age !== null && { authenticatedAt: now - age }),
  }
}

type FactKind = 'roles' | 'scopes' | 'apiVersion'

/** The lists of words that conditions of one kind have, by side. */
function listsOf({ conditions }: FactsProblem, kind: FactKind): readonly (readonly string[])[] {
  return conditions.flatMap((list) =>
    list.flatMap((condition) => (condition[kind] ? [condition[kind]] : [])),
  )
}

/** The sources of a kind that conditions read; `undefined` for the layer alone. */
function sourcesOf(
  { conditions, sources }: FactsProblem,
  kind: FactKind,
): readonly (FactSource | undefined)[] {
  return conditions.flatMap((list, side) =>
    list.some((condition) => condition[kind] !== undefined)
      ? [sources[side === 0 ? 0 : 1][kind]]
      : [],
  )
}

/** Roles or scopes that the layer supplies. Where both sides read one claim that nothing else reads, the claim alone is enough. */
function wordFacts(
  problem: FactsProblem,
  kind: 'roles' | 'scopes',
  shared: ReadonlySet<string>,
): readonly Partial<FactsSample>[] | null {
  const lists = listsOf(problem, kind)
  if (lists.length === 0) return [{}]
  const pointers = new Set(sourcesOf(problem, kind).map(pointerOf))
  const [only] = pointers
  if (pointers.size === 1 && only !== null && only !== undefined && !shared.has(only)) return [{}]
  const choices = kind === 'roles' ? anyOfChoices(lists) : allOfChoices(lists)
  return choices && [{}, ...choices.map((words) => ({ context: { [kind]: words } }))]
}

function versionFacts(problem: FactsProblem): readonly Partial<FactsSample>[] {
  if (sourcesOf(problem, 'apiVersion').every(isPath)) return [{}]
  return [{}, ...versionsOf(problem).map((apiVersion) => ({ context: { apiVersion } }))]
}

/** A version that fits nothing hides what the layer supplies. */
function headerFacts(problem: FactsProblem): readonly Partial<FactsSample>[] {
  const names = new Set(
    sourcesOf(problem, 'apiVersion').flatMap((source) =>
      source !== undefined && 'header' in source ? [source.header] : [],
    ),
  )
  const lines = [...names].map((name): readonly Partial<FactsSample>[] => [
    {},
    ...[...versionsOf(problem), ''].map((version) => ({
      headers: [[name, version] as const],
    })),
  ])
  return combinations(lines).map(joinFacts)
}

/** One version of each class that conditions treat alike. */
function versionsOf(problem: FactsProblem): readonly string[] {
  const lists = listsOf(problem, 'apiVersion')
  const words = [...new Set(lists.flat())].sort()
  const byLists = groupBy(words, (word) => lists.map((list) => list.includes(word)).join())
  return [...byLists.values()].map(([version = '']) => version)
}

function ageFacts({ conditions }: FactsProblem): readonly Partial<FactsSample>[] {
  const limits = conditions.flatMap((list) =>
    list.flatMap(({ authenticatedWithin: limit }) => (limit === undefined ? [] : [limit])),
  )
  return [{}, ...[...new Set(limits)].sort((a, b) => a - b).map((age) => ({ age }))]
}

/** What conditions read of one claim. */
interface ClaimUse {
  readonly kinds: Set<FactKind | 'claims'>
  /** Lists of values of which one is enough, and of which all are needed. */
  readonly anyOf: (readonly Json[])[]
  readonly allOf: (readonly Json[])[]
  readonly versions: string[]
}

function pointersOf(problem: FactsProblem): ReadonlyMap<string, ClaimUse> {
  const found = new Map<string, ClaimUse>()
  const useOf = (pointer: string): ClaimUse => {
    const known = found.get(pointer)
    if (known !== undefined) return known
    const made: ClaimUse = { kinds: new Set(), anyOf: [], allOf: [], versions: [] }
    found.set(pointer, made)
    return made
  }
  for (const side of [0, 1] as const) {
    const sources = problem.sources[side]
    const pointers = {
      roles: pointerOf(sources.roles),
      scopes: pointerOf(sources.scopes),
      apiVersion: pointerOf(sources.apiVersion),
    }
    for (const { roles, scopes, apiVersion, claims } of problem.conditions[side]) {
      if (roles !== undefined && pointers.roles !== null) {
        const use = useOf(pointers.roles)
        use.kinds.add('roles')
        use.anyOf.push(roles)
      }
      if (scopes !== undefined && pointers.scopes !== null) {
        const use = useOf(pointers.scopes)
        use.kinds.add('scopes')
        use.allOf.push(scopes)
      }
      if (apiVersion !== undefined && pointers.apiVersion !== null) {
        const use = useOf(pointers.apiVersion)
        use.kinds.add('apiVersion')
        use.versions.push(...apiVersion)
      }
      for (const [pointer, value] of Object.entries(claims ?? {})) {
        const use = useOf(pointer)
        use.kinds.add('claims')
        use.anyOf.push(
          choicesIn(value).flatMap((one) => filled(one, problem.origin, problem.tenants[side])),
        )
      }
    }
  }
  return found
}

/** A list in a policy is a choice. */
function choicesIn(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap(choicesIn) : [value]
}

function filled(value: Json, origin: string, tenant: string | null): readonly Json[] {
  if (value === '{origin}') return [origin]
  if (value === '{tenant}') return tenant === null ? [] : [tenant]
  return [value]
}

/** The values of a claim: lists, and where a string is read differently from a list of one, strings too. */
function claimFacts(
  pointer: string,
  { kinds, anyOf, allOf, versions }: ClaimUse,
): readonly Partial<FactsSample>[] | null {
  const isMixed = kinds.size > 1 && (allOf.length > 0 || versions.length > 0)
  const lists = isMixed
    ? subsetsOf([...anyOf.flat(), ...allOf.flat()])
    : allOf.length > 0
      ? allOfChoices(allOf)
      : anyOfChoices(anyOf)
  if (lists === null) return null
  const strings = new Set<string>(versions)
  if (isMixed) {
    for (const value of anyOf.flat()) if (typeof value === 'string') strings.add(value)
    // A string of scopes is split at spaces; `-` is a word that no condition names.
    for (const scopes of subsetsOf(allOf.flat()) ?? []) strings.add(['-', ...scopes].join(' '))
  }
  const values: readonly Json[] = [...lists.filter((list) => list.length > 0), ...strings]
  return [{}, ...values.map((value) => ({ claims: [[pointer, value] as const] }))]
}

/** Words by which every combination of lists is met that can be: of those that may not be met none, of the others all. */
function anyOfChoices<Word extends Json>(
  lists: readonly (readonly Word[])[],
): readonly (readonly Word[])[] | null {
  const distinct = distinctLists(lists)
  const all = distinctWords(distinct.flat())
  return (
    subsets(distinct, MOST_LISTS)?.map((unmet) => {
      const refused = new Set(unmet.flat().map(textOf))
      return all.filter((word) => !refused.has(textOf(word)))
    }) ?? null
  )
}

/** The words of every combination of lists. */
function allOfChoices<Word extends Json>(
  lists: readonly (readonly Word[])[],
): readonly (readonly Word[])[] | null {
  return subsets(distinctLists(lists), MOST_LISTS)?.map((met) => distinctWords(met.flat())) ?? null
}

function subsetsOf<Word extends Json>(words: readonly Word[]): readonly (readonly Word[])[] | null {
  return subsets(distinctWords(words), MOST_LISTS)
}

function distinctWords<Word extends Json>(words: readonly Word[]): readonly Word[] {
  return [...new Map(words.map((word) => [textOf(word), word])).values()]
}

function distinctLists<Word extends Json>(
  lists: readonly (readonly Word[])[],
): readonly (readonly Word[])[] {
  return [...new Map(lists.map((list) => [list.map(textOf).sort().join(), list])).values()]
}

function textOf(word: Json): string {
  return JSON.stringify(word)
}

/** The claim of a source, as a JSON Pointer; null where it is no claim. */
function pointerOf(source: FactSource | undefined): string | null {
  if (source === undefined || !('claim' in source)) return null
  const { claim } = source
  return claim.startsWith('/') ? claim : `/${claim.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function isPath(source: FactSource | undefined): boolean {
  return source !== undefined && 'path' in source
}

function hasNestedPointers(pointers: readonly string[]): boolean {
  return pointers.some((a) => pointers.some((b) => a !== b && b.startsWith(`${a}/`)))
}
