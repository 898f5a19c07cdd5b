/**
 * The facts of a sender that conditions read, one list of choices for each (D11, D16): so that every combination of the conditions that can
 * hold together does hold for some choice.
 *
 * @module
 */
import type { BundleContext, Condition, FactSource, Grant, HeaderLine, Json } from '@marque/core'

/** What one choice says of the sender. */
export interface Fact {
  readonly roles?: readonly string[]
  readonly scopes?: readonly string[]
  readonly apiVersion?: string
  /** How old the login is, milliseconds. */
  readonly age?: number
  readonly tenant?: string
  readonly claims?: readonly (readonly [pointer: string, value: Json])[]
  readonly headers?: readonly HeaderLine[]
  /** The token of this resource and tenant. */
  readonly token?: { readonly resource: string; readonly tenant: string | null }
}

/** What the choices are made from. */
export interface Asked {
  /** Grants that fit the sender, by side. */
  readonly grants: readonly [readonly Grant[], readonly Grant[]]
  readonly sources: readonly [BundleContext, BundleContext]
  readonly resources: readonly [string | null, string | null]
  readonly tenants: readonly [string | null, string | null]
  readonly origin: string
}

/** Words that no condition of a group tells apart count as one; of more than this there would be too many subsets. */
const MOST_WORDS = 6

/** @returns A list of choices for each fact, or null where there are too many. The first of each says nothing. */
export function factsFor(asked: Asked): readonly (readonly Fact[])[] | null {
  const found = [
    wordFacts(asked, 'roles'),
    wordFacts(asked, 'scopes'),
    versionFacts(asked),
    ageFacts(asked),
    tokenFacts(asked),
    toldFacts(asked),
    ...claimFacts(asked),
  ]
  const lists: (readonly Fact[])[] = []
  for (const one of found) {
    if (one === null) return null
    if (one.length > 1) lists.push(one)
  }
  return lists
}

function conditions({ grants }: Asked, side: 0 | 1): readonly Condition[] {
  return grants[side].flatMap(({ when }) => when ?? [])
}

function wordFacts(asked: Asked, of: 'roles' | 'scopes'): readonly Fact[] | null {
  const bySide = ([0, 1] as const).map((side) =>
    conditions(asked, side).flatMap((condition) => (condition[of] ? [condition[of]] : [])),
  )
  const lists = bySide.flat()
  if (lists.length === 0) return [{}]
  const choices = subsets(alikeWords(lists))
  if (choices === null) return null
  const direct = choices.map((words): Fact => ({ [of]: words }))
  const pointers = new Set(
    bySide.flatMap((own, side) => {
      const source = asked.sources[side === 0 ? 0 : 1][of]
      return own.length === 0 ? [] : [source === undefined ? '' : pointerOf(source)]
    }),
  )
  return pointers.size === 1 ? [{}, ...direct.slice(1)] : throughClaims(pointers, choices, direct)
}

/** Where the sides read a fact from different claims, what one reads the other need not. */
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

function versionFacts(asked: Asked): readonly Fact[] | null {
  const sources = asked.sources.flatMap(({ apiVersion }, side) => {
    const own = conditions(asked, side === 0 ? 0 : 1).some((one) => one.apiVersion !== undefined)
    return own && !(apiVersion !== undefined && 'path' in apiVersion) ? [apiVersion] : []
  })
  if (sources.length === 0) return [{}]
  const lists = ([0, 1] as const).flatMap((side) =>
    conditions(asked, side).flatMap(({ apiVersion }) => (apiVersion ? [apiVersion] : [])),
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
  // One source is answered by the layer's own word; where there are several, each is asked by itself.
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

function ageFacts(asked: Asked): readonly Fact[] {
  const limits = both(asked).flatMap(({ authenticatedWithin: limit }) =>
    limit === undefined ? [] : [limit],
  )
  return [{}, ...[...new Set(limits)].sort((a, b) => a - b).map((age) => ({ age }))]
}

function tokenFacts({ grants, resources, tenants }: Asked): readonly Fact[] {
  const tokens = new Map<string, Fact>()
  for (const side of [0, 1] as const) {
    const resource = resources[side]
    if (resource === null || !grants[side].some(({ token }) => token)) continue
    const token = { resource, tenant: tenants[side] }
    tokens.set(JSON.stringify(token), { token })
  }
  return [{}, ...tokens.values()]
}

/** D15: what the layer tells must agree with host and path, which may name another tenant than before. */
function toldFacts({ tenants: [before, after] }: Asked): readonly Fact[] {
  if (before === after) return [{}]
  return [{}, ...[before, after].flatMap((tenant) => (tenant === null ? [] : [{ tenant }]))]
}

function claimFacts(asked: Asked): readonly (readonly Fact[] | null)[] {
  const wanted = new Map<string, Json[]>()
  for (const { claims = {} } of both(asked)) {
    for (const [pointer, value] of Object.entries(claims)) {
      wanted.set(pointer, [...(wanted.get(pointer) ?? []), ...choicesIn(value)])
    }
  }
  return [...wanted].map(([pointer, values]) => {
    const filled = values.flatMap((value) => ownValues(value, asked))
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

function both(asked: Asked): readonly Condition[] {
  return [...conditions(asked, 0), ...conditions(asked, 1)]
}

/** A list in a policy is a choice. */
function choicesIn(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap(choicesIn) : [value]
}

function ownValues(value: Json, { origin, tenants }: Asked): readonly Json[] {
  if (value === '{origin}') return [origin]
  if (value === '{tenant}') return tenants.flatMap((tenant) => (tenant === null ? [] : [tenant]))
  return [value]
}

/** Words that stand in the same lists, together. */
function alikeWords(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const words = [...new Set(lists.flat())].sort()
  const places = (word: string): string =>
    lists.map((list) => (list.includes(word) ? '1' : '0')).join('')
  return [...Map.groupBy(words, places).values()]
}

/** Every subset, the empty one first; null where there are too many. */
function subsets(words: readonly (readonly string[])[]): readonly (readonly string[])[] | null {
  if (words.length > MOST_WORDS) return null
  return Array.from({ length: 2 ** words.length }, (_, mask) =>
    words.filter((__, at) => (mask >> at) & 1).flat(),
  )
}

/** The claim that a source names, as a pointer. */
function pointerOf(source: FactSource): string {
  if (!('claim' in source)) return ''
  const { claim } = source
  return claim.startsWith('/') ? claim : `/${claim.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
