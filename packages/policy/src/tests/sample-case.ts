/**
 * A page for which one grant decides, looked for by asking the engine.
 *
 * A grant can be hidden behind another grant, another resource or a date, so nothing is concluded from its text: candidates are asked
 * until one of them is allowed by this grant and nothing else.
 *
 * @module
 */
import type { Bundle, Context, Grant, HeaderLine, OriginList, Resource } from '@marque/core'
import { matching, STRANGER } from '../compile/questions.ts'
import { contextOf, type Holder } from '../compile/sample-context.ts'
import type { PageCase } from './case-file.ts'
import type { TestGround } from './ground.ts'
import { type CaseRun, runCase } from './run-case.ts'
import { targets } from './sample-target.ts'

/** A grant, with how decisions name it. */
export interface Wanted {
  readonly resource: Resource
  readonly grant: Grant
  /** Its place among the resource's own; null for an exception. */
  readonly at: number | null
}

/** Origins of one list that are tried. */
const MOST_ORIGINS = 20

/** Those of them that are tried at other times, places and with other facts. */
const FEW_ORIGINS = 3

/** Questions about one grant and list before it is given up. */
const MOST_TRIES = 5000

const SECOND = 1000
const DAY = 86_400_000

/** Who can use a grant, by list. */
export interface Holders {
  /** The set, `@tenant`, or `*`. */
  readonly name: string
  readonly holders: readonly Holder[]
}

/** The lists of a grant, each with some of the origins in it; empty where nobody has the grant. */
export function holdersOf(grant: Grant, bundle: Bundle): readonly Holders[] {
  if (grant.any) return [{ name: '*', holders: [{ origin: STRANGER, tenant: null, until: null }] }]
  const lists = grant.sets.map((name) => ({ name, holders: within(bundle.sets[name], null) }))
  const tenants = grant.tenant
    ? Object.entries(bundle.tenants).flatMap(([name, list]) => within(list, name).slice(0, 2))
    : []
  const opaque = grant.nullReach ? [{ origin: 'null', tenant: null, until: null }] : []
  return [
    ...lists,
    { name: '@tenant', holders: tenants },
    { name: 'null', holders: opaque },
  ].filter(({ holders }) => holders.length > 0)
}

function within(list: OriginList | undefined, tenant: string | null): readonly Holder[] {
  if (list === undefined) return []
  const { exact, patterns, until } = list
  return [...exact, ...patterns.map(matching)]
    .slice(0, MOST_ORIGINS)
    .map((origin) => ({ origin, tenant, until }))
}

/** How strong the request is that is looked for. */
export interface Wish {
  /** Ask for all that the grant allows: another method than GET, all of its headers. Else the plainest request. */
  readonly whole: boolean
  readonly webSocket?: boolean
}

/**
 * A request of one of the holders that this grant lets through.
 *
 * @param now The instant of the file; a case that cannot be then says its own.
 * @returns The case, its `expect` empty; or the last try, so that somebody can be told why not.
 */
export function findCase(
  ground: TestGround,
  wanted: Wanted,
  holders: readonly Holder[],
  now: number,
  wish: Wish,
): { readonly found: CaseRun | null; readonly last: CaseRun | null } {
  let last: CaseRun | null = null
  let tries = 0
  for (const one of candidates(ground, wanted, holders, now, wish)) {
    const run = runCase(ground, one, now)
    if (isBy(run, wanted)) return { found: run, last }
    last ??= run
    if (++tries === MOST_TRIES) break
  }
  return { found: null, last }
}

/** Whether the grant let the request through. */
function isBy({ allowedBy }: CaseRun, { resource, grant, at }: Wanted): boolean {
  return (
    allowedBy !== null &&
    allowedBy.resource === resource.name &&
    allowedBy.grant === at &&
    allowedBy.exception === grant.exception
  )
}

/** First everybody in plain circumstances, then a few of them in all circumstances. */
function* candidates(
  ground: TestGround,
  wanted: Wanted,
  holders: readonly Holder[],
  now: number,
  wish: Wish,
): Generator<PageCase> {
  const { resource, grant } = wanted
  const plainly = { choice: grant, isPlain: true }
  for (const holder of holders) {
    yield* pagesOf(
      ground,
      { ...wanted, ...plainly },
      holder,
      instantFor(grant, holder, now),
      now,
      wish,
    )
  }
  const choices = choicesOf(grant)
  for (const holder of holders.slice(0, FEW_ORIGINS)) {
    const instants = instantsFor(resource, ground.bundle, instantFor(grant, holder, now))
    for (const place of placesOf(holder, ground.bundle)) {
      for (const choice of choices) {
        for (const moment of instants) {
          yield* pagesOf(ground, { ...wanted, choice, isPlain: false }, place, moment, now, wish)
        }
      }
    }
  }
}

