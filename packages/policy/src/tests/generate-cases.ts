/**
 * Test cases generated from a policy: for each resource requests that are granted and denied, with and without credentials.
 *
 * They show the current behaviour; whether it is the intended one is for the owner of the policy to read.
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
  unusedSegment,
} from '../requests/index.ts'
import { findCase } from './find-case.ts'
import type { PreparedPolicy } from './prepare-policy.ts'
import { type CaseRun, runCase } from './run-case.ts'
import type { TestCase } from './test-file.ts'

/** Cases under one comment. */
export interface Section {
  readonly comment: string
  readonly cases: readonly GeneratedCase[]
}

export interface GeneratedCase {
  readonly name: string
  /** What tells it from another case of the same name; null for nothing. */
  readonly suffix: string | null
  readonly run: CaseRun
}

/** Candidates for a method that a grant does not cover, in order of preference. */
const METHODS = ['DELETE', 'PUT', 'PATCH', 'POST', 'GET']

/** Generates the sections of a test file, in the order of the policy. `now` is epoch milliseconds. */
export function generateCases(prepared: PreparedPolicy, now: number): readonly Section[] {
  const byResource = new Map<string, IndexedGrant[]>()
  for (const wanted of indexedGrants(prepared.bundle)) {
    const { name } = wanted.resource
    const list = byResource.get(name)
    if (list === undefined) byResource.set(name, [wanted])
    else list.push(wanted)
  }
  const seen = new Set<string>()
  const once = ({ comment, cases }: Section): Section => ({
    comment,
    cases: cases.filter(({ run }) => isFirst(run.case, seen)),
  })
  const sections: Section[] = []
  for (const { name, sensitivity, enforce } of prepared.model.resources) {
    const grants = byResource.get(name) ?? []
    const own = grants.map((wanted) => sectionOf(prepared, wanted, now))
    const target = targetOf(prepared, name, own)
    // The same request can be a case of a grant: there its name says more.
    const shown = own.map(once)
    const denied = target === null ? [] : unlistedCases(prepared, target, name, now)
    const comment = `${name}: ${sensitivity}, ${enforce === 'block' ? 'requests without a grant are blocked' : 'answers to requests without a grant get no CORS headers'}`
    sections.push(once({ comment, cases: denied }), ...shown)
  }
  return [once(unlistedSection(prepared, now)), ...sections].filter(
    ({ comment, cases }) => cases.length > 0 || comment !== OWN_PAGES,
  )
}

/** Whether a request has no equal before it. */
function isFirst(one: TestCase, seen: Set<string>): boolean {
  const { origin, method, url, headers, credentials, context, now } = one
  const key = JSON.stringify([origin, method, url, headers, credentials, context, now])
  const isNew = !seen.has(key)
  seen.add(key)
  return isNew
}

const OWN_PAGES = 'Own pages, and requests without Origin'

/** Requests of the own pages, of servers and, where the policy leaves any, requests that no resource matches. */
function unlistedSection(prepared: PreparedPolicy, now: number): Section {
  const { base, bundle } = prepared
  if (base.includes('{tenant}')) return { comment: OWN_PAGES, cases: [] }
  const segment = unusedSegment(bundle)
  const requestOf = (url: string): GeneratedCase =>
    pageCase(
      prepared,
      'an unlisted origin, no resource matches',
      { url, origin: UNLISTED_ORIGIN },
      now,
    )
  const found = [1, 2, 3, 4].map((depth) => requestOf(`/${segment}`.repeat(depth)))
  const unmatched = found.find(({ run }) => run.got.reason === 'resource-unmatched')
  const [{ run } = requestOf('/')] = unmatched === undefined ? found : [unmatched]
  const { case: one, got } = run
  const what = got.resource === null ? '' : `: GET ${got.resource}`
  const cases = [
    ...(unmatched === undefined ? [] : [unmatched]),
    pageCase(prepared, `a same-origin page${what}`, { url: one.url, origin: base }, now),
    pageCase(prepared, `a server, without Origin${what}`, { url: one.url, origin: null }, now),
  ]
  return {
    comment: unmatched === undefined ? OWN_PAGES : 'Requests that no resource matches',
    cases,
  }
}

function unlistedCases(
  prepared: PreparedPolicy,
  target: Target,
  resource: string,
  now: number,
): readonly GeneratedCase[] {
  return [false, true].map((credentials) => {
    const how = credentials ? 'with' : 'without'
    const name = `an unlisted origin: ${target.method} ${resource}, ${how} credentials`
    return pageCase(prepared, name, { ...target, origin: UNLISTED_ORIGIN, credentials }, now)
  })
}

type Target = Pick<TestCase, 'method' | 'url'>

