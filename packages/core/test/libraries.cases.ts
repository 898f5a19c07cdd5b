/**
 * What the best CORS libraries are tested for, by the numbers of the project's survey of them: the cases that a request shows.
 *
 * Those about the check of a policy (8, 9, 25 to 28, 38, 40 to 43, 45, 53 to 58, 60, 65) are in the package `policy`.
 *
 * Two need a running stack, and belong to `verify`:
 * - 71, authentication in front answers OPTIONS with 401. Core guarantees that a preflight is decided without identity (D11, D19) and
 *   never reaches what is behind the layer (`reach` is false).
 * - 72, proxy and application both add Access-Control-Allow-Origin. Core guarantees that whatever comes from below is removed (D22),
 *   so that the layer in front is the only author: case 16.
 *
 * @module
 */

import type { Bundle, Decision, RequestFacts } from '@marque/core'
import {
  APP,
  anyone,
  EVIL,
  get,
  grant,
  granting,
  list,
  preflight,
  requestTo,
} from '@marque/testkit/bundles'
import { VARY_ACTUAL, VARY_PREFLIGHT } from './answer.ts'

export interface LibraryCase {
  readonly number: number
  readonly name: string
  readonly policy: Bundle
  readonly request: RequestFacts
  readonly reason: Decision['reason']
  /** What the layer answers; `null` where the request goes on. */
  readonly status: Decision['status']
  /** All headers that are set. */
  readonly headers: { readonly [name: string]: string }
  readonly vary: readonly string[]
}

const ACAO = { 'access-control-allow-origin': APP }
const STAR = { 'access-control-allow-origin': '*' }
const NO_STORE = { 'cache-control': 'no-store' }

type Row = readonly [number: number, name: string, request: RequestFacts]

/** Actual requests that are granted. */
const granted = (
  policy: Bundle,
  headers: LibraryCase['headers'],
  ...rows: readonly Row[]
): readonly LibraryCase[] =>
  rows.map(([number, name, request]) => {
    const origin = request.headers.find(([line]) => line === 'Origin')?.[1] ?? ''
    const own = { 'access-control-allow-origin': origin, ...headers }
    return {
      number,
      name,
      policy,
      request,
      reason: 'granted',
      status: null,
      headers: own,
      vary: VARY_ACTUAL,
    }
  })

/** Actual requests that go on, and that script may not read. */
const unreadable = (
  policy: Bundle,
  reason: LibraryCase['reason'],
  ...rows: readonly Row[]
): readonly LibraryCase[] =>
  rows.map(([number, name, request]) => ({
    number,
    name,
    policy,
    request,
    reason,
    status: null,
    headers: {},
    vary: VARY_ACTUAL,
  }))

/** Preflights that are granted. */
const allowed = (
  policy: Bundle,
  methods: string,
  headers: LibraryCase['headers'],
  ...rows: readonly Row[]
): readonly LibraryCase[] =>
  rows.map(([number, name, request]) => ({
    number,
    name,
    policy,
    request,
    reason: 'granted',
    status: 204,
    headers: {
      ...ACAO,
      'access-control-allow-methods': methods,
      'access-control-max-age': '600',
      ...headers,
    },
    vary: VARY_PREFLIGHT,
  }))

/** Preflights that are denied. */
const refused = (
  policy: Bundle,
  reason: LibraryCase['reason'],
  ...rows: readonly Row[]
): readonly LibraryCase[] =>
  rows.map(([number, name, request]) => ({
    number,
    name,
    policy,
    request,
    reason,
    status: 403,
    headers: NO_STORE,
    vary: VARY_PREFLIGHT,
  }))

const plain = granting(grant())
const from = (...exact: readonly string[]): Bundle =>
  granting(grant(), {}, { sets: { web: list(exact) } })
const under = (...patterns: readonly string[]): Bundle =>
  granting(grant(), {}, { sets: { web: list([], patterns) } })
const origins = (number: number, ...texts: readonly string[]): readonly Row[] =>
  texts.map((text) => [number, text.slice(0, 60), get('/', text)] as const)

