/** What lines of logs grant, and what an attacker can write into them without a grant. */
import { expect, test } from 'vitest'
import { writeDraft } from '../draft/index.ts'
import { compileFormat } from '../log-lines/index.ts'
import { draftFromLog } from './draft-from-log.ts'
import { LOG_LIMITS, LogEvidence } from './log-evidence.ts'

const SELF = 'https://api.example.com'
const APP = 'https://app.example.com'
const EVIL = 'https://shop.example'

type Fields = { readonly [name: string]: unknown }

function line(fields: Fields = {}): string {
  return JSON.stringify({
    method: 'GET',
    path: '/v1/orders',
    status: 200,
    origin: APP,
    allow_origin: APP,
    ...fields,
  })
}

function decision(fields: Fields & { readonly lists?: Fields } = {}): string {
  const { lists, ...rest } = fields
  return JSON.stringify({
    event: 'decision',
    kind: 'actual',
    method: 'GET',
    host: 'api.example.com',
    path: '/v1/orders',
    origin: APP,
    requestMethod: null,
    requestHeaders: [],
    credentials: [],
    reach: true,
    read: true,
    reason: 'granted',
    status: null,
    ...rest,
    ...lists,
  })
}

function draftOf(
  lines: readonly string[],
  { confirmed = [], format }: { confirmed?: readonly string[]; format?: string } = {},
) {
  const compiled = format === undefined ? null : compileFormat(format)
  if (compiled !== null && compiled.read === null) throw new Error(compiled.problem)
  const evidence = new LogEvidence({ self: [SELF], confirmed, format: compiled?.read ?? null })
  for (const one of lines) evidence.add(one)
  const answers = { self: [SELF], contact: null, owner: 'a@example.com', schema: '', file: 'a.log' }
  const { draft, findings } = draftFromLog(evidence, answers)
  const text = draft === null ? '' : writeDraft(draft)
  return {
    text,
    /** Without comments. */
    policy: text.replaceAll(/ *#.*$/gm, ''),
    messages: findings.map(({ code, message }) => `${code} ${message}`),
    draft,
  }
}

const twice = (text: string): readonly string[] => [text, text]
const times = (count: number, text: string): readonly string[] => Array(count).fill(text)

const notGranted: readonly (readonly [name: string, lines: readonly string[], why: string])[] = [
  [
    'ten thousand requests of which the log does not show what the API allowed',
    times(10_000, JSON.stringify({ method: 'GET', path: '/a', status: 200, origin: EVIL })),
    `MQ-883 \`${EVIL}\` is left out (10000 requests): the log does not show that the API allowed it`,
  ],
  ['any origin allowed', times(50, line({ origin: EVIL, allow_origin: '*' })), 'any origin (`*`)'],
  ['refused', times(50, line({ origin: EVIL, allow_origin: '' })), 'never allowed it'],
  ['another origin allowed', times(50, line({ origin: EVIL })), 'never allowed it'],
  ['seen once', [line({ origin: EVIL, allow_origin: EVIL })], 'MQ-883'],
  [
    'errors only',
    times(9, line({ origin: EVIL, allow_origin: EVIL, status: 401 })),
    'only errors were answered',
  ],
  [
    'preflights only',
    times(
      9,
      line({
        origin: EVIL,
        allow_origin: EVIL,
        method: 'OPTIONS',
        asked_method: 'GET',
        status: 204,
      }),
    ),
    'only preflights were seen',
  ],
  [
    'WebSockets, whose answers do not show that the API checked the origin',
    times(9, line({ origin: EVIL, allow_origin: EVIL, status: 101, upgrade: 'websocket' })),
    'MQ-883',
  ],
  [
    'an API that allows whoever asks',
    [
      ...times(9, line({ origin: EVIL, allow_origin: EVIL })),
      line({ origin: 'null', allow_origin: 'null' }),
    ],
    'MQ-884',
  ],
  [
    'an API that allows names that end in its own',
    [
      ...times(9, line({ origin: EVIL, allow_origin: EVIL })),
      ...twice(
        line({
          origin: 'https://evilapi.example.com',
          allow_origin: 'https://evilapi.example.com',
        }),
      ),
    ],
    'MQ-884',
  ],
  [
    'decisions: a grant to any origin',
    times(9, decision({ origin: EVIL, reason: 'granted-any' })),
    'MQ-883',
  ],
  [
    'decisions: reach without reading',
    times(9, decision({ origin: EVIL, reason: 'reach-only', read: false })),
    'never allowed it',
  ],
  [
    'decisions: granted, and withheld by the layer behind',
    times(
      9,
      `${decision({ origin: EVIL })}\n${decision({ origin: EVIL, withheldBy: 'upstream' })}`,
    ).flatMap((pair) => pair.split('\n')),
    'MQ-883',
  ],
  [
    'a second key of the same name, which a client writes where values are not escaped',
    times(9, line({ origin: EVIL }).replace('{', `{"allow_origin":"${EVIL}",`)),
    'MQ-880',
  ],
  [
    'another host',
    times(9, line({ origin: EVIL, allow_origin: EVIL, host: 'www.example.net' })),
    'about other hosts',
  ],
  ...[
    'chrome-extension://kgdafkpcnhfheaonmpchaaancbknlbmn',
    'https://shop-example.translate.goog',
    'https://192.0.2.7',
    'http://[2001:db8::1]',
    'http://localhost:3000',
    'https://evil.example',
    'https://x.oastify.com',
    'https://api.example.com.shop.example',
    'capacitor://localhost',
    'https://shop.example/',
  ].map((origin): readonly [string, readonly string[], string] => [
    origin,
    times(9, line({ origin, allow_origin: '' })),
    'MQ-882',
  ]),
]

for (const [name, lines, why] of notGranted) {
  test(`F12: not granted: ${name}`, () => {
    const { policy, messages } = draftOf(lines)
    expect(policy).not.toMatch(/credentials|methods/)
    expect(messages.join('\n')).toContain(why)
  })
}

test('F12: an origin that a person confirms is granted what it did with success, and nothing that the API refused', () => {
  const { policy } = draftOf(
    [
      ...twice(line({ allow_origin: '*' })),
      JSON.stringify({ method: 'POST', path: '/v1/orders', status: 201, origin: APP }),
      line({ path: '/v1/admin', allow_origin: '' }),
      line({ path: '/v1/admin', status: 403 }),
      ...times(9, line({ origin: EVIL, allow_origin: '*' })),
    ],
    { confirmed: [APP] },
  )
  expect(policy).toContain(`- ${APP}`)
  expect(policy).toContain('methods: [GET, POST]')
  expect(policy).not.toContain('admin')
  expect(policy).not.toContain(EVIL)
})

const parts: readonly (readonly [
  name: string,
  lines: readonly string[],
  want: string,
  not: string,
])[] = [
  [
    'cookies that the answer allows',
    twice(line({ has_cookie: 1, allow_credentials: 'true' })),
    'credentials: true',
    'x',
  ],
  [
    'cookies without Access-Control-Allow-Credentials',
    twice(line({ has_cookie: 1, allow_credentials: '' })),
    APP,
    'credentials',
  ],
  [
    'Access-Control-Allow-Credentials without cookies',
    twice(line({ has_cookie: '', allow_credentials: 'true' })),
    APP,
    'credentials',
  ],
  ['a log without cookies', twice(line({ allow_credentials: 'true' })), APP, 'credentials'],
  [
    'cookies in the decision log',
    twice(decision({ lists: { credentials: ['cookie'] } })),
    'credentials: true',
    'x',
  ],
  [
    'logins in the decision log',
    twice(decision({ lists: { credentials: ['authorization'] } })),
    APP,
    'credentials',
  ],
  [
    'header names that the answer does not allow',
    [
      ...twice(line()),
      line({
        method: 'OPTIONS',
        asked_method: 'GET',
        asked_headers: 'x-a,x-b,authorization',
        allow_headers: 'X-A, *',
        status: 204,
      }),
    ],
    'requestHeaders: [x-a, x-b]',
    'authorization',
  ],
  [
    'header names of a log without those of the answer',
    [
      ...twice(line()),
      line({ method: 'OPTIONS', asked_method: 'GET', asked_headers: 'x-a', status: 204 }),
    ],
    APP,
    'x-a',
  ],
  [
    'header names of a preflight in the decision log',
    [
      ...twice(decision()),
      decision({
        kind: 'preflight',
        method: 'OPTIONS',
        requestMethod: 'GET',
        status: 204,
        lists: { requestHeaders: ['x-a'] },
      }),
    ],
    'requestHeaders: [x-a]',
    'OPTIONS',
  ],
  [
    'a method that failed',
    [...twice(line()), ...times(5, line({ method: 'DELETE', status: 403 }))],
    'methods: [GET]',
    'DELETE',
  ],
  [
    'identifiers, without the query',
    twice(line({ path: '/v1/orders/1001?token=canary' })),
    '/v1/orders/{id}',
    'canary',
  ],
  ['an absolute target', twice(line({ path: 'https://api.example.com/v1/a' })), '/v1/a', 'x'],
  [
    'a WebSocket in the decision log',
    twice(decision({ kind: 'websocket', lists: { credentials: ['cookie'] } })),
    'websocket: true',
    'x',
  ],
  [
    'names in the middle of a path that are values',
    Array.from({ length: 60 }, (_, at) =>
      line({
        path: `/v1/articles/${String.fromCharCode(97 + (at % 26)).repeat(1 + at / 26)}-title`,
      }),
    ),
    '/v1/articles/{id}',
    'aa-title',
  ],
  [
    'many endpoints below a version, which are no values',
    Array.from({ length: 60 }, (_, at) =>
      line({ path: `/v1/${String.fromCharCode(97 + (at % 26)).repeat(1 + at / 26)}-list` }),
    ),
    '/v1/aa-list',
    '{id}',
  ],
]
for (const [name, lines, want, not] of parts) {
  test(`F12: ${name}`, () => {
    const { policy } = draftOf(lines)
    expect(policy).toContain(want)
    if (not !== 'x') expect(policy).not.toContain(not)
  })
}

test('F12: a log without a field for the origin is an error, and makes no draft', () => {
  const { draft, messages } = draftOf([
    '192.0.2.1 - - [30/Nov/2026:12:00:00 +0000] "GET /v1/orders HTTP/1.1" 200 612 "-" "curl/8.14"',
  ])
  expect(draft).toBeNull()
  expect(messages.join()).toContain('MQ-881')
})

test('F12: counts of a million origins that each ask once stay bounded, and the application keeps its grant', () => {
  const evidence = new LogEvidence({ self: [SELF], confirmed: [], format: null })
  const count = LOG_LIMITS.origins * 2
  for (let at = 0; at < count; at++) {
    if (at % 10_000 === 0) evidence.add(line())
    evidence.add(line({ origin: `https://a${at}.shop.example`, allow_origin: '' }))
  }
  expect(evidence.origins.size).toBeLessThanOrEqual(LOG_LIMITS.origins)
  expect(evidence.origins.get(APP)?.counts.granted).toBe(4)
  const kept = [...evidence.origins.values()].reduce((sum, one) => sum + one.total, 0)
  expect(kept + (evidence.leftOut.get('origin-limit') ?? 0)).toBe(count + 4)
})
