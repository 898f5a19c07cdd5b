/**
 * Grants for one resource, within what its sensitivity allows (docs/rules.md#sensitivity).
 *
 * @module
 */
import type { Condition, Grant, Json, Match, Sensitivity } from '@marque/core'
import fc from 'fast-check'
import { sortedSubset } from './lists.ts'
import {
  EXPOSE_HEADERS,
  METHODS,
  NOW,
  ORIGINS,
  REQUEST_HEADERS,
  ROLES,
  SCOPES,
  VERSIONS,
} from './words.ts'

/** True one time in `n`. */
function sometimes(n: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: n }).map((value) => value === n)
}

const claims: fc.Arbitrary<{ readonly [pointer: string]: Json }> = fc.constantFrom<{
  readonly [pointer: string]: Json
}>(
  { '/org': '{tenant}' },
  { '/allowed': '{origin}' },
  { '/level': 1 },
  { '/a~1b': ['x', 'y'] },
  { '/deep/list/0': { k: [1, null] } },
  { '/gone': null },
)

const conditions: fc.Arbitrary<Condition | null> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: sortedSubset(VERSIONS, 1).map((list) => ({ apiVersion: list })) },
  { weight: 1, arbitrary: sortedSubset(ROLES, 1).map((list) => ({ roles: list })) },
  { weight: 1, arbitrary: sortedSubset(SCOPES, 1).map((list) => ({ scopes: list })) },
  { weight: 1, arbitrary: fc.constant({ authenticatedWithin: 60_000 }) },
  { weight: 1, arbitrary: claims.map((value) => ({ claims: value })) },
)

const dates = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ from: null, until: null }) },
  {
    weight: 1,
    arbitrary: fc.record({
      from: fc.constantFrom(null, NOW - 1, NOW, NOW + 1),
      until: fc.constantFrom(null, NOW + 2, NOW + 2_000, NOW + 61_500),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ from: null, until: NOW }) },
)

const methods = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<readonly string[]>(
      ['GET'],
      ['GET', 'PUT'],
      ['GET', 'OPTIONS', 'POST'],
    ),
  },
  { weight: 2, arbitrary: sortedSubset(METHODS, 1) },
)

const plainHeaders = sortedSubset(REQUEST_HEADERS)
const wildHeaders = fc.oneof(
  { weight: 3, arbitrary: plainHeaders },
  { weight: 2, arbitrary: fc.constantFrom<readonly string[]>(['*'], ['*', 'authorization']) },
)
const exposed = sortedSubset(EXPOSE_HEADERS)
const wildExposed = fc.oneof(exposed, fc.constant<readonly string[]>(['*']))

const shape = fc.record({
  methods,
  maxAge: fc.constantFrom(0, 1, 2, 60, 600),
  timing: sometimes(4),
})

/** `*`: alone, without credentials, conditions or tenant. */
const anyGrant: fc.Arbitrary<Grant> = fc
  .record({
    shape,
    requestHeaders: wildHeaders,
    exposeHeaders: wildExposed,
    read: sometimes(6),
    dates: dates,
  })
  .map((draft) => ({
    exception: null,
    any: true,
    sets: [],
    tenant: false,
    ...draft.shape,
    requestHeaders: draft.requestHeaders,
    exposeHeaders: draft.exposeHeaders,
    credentials: false,
    read: !draft.read,
    nullReach: false,
    websocket: false,
    token: false,
    ...draft.dates,
    when: null,
  }))

const listed = fc.record({
  shape,
  sets: fc.constantFrom<readonly string[]>(
    [],
    ['plain'],
    ['plain'],
    ['mixed'],
    ['mixed', 'patterns'],
    ['plain', 'mixed'],
  ),
  tenant: sometimes(3),
  requestHeaders: wildHeaders,
  plainHeaders,
  exposeHeaders: wildExposed,
  plainExposed: exposed,
  credentials: sometimes(2),
  unread: sometimes(6),
  nullReach: sometimes(2),
  websocket: sometimes(2),
  token: sometimes(6),
  dates,
  when: conditions,
})

function listedGrant(sensitivity: Sensitivity, exactPath: boolean): fc.Arbitrary<Grant> {
  return listed.map((draft) => {
    const strict = sensitivity === 'restricted'
    const unread = draft.unread && !strict
    const nullReach = unread && draft.nullReach && exactPath
    const token = draft.token && !unread
    const plain = draft.credentials || token
    const names = plain ? draft.plainHeaders : draft.requestHeaders
    const patternFree = strict || (sensitivity === 'confidential' && draft.credentials)
    return {
      exception: null,
      any: false,
      sets: patternFree ? draft.sets.filter((name) => name === 'plain') : [...draft.sets].sort(),
      tenant: draft.tenant && !patternFree,
      ...draft.shape,
      methods: nullReach ? ['POST'] : draft.shape.methods,
      requestHeaders: token ? [...names, 'marque-token'].sort() : names,
      exposeHeaders: plain ? draft.plainExposed : draft.exposeHeaders,
      credentials: draft.credentials,
      read: !unread,
      nullReach,
      websocket: draft.credentials && draft.websocket && !unread,
      token,
      ...draft.dates,
      when: nullReach ? null : draft.when,
    }
  })
}

function exceptions(sensitivity: Sensitivity): fc.Arbitrary<readonly Grant[]> {
  const one = fc
    .record({
      grant: listedGrant(sensitivity, false),
      origin: fc.constantFrom(...ORIGINS),
      id: fc.constantFrom('EX-1', 'EX-2'),
    })
    .map(({ grant, origin, id }) => ({
      ...grant,
      exception: id,
      sets: [origin],
      tenant: false,
      until: grant.until ?? NOW + 86_400_000,
    }))
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.uniqueArray(one, {
        minLength: 1,
        maxLength: 2,
        selector: (grant) => grant.exception,
      }),
    },
  )
}

/** Exceptions first, then the resource's own grants. */
export function grantsOf(
  sensitivity: Sensitivity,
  match: readonly Match[],
): fc.Arbitrary<readonly Grant[]> {
  const exactPath = match.length === 1 && match.every((one) => !/[{*]/.test(one.path))
  const own = listedGrant(sensitivity, exactPath)
  const list = fc.array(own, { minLength: 0, maxLength: 3 })
  const closed = fc.tuple(exceptions(sensitivity), list).map(([first, rest]) => [...first, ...rest])
  if (sensitivity !== 'public') return closed
  const open = fc.array(anyGrant, { minLength: 1, maxLength: 2 })
  const mixed = fc
    .tuple(exceptions(sensitivity), list, open)
    .map(([first, rest, last]) => [...first, ...rest, ...last])
  return fc.oneof(closed, open, mixed)
}
