/**
 * The first cases of a policy, for somebody who has none: for each resource who may and who may not, with and without credentials.
 *
 * They say what the policy does today. Whether that is what its owner wants, the owner has to read.
 *
 * @module
 */
import type { Context } from '@marque/core'
import {
  type GranteeList,
  granteesOf,
  hasGrantee,
  type IndexedGrant,
  indexedGrants,
  UNLISTED_ORIGIN,
} from '../requests/index.ts'
import type { PageCase } from './case-file.ts'
import { findCase } from './find-case.ts'
import type { TestGround } from './ground.ts'
import { type CaseRun, runCase } from './run-case.ts'

/** Cases that belong together, and what is said above them. */
export interface Section {
  readonly comment: string
  readonly cases: readonly FirstCase[]
}

export interface FirstCase {
  readonly name: string
  readonly run: CaseRun
}

/** Methods in the order in which one is looked for that a grant does not cover. */
const METHODS = ['DELETE', 'PUT', 'PATCH', 'POST', 'GET']

/** The sections of a first file, in the order of the policy. `now` is epoch milliseconds. */
export function firstCases(ground: TestGround, now: number): readonly Section[] {
  const byResource = new Map<string, IndexedGrant[]>()
  for (const wanted of indexedGrants(ground.bundle)) {
    const { name } = wanted.resource
    const list = byResource.get(name)
    if (list === undefined) byResource.set(name, [wanted])
    else list.push(wanted)
  }
  const sections: Section[] = [outside(ground, now)]
  for (const { name, sensitivity, enforce } of ground.model.resources) {
    const grants = byResource.get(name) ?? []
    const own = grants.map((wanted) => sectionOf(ground, wanted, now))
    const url = urlIn(ground, name, own)
    const strangers = url === null ? [] : strangersAt(ground, url, name, now)
    sections.push({
      comment: `${name}: ${sensitivity}, ${enforce === 'block' ? 'what is not granted is blocked' : 'what is not granted gets no headers'}`,
      cases: strangers,
    })
    sections.push(...own)
  }
  return sections
}

/** What no resource is asked for. */
function outside(ground: TestGround, now: number): Section {
  const cases: FirstCase[] = []
  const url = '/no-such-resource'
  const base = ground.base.includes('{tenant}') ? null : ground.base
  if (base !== null) {
    cases.push(
      asked(
        ground,
        'a stranger asks for what no resource matches',
        { url, origin: UNLISTED_ORIGIN },
        now,
      ),
      asked(ground, "the API's own page", { url, origin: base }, now),
      asked(ground, 'a server, without an origin', { url, origin: null }, now),
    )
  }
  return { comment: 'Requests that no grant is for', cases }
}

function strangersAt(
  ground: TestGround,
  url: string,
  resource: string,
  now: number,
): readonly FirstCase[] {
  return [false, true].map((credentials) => {
    const how = credentials ? 'with' : 'without'
    const name = `a stranger asks for ${resource}, ${how} credentials`
    return asked(ground, name, { url, origin: UNLISTED_ORIGIN, credentials }, now)
  })
}

/** A url of the resource: one that a grant was found for, else one that the engine says is its own. */
function urlIn(ground: TestGround, resource: string, own: readonly Section[]): string | null {
  for (const { cases } of own) {
    const known = cases.find(({ run }) => !run.case.webSocket && run.got.resource === resource)
    if (known !== undefined) return known.run.case.url
  }
  const compiled = ground.bundle.resources.find(({ name }) => name === resource)
  if (compiled === undefined) return null
  // Nobody has this grant, so the search ends with the first url that it asks for.
  const nobody = { ...NO_GRANT, methods: compiled.match[0]?.methods ?? ['GET'] }
  const grantees = [{ origin: UNLISTED_ORIGIN, tenant: null, until: null }]
  const wanted = { resource: compiled, grant: nobody, index: null }
  const { missed } = findCase(ground, wanted, grantees, 0, { full: false })
  return missed?.got.resource === resource ? missed.case.url : null
}

