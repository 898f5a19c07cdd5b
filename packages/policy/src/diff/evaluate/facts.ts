/**
 * The facts that conditions read, a list of choices for each (D11, D16). Every combination of conditions that can hold together holds for
 * some combination of choices.
 *
 * @module
 */
import type { BundleContext, Condition, FactSource, Grant, HeaderLine, Json } from '@marque/core'

/** One choice. */
export interface Fact {
  readonly roles?: readonly string[]
  readonly scopes?: readonly string[]
  readonly apiVersion?: string
  /** The age of the login, milliseconds. */
  readonly age?: number
  readonly tenant?: string
  readonly claims?: readonly (readonly [pointer: string, value: Json])[]
  readonly headers?: readonly HeaderLine[]
  /** The token of this resource and tenant. */
  readonly token?: { readonly resource: string; readonly tenant: string | null }
}

/** What the choices depend on. */
export interface ContextRequirements {
  /** The grants for the sender, by side. */
  readonly grants: readonly [readonly Grant[], readonly Grant[]]
  readonly sources: readonly [BundleContext, BundleContext]
  readonly resources: readonly [string | null, string | null]
  readonly tenants: readonly [string | null, string | null]
  readonly origin: string
}

/** Words at most, counting words that all conditions treat alike as one: more would have too many subsets. */
const MOST_WORDS = 6

/** @returns A list of choices for each fact, the first one empty; null where there are too many. */
export function factsFor(requirements: ContextRequirements): readonly (readonly Fact[])[] | null {
  const found = [
    wordFacts(requirements, 'roles'),
    wordFacts(requirements, 'scopes'),
    versionFacts(requirements),
    ageFacts(requirements),
    tokenFacts(requirements),
    layerTenantFacts(requirements),
    ...claimFacts(requirements),
  ]
  const lists: (readonly Fact[])[] = []
  for (const one of found) {
    if (one === null) return null
    if (one.length > 1) lists.push(one)
  }
  return lists
}

function conditions({ grants }: ContextRequirements, side: 0 | 1): readonly Condition[] {
  return grants[side].flatMap(({ when }) => when ?? [])
}

function wordFacts(
  requirements: ContextRequirements,
  of: 'roles' | 'scopes',
): readonly Fact[] | null {
  const bySide = ([0, 1] as const).map((side) =>
    conditions(requirements, side).flatMap((condition) => (condition[of] ? [condition[of]] : [])),
  )
  const lists = bySide.flat()
  if (lists.length === 0) return [{}]
  const choices = subsets(alikeWords(lists))
  if (choices === null) return null
  const direct = choices.map((words): Fact => ({ [of]: words }))
  const pointers = new Set(
    bySide.flatMap((own, side) => {
      const source = requirements.sources[side === 0 ? 0 : 1][of]
      return own.length === 0 ? [] : [source === undefined ? '' : pointerOf(source)]
    }),
  )
  return pointers.size === 1 ? [{}, ...direct.slice(1)] : throughClaims(pointers, choices, direct)
}

/** Where the sides read a fact from different claims, each claim is varied by itself. */
function throughClaims(
  pointers: ReadonlySet<string>,
  choices: readonly (readonly string[])[],
  direct: readonly Fact[],
): readonly Fact[] {
  let found: Fact[] = [{}]
  for (const pointer of pointers) {
    if (pointer === '') continue
    found = found.flatMap(({ claims = [] }) =>
      choices.map((words) => ({ claims: [...claims, [pointer, words] as const] })),
    )
  }
  return [{}, ...found.slice(1), ...direct.slice(1)]
}