/** A grant whose conditions are narrowed to one of the ways to fulfil them, and whether only the usual urls are tried. */
interface Tried extends Wanted {
  readonly choice: Grant
  readonly isPlain: boolean
}

function* pagesOf(
  ground: TestGround,
  { resource, grant, choice, isPlain }: Tried,
  holder: Holder,
  moment: number,
  now: number,
  { whole, webSocket = false }: Wish,
): Generator<PageCase> {
  const { bundle } = ground
  const context = contextOf(choice, resource, bundle, holder, moment)
  const asked = targets(resource, choice, bundle, holder, { whole: whole && !webSocket, isPlain })
  for (const [method, url] of asked) {
    for (const headers of webSocket ? [[]] : headersFor(grant, whole)) {
      yield {
        name: 'sample',
        path: '',
        at: { line: 1, column: 1 },
        origin: holder.origin,
        method,
        url: webSocket ? url.replace(/^http/, 'ws') : shortUrl(url, ground),
        webSocket,
        headers: withToken(headers, context),
        credentials: grant.credentials,
        context,
        now: moment === now ? null : moment,
        expect: {},
      }
    }
  }
}

/** One for each role and version that the grant takes: an earlier grant may take the others. */
function choicesOf(grant: Grant): readonly Grant[] {
  const { when } = grant
  if (when === null) return [grant]
  const versions = when.apiVersion?.map((version) => ({ apiVersion: [version] })) ?? [{}]
  const roles = when.roles?.map((role) => ({ roles: [role] })) ?? [{}]
  return versions.flatMap((version) =>
    roles.map((role) => ({ ...grant, when: { ...when, ...version, ...role } })),
  )
}

/** When something else in the resource begins or ends: only then this grant may be the first that fits. */
function instantsFor({ grants }: Resource, bundle: Bundle, usual: number): readonly number[] {
  const ends = grants.flatMap(({ until, sets }) => [
    until,
    ...sets.map((name) => bundle.sets[name]?.until ?? null),
  ])
  const starts = grants.map(({ from }) => (from === null || from === 0 ? null : from - 1))
  const instants = [...ends, ...starts].filter((instant) => instant !== null)
  return [...new Set([usual, ...instants])]
}

/** Somebody of no tenant can meet the grant where a tenant's requests come, too: there the path or the host has to name one. */
function placesOf(holder: Holder, { tenancy, tenants }: Bundle): readonly Holder[] {
  if (holder.tenant !== null || tenancy === null) return [holder]
  const [first] = Object.keys(tenants)
  return first === undefined ? [holder] : [holder, { ...holder, tenant: first }]
}

/** All headers that the grant names, or none; each in turn where that fails. */
function headersFor(grant: Grant, whole: boolean): readonly (readonly HeaderLine[])[] {
  const named = grant.requestHeaders
    .filter((name) => name !== 'marque-token')
    .map((name): HeaderLine => {
      if (name === '*') return ['x-test', 'test']
      if (name === 'authorization') return [name, 'Bearer test']
      return [name, name === 'content-type' ? 'application/json' : 'test']
    })
  return whole && named.length > 0 ? [named, []] : [[], named]
}

function withToken(headers: readonly HeaderLine[], { token }: Context): readonly HeaderLine[] {
  return token === undefined ? headers : [...headers, ['marque-token', 'test']]
}

/** The instant of the file where grant and list hold then; else their start, or the second before their end. */
function instantFor(grant: Grant, { until }: Holder, now: number): number {
  const ends = [grant.until, until].filter((end) => end !== null)
  const end = ends.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...ends)
  if ((grant.from === null || grant.from <= now) && now < end) return now
  if (grant.from !== null && grant.from > now) return grant.from
  return Math.max(grant.from ?? 0, end - (end > DAY ? SECOND : 1))
}

/** A path, where it is asked at the policy's own origin. */
function shortUrl(url: string, { base }: TestGround): string {
  return url.startsWith(`${base}/`) ? url.slice(base.length) : url
}