/** Method and URL of the resource: those of a generated case, else of the first candidate, where the resource decides it. */
function targetOf(
  prepared: PreparedPolicy,
  resource: string,
  own: readonly Section[],
): Target | null {
  const of = ({ method, url }: TestCase): Target => ({ method, url })
  for (const { cases } of own) {
    const known = cases.find(({ run }) => !run.case.webSocket && run.got.resource === resource)
    if (known !== undefined) return of(known.run.case)
  }
  const compiled = prepared.bundle.resources.find(({ name }) => name === resource)
  if (compiled === undefined) return null
  // No origin has this grant, so the search gives its first candidate.
  const unused = { ...NO_GRANT, methods: compiled.match[0]?.methods ?? ['GET'] }
  const grantees = [{ origin: UNLISTED_ORIGIN, tenant: null, until: null }]
  const wanted = { resource: compiled, grant: unused, index: null }
  const { missed } = findCase(prepared, wanted, grantees, 0, { full: false })
  return missed?.got.resource === resource ? of(missed.case) : null
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

function sectionOf(prepared: PreparedPolicy, wanted: IndexedGrant, now: number): Section {
  const { grant, index, resource } = wanted
  const title = index === null ? `Exception ${grant.exception}` : `Grant ${index}`
  if (!hasGrantee(prepared.bundle, grant)) {
    const comment = `${title} of ${resource.name}: no origin has it in ${prepared.bundle.environment}`
    return { comment, cases: [] }
  }
  const cases: GeneratedCase[] = []
  const notFound: string[] = []
  const lists = granteesOf(grant, prepared.bundle)
  for (const [at, list] of lists.entries()) {
    const { found, missed } = findCase(prepared, wanted, list.grantees, now, { full: false })
    if (found === null) {
      notFound.push(
        `no request of ${list.name} found that it grants: ${missed?.because ?? 'none of its methods is among those of the resource'}`,
      )
      continue
    }
    cases.push(caseOf(found, list, wanted))
    if (at > 0) continue
    const { found: full } = findCase(prepared, wanted, list.grantees, now, { full: true })
    if (full !== null) cases.push(caseOf(full, list, wanted))
    cases.push(...variants(prepared, wanted, list, found, now))
  }
  const who = lists.map(({ name }) => name).join(', ')
  const comment = [`${title} of ${resource.name}, for ${who}`, ...notFound].join('\n')
  return { comment, cases }
}

/** The same request with one thing changed that the grant requires. */
function variants(
  prepared: PreparedPolicy,
  wanted: IndexedGrant,
  list: GranteeList,
  found: CaseRun,
  now: number,
): readonly GeneratedCase[] {
  const { grant, resource } = wanted
  const one = found.case
  const variant = (suffix: string, change: Partial<TestCase>): GeneratedCase => {
    return caseOf(runCase(prepared, { ...one, ...change }, now), list, wanted, suffix)
  }
  const other = METHODS.find((method) => !grant.methods.includes(method))
  const { until, from } = grant
  const cases = [variant('', { credentials: !one.credentials })]
  if (other !== undefined) cases.push(variant('', { method: other, headers: [] }))
  if (grant.when !== null) {
    const { token } = one.context
    const context: Context = token === undefined ? {} : { token }
    cases.push(variant(', unknown user', { context }))
  }
  if (grant.token) {
    cases.push(variant(', without the token', withoutToken(one)))
  }
  if (from !== null) cases.push(variant(', before the grant starts', { now: from - 1 }))
  if (until !== null) cases.push(variant(', when the grant ends', { now: until }))
  if (grant.websocket) {
    const { found: socket } = findCase(prepared, wanted, list.grantees, now, {
      full: false,
      webSocket: true,
    })
    if (socket !== null)
      cases.push({
        ...caseOf(socket, list, wanted),
        name: `${list.name}: WebSocket to ${resource.name}`,
      })
  }
  return cases
}

function withoutToken({ context, headers }: TestCase): Partial<TestCase> {
  const { token, ...rest } = context
  return { context: rest, headers: headers.filter(([name]) => name !== 'marque-token') }
}

/** Header names in the name of a case. */
const NAMED_HEADERS = 3

function caseOf(
  run: CaseRun,
  { name }: GranteeList,
  { resource, grant, index }: IndexedGrant,
  difference = '',
): GeneratedCase {
  const { method, credentials, headers } = run.case
  const who = name === '*' ? 'any origin' : name === 'null' ? 'an opaque origin' : name
  const how = credentials ? 'with credentials' : 'without credentials'
  const as = grant.exception === null ? '' : ` (${grant.exception})`
  const names = headers.map(([header]) => header).filter((header) => header !== 'marque-token')
  const more = names.length > NAMED_HEADERS ? ` and ${names.length - NAMED_HEADERS} more` : ''
  const sent =
    names.length === 0 ? '' : `, sending ${names.slice(0, NAMED_HEADERS).join(', ')}${more}`
  return {
    name: `${who}: ${method} ${resource.name}, ${how}${as}${sent}${difference}`,
    suffix: index === null ? null : `grant ${index}`,
    run,
  }
}

function pageCase(
  prepared: PreparedPolicy,
  name: string,
  page: Pick<TestCase, 'url' | 'origin'> & Partial<Pick<TestCase, 'method' | 'credentials'>>,
  now: number,
): GeneratedCase {
  const run = runCase(
    prepared,
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
  return { name, suffix: null, run }
}