const full = granting(grant({ credentials: true, exposeHeaders: ['x-a', 'x-b'] }))
const names = granting(grant({ requestHeaders: ['x-bar', 'x-foo'] }))
const FOO_BAR = { 'access-control-allow-headers': 'x-bar, x-foo' }
const requesting = (value: string): RequestFacts => preflight('/', APP, 'GET', value)
const star = granting(grant({ requestHeaders: ['*'] }))
const starAndAuthorization = granting(grant({ requestHeaders: ['*', 'authorization'] }))
const SEVEN = ['a', 'content-type', 'if-match', 'x-ab', 'x-abc', 'x-requested-with', 'x-trace-id']
const seven = granting(grant({ requestHeaders: SEVEN }))
const SHARING = ['bat', 'cat', 'concat', 'meerkat'].map((name) => `https://${name}.example`)
const openCase = (
  number: number,
  name: string,
  origin: string | null,
  expose = '',
): LibraryCase => ({
  number,
  name,
  policy: granting(anyone(expose === '' ? {} : { exposeHeaders: [expose] })),
  request: get('/', origin),
  reason: origin === null ? 'not-cors' : 'granted-any',
  status: null,
  headers: expose === '' ? STAR : { ...STAR, 'access-control-expose-headers': expose },
  vary: [],
})