function versionFacts(requirements: ContextRequirements): readonly Fact[] | null {
  const sources = requirements.sources.flatMap(({ apiVersion }, side) => {
    const own = conditions(requirements, side === 0 ? 0 : 1).some(
      (one) => one.apiVersion !== undefined,
    )
    return own && !(apiVersion !== undefined && 'path' in apiVersion) ? [apiVersion] : []
  })
  if (sources.length === 0) return [{}]
  const lists = ([0, 1] as const).flatMap((side) =>
    conditions(requirements, side).flatMap(({ apiVersion }) => (apiVersion ? [apiVersion] : [])),
  )
  const versions = alikeWords(lists).map(([version = '']) => version)
  if (versions.length > 2 * MOST_WORDS) return null
  const headers = new Set(
    sources.flatMap((source) => (source && 'header' in source ? [source.header] : [])),
  )
  const pointers = new Set(
    sources.flatMap((source) => (source && 'claim' in source ? [pointerOf(source)] : [])),
  )
  let found: readonly Fact[] = [{}]
  for (const header of headers) {
    found = found.flatMap((fact) => [
      fact,
      ...versions.map((one) => ({
        ...fact,
        headers: [...(fact.headers ?? []), [header, one] as const],
      })),
    ])
  }
  // A single source is covered by `apiVersion` of the context; several sources are varied by themselves.
  if (headers.size === 0 && pointers.size <= 1 && !sources.includes(undefined)) {
    return [{}, ...versions.map((apiVersion) => ({ apiVersion }))]
  }
  for (const pointer of headers.size + pointers.size > 1 ? pointers : []) {
    found = found.flatMap((fact) => [
      fact,
      ...versions.map((one) => ({
        ...fact,
        claims: [...(fact.claims ?? []), [pointer, one] as const],
      })),
    ])
  }
  return headers.size === 1 && pointers.size === 0 && !sources.includes(undefined)
    ? found
    : [
        ...found,
        ...found.flatMap((fact) => versions.map((apiVersion) => ({ ...fact, apiVersion }))),
      ]
}

function ageFacts(requirements: ContextRequirements): readonly Fact[] {
  const limits = bothSides(requirements).flatMap(({ authenticatedWithin: limit }) =>
    limit === undefined ? [] : [limit],
  )
  return [{}, ...[...new Set(limits)].sort((a, b) => a - b).map((age) => ({ age }))]
}

function tokenFacts({ grants, resources, tenants }: ContextRequirements): readonly Fact[] {
  const tokens = new Map<string, Fact>()
  for (const side of [0, 1] as const) {
    const resource = resources[side]
    if (resource === null || !grants[side].some(({ token }) => token)) continue
    const token = { resource, tenant: tenants[side] }
    tokens.set(JSON.stringify(token), { token })
  }
  return [{}, ...tokens.values()]
}

/** D15: the tenant of the layer must agree with host and path, which may name another tenant than before. */
function layerTenantFacts({ tenants: [before, after] }: ContextRequirements): readonly Fact[] {
  if (before === after) return [{}]
  return [{}, ...[before, after].flatMap((tenant) => (tenant === null ? [] : [{ tenant }]))]
}

function claimFacts(requirements: ContextRequirements): readonly (readonly Fact[] | null)[] {
  const wanted = new Map<string, Json[]>()
  for (const { claims = {} } of bothSides(requirements)) {
    for (const [pointer, value] of Object.entries(claims)) {
      wanted.set(pointer, [...(wanted.get(pointer) ?? []), ...choicesIn(value)])
    }
  }
  return [...wanted].map(([pointer, values]) => {
    const filled = values.flatMap((value) => ownValues(value, requirements))
    const texts = new Map(filled.map((value) => [JSON.stringify(value), value]))
    const choices = subsets([...texts.keys()].map((text) => [text]))
    return (
      choices?.map((chosen): Fact => {
        const held = chosen.map((text) => texts.get(text) ?? null)
        const [only] = held
        if (only === undefined) return {}
        return { claims: [[pointer, held.length === 1 ? only : held]] }
      }) ?? null
    )
  })
}

function bothSides(requirements: ContextRequirements): readonly Condition[] {
  return [...conditions(requirements, 0), ...conditions(requirements, 1)]
}

/** A list in a policy is a choice. */
function choicesIn(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap(choicesIn) : [value]
}

function ownValues(value: Json, { origin, tenants }: ContextRequirements): readonly Json[] {
  if (value === '{origin}') return [origin]
  if (value === '{tenant}') return tenants.flatMap((tenant) => (tenant === null ? [] : [tenant]))
  return [value]
}

/** Groups words that are in the same lists. */
function alikeWords(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const words = [...new Set(lists.flat())].sort()
  const membership = (word: string): string =>
    lists.map((list) => (list.includes(word) ? '1' : '0')).join('')
  return [...Map.groupBy(words, membership).values()]
}

/** All subsets, the empty one first; null where there are too many. */
function subsets(words: readonly (readonly string[])[]): readonly (readonly string[])[] | null {
  if (words.length > MOST_WORDS) return null
  return Array.from({ length: 2 ** words.length }, (_, mask) =>
    words.filter((__, at) => (mask >> at) & 1).flat(),
  )
}

/** The claim of a source, as a JSON Pointer. */
function pointerOf(source: FactSource): string {
  if (!('claim' in source)) return ''
  const { claim } = source
  return claim.startsWith('/') ? claim : `/${claim.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
