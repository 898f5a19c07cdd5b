import { APP, anyone, EVIL, grant, granting, list, NOW } from '@marque/testkit/bundles'
import { expect, test } from 'vitest'
import type { PageRequest } from '../browsers/index.ts'
import { prepare } from '../prepared/prepared-policy.ts'
import { explainToPage, type PublicExplanation } from './public-explanation.ts'

const engine = prepare(
  granting(
    [
      grant({ methods: ['GET', 'PATCH'], requestHeaders: ['x-a'] }),
      grant({ sets: ['ended'] }),
      grant({ sets: ['readers'], when: { roles: ['reader'] } }),
    ],
    { enforce: 'block' },
    {
      context: { roles: { claim: 'roles' } },
      sets: {
        ended: list(['https://ended.example'], [], NOW - 1),
        readers: list(['https://readers.example']),
      },
    },
  ),
)

const page = (part: Partial<PageRequest>): PageRequest => ({
  origin: APP,
  method: 'GET',
  url: 'https://api.example.com/x',
  headers: [],
  credentials: false,
  ...part,
})

const cases: readonly (readonly [
  name: string,
  page: Partial<PageRequest>,
  want: Partial<PublicExplanation>,
])[] = [
  [
    'a granted GET',
    {},
    { read: true, reach: true, reason: 'granted', preflight: { needed: false, passes: null } },
  ],
  [
    'a granted PATCH',
    { method: 'PATCH' },
    { read: true, preflight: { needed: true, passes: true } },
  ],
  [
    'a method that is not granted',
    { method: 'DELETE' },
    {
      read: false,
      reach: false,
      reason: 'method-not-granted',
      preflight: { needed: true, passes: false },
    },
  ],
  [
    'a header that is not granted',
    { headers: [['X-B', '1']] },
    { read: false, reason: 'headers-not-granted' },
  ],
  [
    'credentials that are not granted, which come without a cookie where the browser has none',
    { credentials: true },
    { reach: null, read: false, reason: 'credentials-not-granted' },
  ],
  [
    'credentials that are not granted, and a preflight that does not grant them',
    { method: 'PATCH', credentials: true },
    {
      reach: false,
      read: false,
      reason: 'credentials-not-granted',
      preflight: { needed: true, passes: false },
    },
  ],
  [
    'credentials of an unknown origin',
    { origin: EVIL, credentials: true },
    { reach: false, read: false, reason: 'origin-not-granted' },
  ],
  ['an unknown origin', { origin: EVIL }, { read: false, reason: 'origin-not-granted' }],
  [
    'an origin whose grant has ended',
    { origin: 'https://ended.example' },
    { read: false, reason: 'origin-not-granted' },
  ],
  ['an opaque origin', { origin: 'null' }, { read: false, reason: 'origin-null' }],
  [
    'a condition',
    { origin: 'https://readers.example' },
    { read: null, reach: null, reason: 'condition-unmet' },
  ],
  [
    'a method that is never sent',
    { method: 'TRACE' },
    { read: false, preflight: { needed: false, passes: null } },
  ],
]

for (const [name, part, want] of cases) {
  test(`${name} is explained to its page`, () => {
    expect(explainToPage(engine, page(part), { now: NOW })).toMatchObject({
      ...want,
      origin: part.origin ?? APP,
    })
  })
}

test('an expired and an unknown origin get the same explanation, but for their names', () => {
  const of = (origin: string) => ({
    ...explainToPage(engine, page({ origin }), { now: NOW }),
    origin: '',
  })
  expect(of('https://ended.example')).toEqual(of(EVIL))
})

test('no explanation names a resource, a set or another origin', () => {
  for (const [, part] of cases) {
    const { origin, ...explanation } = explainToPage(engine, page(part), { now: NOW })
    expect(JSON.stringify(explanation)).not.toMatch(/"api"|readers|ended|app\.example\.com/)
  }
})

test('credentials where everybody may read: the request comes, and the browser keeps the answer', () => {
  const open = prepare(granting([anyone()]))
  expect(explainToPage(open, page({ credentials: true }), { now: NOW })).toMatchObject({
    reach: true,
    read: false,
    reason: 'credentials-not-granted',
    help: expect.stringContaining("credentials: 'omit'"),
  })
  expect(explainToPage(open, page({}), { now: NOW })).toMatchObject({ read: true })
})

test('credentials that are granted', () => {
  const login = prepare(
    granting([grant({ methods: ['GET', 'PATCH'], credentials: true })], { enforce: 'block' }),
  )
  for (const method of ['GET', 'PATCH']) {
    expect(explainToPage(login, page({ method, credentials: true }), { now: NOW })).toMatchObject({
      reach: true,
      read: true,
      reason: 'granted',
    })
  }
})

test('a WebSocket is decided with cookies, which are always sent, and its response is not checked', () => {
  const live = prepare(granting([grant({ credentials: true, websocket: true })]))
  const url = 'wss://api.example.com/x'
  expect(explainToPage(live, page({ url }), { now: NOW })).toMatchObject({
    reach: true,
    read: true,
    reason: 'granted',
  })
  expect(explainToPage(engine, page({ url }), { now: NOW })).toMatchObject({
    reach: false,
    read: false,
    reason: 'websocket-not-granted',
  })
})

test('a resource that requires a login: reach and read depend on it; what is denied with any login stays false', () => {
  const login = prepare(
    granting([grant({ credentials: true }), grant({ methods: ['PATCH'], read: false })], {
      authentication: 'required',
      enforce: 'headers',
    }),
  )
  const explained = (part: Partial<PageRequest>) =>
    explainToPage(login, page({ credentials: true, ...part }), { now: NOW })
  expect(explained({})).toMatchObject({
    reach: null,
    read: null,
    reason: 'granted',
    help: expect.stringContaining('valid login'),
  })
  expect(explained({ credentials: false })).toMatchObject({ reach: null, read: null })
  expect(explained({ origin: EVIL })).toMatchObject({ reach: null, read: false })
  expect(explained({ origin: EVIL, method: 'DELETE' })).toMatchObject({ reach: false, read: false })
})

test('a page of the own origin learns that its browser does not treat another port as its own', () => {
  const own = { origin: 'https://api.example.com', url: 'https://api.example.com:8443/x' }
  const put = explainToPage(engine, page({ ...own, method: 'PUT' }), { now: NOW })
  expect(put).toMatchObject({
    reach: false,
    read: false,
    reason: 'same-origin',
    preflight: { needed: true, passes: false },
  })
  expect(put.help).toContain('another scheme, host or port')
  const get = explainToPage(engine, page({ ...own, credentials: true }), { now: NOW })
  expect(get).toMatchObject({ reach: true, read: false, reason: 'same-origin' })
  expect(get.help).toContain('another scheme, host or port')
  const same = explainToPage(engine, page({ origin: 'https://api.example.com' }), { now: NOW })
  expect(same).toMatchObject({ reach: true, read: true, reason: 'same-origin' })
  const socket = { origin: 'https://api.example.com', url: 'wss://api.example.com/x' }
  expect(explainToPage(engine, page(socket), { now: NOW })).toMatchObject({
    reach: true,
    read: true,
  })
})