export const libraryCases: readonly LibraryCase[] = [
  ...unreadable(plain, 'not-cors', [1, 'no Origin', get('/', null)]),
  ...granted(plain, {}, [2, 'a granted origin', get('/', APP)]),
  ...unreadable(plain, 'origin-not-granted', [3, 'a denied one still varies', get('/', EVIL)]),
  {
    number: 3,
    name: 'and is stopped under `block`',
    policy: granting(grant(), { enforce: 'block' }),
    request: get('/', EVIL),
    reason: 'origin-not-granted',
    status: 403,
    headers: {},
    vary: VARY_ACTUAL,
  },
  ...unreadable(plain, 'origin-malformed', [4, 'no origin at all', get('/', 'invalid_origin')]),
  openCase(5, '`*` without Origin', null),
  openCase(6, '`*` with everything exposed', null, '*'),
  openCase(7, '`*` never says `null`', 'null'),
  ...granted(
    full,
    { 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'x-a, x-b' },
    [10, 'credentials and exposed headers', get('/', APP)],
  ),
  ...unreadable(full, 'origin-not-granted', [11, 'none of it to a denied origin', get('/', EVIL)]),
  ...unreadable(plain, 'not-cors', [17, 'OPTIONS without Origin', requestTo('OPTIONS', '/', null)]),
  ...granted(granting(grant({ methods: ['GET', 'OPTIONS'] })), {}, [
    18,
    'OPTIONS that is no preflight, granted',
    requestTo('OPTIONS', '/', APP),
  ]),
  ...unreadable(plain, 'method-not-granted', [
    18,
    'and not granted',
    requestTo('OPTIONS', '/', APP),
  ]),
  ...unreadable(plain, 'not-cors', [
    19,
    'a requested method without Origin',
    requestTo('OPTIONS', '/', null, ['Access-Control-Request-Method', 'GET']),
  ]),
  ...unreadable(plain, 'method-not-granted', [
    20,
    'an empty requested method',
    preflight('/', APP, ''),
  ]),
  ...allowed(granting(grant({ methods: ['GET', 'POST'] })), 'GET, POST', {}, [
    21,
    'a preflight for POST is real',
    preflight('/', APP, 'POST'),
  ]),
  ...allowed(granting(grant({ methods: ['PUT'] })), 'PUT', {}, [
    22,
    'PUT',
    preflight('/', APP, 'PUT'),
  ]),
  ...refused(granting(grant({ methods: ['PUT'] })), 'method-not-granted', [
    23,
    'DELETE',
    preflight('/', APP, 'DELETE'),
  ]),
  ...allowed(granting(grant({ methods: ['patch'] })), 'patch', {}, [
    24,
    'the exact case',
    preflight('/', APP, 'patch'),
  ]),
  ...refused(granting(grant({ methods: ['patch'] })), 'method-not-granted', [
    24,
    'another case',
    preflight('/', APP, 'PATCH'),
  ]),
  ...allowed(
    names,
    'GET',
    FOO_BAR,
    [29, 'both names', requesting('x-bar,x-foo')],
    [31, 'mixed case, unsorted, spaces', requesting('X-Foo, X-Bar')],
    [
      32,
      'two lines',
      preflight('/', APP, 'GET', 'x-bar', ['Access-Control-Request-Headers', 'x-foo']),
    ],
    [33, 'empty elements and padding', requesting(',, \tx-foo\t ,,')],
    [34, 'exactly 8 KiB', requesting('x-foo'.padEnd(8192))],
    [34, 'exactly 128 names', requesting(new Array(128).fill('x-foo').join())],
    [35, 'nothing in the field', requesting('')],
  ),
  ...refused(names, 'headers-not-granted', [30, 'one name too many', requesting('x-bar,x-qux')]),
  ...refused(
    names,
    'request-headers-too-long',
    [34, '1 MiB of commas', requesting(','.repeat(1 << 20))],
    [34, '10⁵ copies of a name', requesting(new Array(100_000).fill('x-foo').join())],
    [34, 'one name of 1 MiB', requesting('x'.repeat(1 << 20))],
    [34, '8 KiB and a byte', requesting('x-foo'.padEnd(8193))],
    [34, '129 names', requesting(new Array(129).fill('x-foo').join())],
  ),
  ...refused(star, 'headers-not-granted', [
    36,
    '`*` does not cover it',
    requesting('authorization'),
  ]),
  ...allowed(starAndAuthorization, 'GET', { 'access-control-allow-headers': '*, authorization' }, [
    37,
    'by its own name',
    requesting('authorization,x-a'),
  ]),
  ...SEVEN.flatMap((name) =>
    allowed(seven, 'GET', { 'access-control-allow-headers': SEVEN.join(', ') }, [
      39,
      `${name} alone of seven`,
      requesting(name),
    ]),
  ),
  ...allowed(granting(grant({ maxAge: 0 })), 'GET', { 'access-control-max-age': '0' }, [
    44,
    'a max-age of 0 is sent',
    preflight('/', APP, 'GET'),
  ]),
  ...allowed(plain, 'GET', {}, [44, 'left out it is 600', preflight('/', APP, 'GET')]),
  ...granted(granting(grant({ maxAge: 7200 })), {}, [46, 'none on actual answers', get('/', APP)]),
  ...unreadable(
    from('https://foo.com', 'https://bar.com'),
    'origin-not-granted',
    ...origins(47, 'https://barfoo.com', 'https://foobar.com'),
  ),
  ...granted(
    under('https://*.example.com'),
    {},
    ...origins(48, 'https://foo.example.com', 'https://bar.foo.example.com'),
  ),
  ...unreadable(
    under('https://*.example.com'),
    'origin-not-granted',
    ...origins(
      48,
      'https://example.com',
      'https://evilexample.com',
      'https://example.com.evil.test',
      'http://foo.example.com',
      'https://foo.example.com:8443',
    ),
  ),
  ...unreadable(
    under('https://*.example.com'),
    'origin-malformed',
    ...origins(48, 'https://.example.com'),
    ...origins(
      49,
      'https://x/.example.com',
      'https://x#.example.com',
      'https://x\\.example.com',
      'https://a b.example.com',
      'https://u:p@a.example.com',
    ),
  ),
  ...granted(
    under('http://localhost:*'),
    {},
    ...origins(50, 'http://localhost', 'http://localhost:3000', 'http://localhost:65535'),
  ),
  ...unreadable(
    under('http://localhost:*'),
    'origin-malformed',
    ...origins(
      50,
      'http://localhost:0',
      'http://localhost:65536',
      'http://localhost:03000',
      'http://localhost:abc',
    ),
  ),
  ...unreadable(
    under('http://localhost:*'),
    'origin-not-granted',
    ...origins(50, 'http://localhost.evil.test:3000'),
  ),
  ...granted(
    under('https://*.example.com:*'),
    {},
    ...origins(51, 'https://a.example.com', 'https://b.a.example.com:8443'),
  ),
  ...unreadable(
    under('https://*.example.com:*'),
    'origin-not-granted',
    ...origins(51, 'https://example.com:8443'),
  ),
  ...granted(from(...SHARING), {}, ...origins(52, ...SHARING)),
  ...unreadable(
    from(...SHARING),
    'origin-not-granted',
    ...origins(
      52,
      'https://at.example',
      'https://kat.example',
      'https://con.example',
      'https://batcat.example',
      'https://meerkats.example',
    ),
  ),
  ...granted(
    from('connector://foo', 'chrome-extension://abc'),
    {},
    ...origins(59, 'connector://foo', 'chrome-extension://abc'),
  ),
  ...unreadable(
    plain,
    'origin-multiple',
    [61, 'two lines', get('/', APP, ['Origin', APP])],
    [61, 'one line that is a list', get('/', `${APP}, ${APP}`)],
  ),
  ...unreadable(plain, 'origin-malformed', ...origins(62, 'https://APP.example.com')),
  ...unreadable(plain, 'origin-malformed', ...origins(63, `https://${'a.'.repeat(5120)}example`)),
  ...unreadable(plain, 'origin-null', ...origins(64, 'null')),
  ...refused(
    granting(grant({ methods: ['PUT'], requestHeaders: ['x-a'], credentials: true })),
    'origin-not-granted',
    [69, 'nothing is revealed to a denied origin', preflight('/', EVIL, 'PUT', 'x-a')],
  ),
  ...allowed(plain, 'GET', {}, [70, '204 without a length or a type', preflight('/', APP, 'GET')]),
]