const NO_GRANT = {
  exception: null,
  any: false,
  sets: [],
  tenant: false,
  methods: ['GET'],
  requestHeaders: [],
  exposeHeaders: [],
  credentials: false,
  read: true,
  nullReach: false,
  websocket: false,
  timing: false,
  token: false,
  maxAge: 0,
  from: null,
  until: null,
  when: null,
} as const

function sectionOf(ground: TestGround, wanted: IndexedGrant, now: number): Section {
  const { grant, index, resource } = wanted
  const title = index === null ? `Exception ${grant.exception}` : `Grant ${index}`
  if (!hasGrantee(ground.bundle, grant)) {
    const comment = `${title} of ${resource.name}: nobody has it in ${ground.bundle.environment}`
    return { comment, cases: [] }
  }
  const cases: FirstCase[] = []
  const notFound: string[] = []
  const lists = granteesOf(grant, ground.bundle)
  for (const [at, list] of lists.entries()) {
    const { found, missed } = findCase(ground, wanted, list.grantees, now, { full: at === 0 })
    if (found === null) {
      notFound.push(
        `no request of ${list.name} was found that it lets through: ${missed?.because ?? 'none of its methods is among those of the resource'}`,
      )
      continue
    }
    cases.push(named(nameOf(found, list, wanted), found))
    if (at === 0) cases.push(...variants(ground, wanted, list, found, now))
  }
  const who = lists.map(({ name }) => name).join(', ')
  const comment = [`${title} of ${resource.name}, for ${who}`, ...notFound].join('\n')
  return { comment, cases }
}

/** The same page with one thing other than the grant wants it. */
function variants(
  ground: TestGround,
  wanted: IndexedGrant,
  list: GranteeList,
  found: CaseRun,
  now: number,
): readonly FirstCase[] {
  const { grant, resource } = wanted
  const one = found.case
  const ask = (suffix: string, change: Partial<PageCase>): FirstCase => {
    const run = runCase(ground, { ...one, ...change }, now)
    return named(`${nameOf(run, list, wanted)}${suffix}`, run)
  }
  const other = METHODS.find((method) => !grant.methods.includes(method))
  const { until, from } = grant
  const cases = [ask('', { credentials: !one.credentials })]
  if (other !== undefined) cases.push(ask('', { method: other, headers: [] }))
  if (grant.when !== null) {
    const { token } = one.context
    const context: Context = token === undefined ? {} : { token }
    cases.push(ask(', about whose user nothing is known', { context }))
  }
  if (grant.token) {
    cases.push(ask(', without its token', withoutToken(one)))
  }
  if (from !== null) cases.push(ask(', before the start', { now: from - 1 }))
  if (until !== null) cases.push(ask(', at the end', { now: until }))
  if (grant.websocket) {
    const { found: socket } = findCase(ground, wanted, list.grantees, now, {
      full: false,
      webSocket: true,
    })
    if (socket !== null)
      cases.push(named(`${list.name} opens a WebSocket at ${resource.name}`, socket))
  }
  return cases
}

function withoutToken({ context, headers }: PageCase): Partial<PageCase> {
  const { token, ...rest } = context
  return { context: rest, headers: headers.filter(([name]) => name !== 'marque-token') }
}

function nameOf(
  { case: one }: CaseRun,
  { name }: GranteeList,
  { resource, grant }: IndexedGrant,
): string {
  const who = name === '*' ? 'anybody' : name === 'null' ? 'an opaque origin' : name
  const with_ = one.credentials ? 'with' : 'without'
  const as = grant.exception === null ? '' : ` (${grant.exception})`
  return `${who} asks for ${resource.name} by ${one.method}, ${with_} credentials${as}`
}

function asked(
  ground: TestGround,
  name: string,
  page: Pick<PageCase, 'url' | 'origin'> & { readonly credentials?: boolean },
  now: number,
): FirstCase {
  const run = runCase(
    ground,
    {
      name,
      path: '',
      at: { line: 1, column: 1 },
      method: 'GET',
      webSocket: false,
      headers: [],
      credentials: false,
      context: {},
      now: null,
      expect: {},
      ...page,
    },
    now,
  )
  return named(name, run)
}

function named(name: string, run: CaseRun): FirstCase {
  return { name, run }
}
