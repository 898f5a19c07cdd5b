import { load } from '@marque/policy'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeDraft } from '../draft/index.ts'
import { draftFromTraffic, type TrafficDraft } from '../traffic/index.ts'
import { jsonFault } from './json-fault.ts'
import { type ReadHar, readHar } from './read-har.ts'

const SELF = ['https://api.example.com']
const APP = 'https://app.example.com'
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

type Headers = { readonly [name: string]: string }

interface Recorded {
  readonly method?: string
  readonly url?: string
  readonly headers?: Headers
  readonly answer?: Headers | null
  readonly status?: number
  readonly more?: object
}

const lines = (headers: Headers): readonly object[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

function entry({
  method = 'GET',
  url = '/v1/orders',
  headers,
  answer,
  status,
  more,
}: Recorded): object {
  const sent = headers ?? { Origin: APP }
  const allowed = answer ?? { 'Access-Control-Allow-Origin': sent.Origin ?? sent.origin ?? APP }
  return {
    request: {
      method,
      url: url.startsWith('/') ? `https://api.example.com${url}` : url,
      headers: lines(sent),
    },
    response: { status: status ?? 200, headers: answer === null ? [] : lines(allowed) },
    ...more,
  }
}

function drafted(
  ...recorded: readonly Recorded[]
): TrafficDraft & { readonly read: ReadHar; readonly text: string } {
  const file = { log: { version: '1.2', pages: PAGES, entries: recorded.map(entry) } }
  const read = readHar(bytesOf(JSON.stringify(file)), 'a.har', SELF)
  const draft = draftFromTraffic(read.observations ?? [], {
    self: SELF,
    contact: null,
    owner: 'web@example.com',
    schema: './policy-1.json',
    file: 'a.har',
  })
  return { ...draft, read, text: writeDraft(draft.draft) }
}

const PAGES = [
  { id: 'page_1', title: `${APP}/orders?token=canary-page` },
  { id: 'page_2', title: 'Orders' },
]

/** What the draft grants: origin, pattern, and the grant. */
function grantsOf({ draft }: TrafficDraft): readonly string[] {
  const origins = new Map(draft.sets.map(({ name, keys }) => [name, String(keys.allow)]))
  return draft.resources.flatMap(({ match, grants }) =>
    grants.flatMap((grant) =>
      match.map(({ path }) =>
        [
          grant.origins.map((name) => origins.get(name)).join('+'),
          path,
          grant.methods.join('+'),
          ...grant.requestHeaders,
          ...(grant.credentials ? ['credentials'] : []),
        ].join(' '),
      ),
    ),
  )
}

test('F13: methods, headers and cookies are granted where they were seen', () => {
  const credentials = {
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
  }
  const draft = drafted(
    { url: '/v1/orders?page=1' },
    { url: '/v1/orders/1' },
    { url: '/v1/orders/2', headers: { origin: APP, cookie: 'a=b' }, answer: credentials },
    {
      method: 'POST',
      url: '/v1/orders',
      headers: {
        Origin: APP,
        'Content-Type': 'application/json',
        'X-Trace': '1',
        'User-Agent': 'x',
        Pragma: 'no-cache',
      },
    },
    {
      method: 'POST',
      url: '/v1/forms',
      headers: { Origin: APP, 'Content-Type': 'text/plain;charset=UTF-8' },
    },
    {
      method: 'OPTIONS',
      url: '/v1/orders/7',
      headers: {
        Origin: APP,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,x-a',
      },
    },
    { method: 'PATCH', url: '/v1/orders/7', headers: { Origin: APP } },
    { method: 'DELETE', url: '/v1/orders/7', headers: { Origin: APP, Authorization: 'Bearer x' } },
  )
  expect(grantsOf(draft)).toEqual([
    `${APP} /v1/orders GET`,
    `${APP} /v1/orders POST content-type x-trace`,
    `${APP} /v1/orders/{id} DELETE authorization`,
    `${APP} /v1/orders/{id} GET credentials`,
    `${APP} /v1/orders/{id} PATCH authorization x-a`,
    `${APP} /v1/forms POST`,
  ])
  expect(draft.text).toContain('- https://app.example.com # 7 requests, 1 with cookies')
  expect(draft.text).toContain('path: "/v1/orders/{id}" }] # requests: DELETE 1, GET 2, PATCH 1')
  expect(load(draft.text, 'policy.yaml').findings).toEqual([])
})

const leftOut: readonly (readonly [name: string, recorded: Recorded, says: RegExp])[] = [
  ['null', { headers: { Origin: 'null' } }, /`null` is left out \(1 request\): sandboxed/],
  ['an extension', { headers: { Origin: 'chrome-extension://abc' } }, /a browser extension/],
  [
    'an extension of Firefox',
    { headers: { Origin: 'moz-extension://8d2f0c1e-0000-4000-8000-000000000000' } },
    /a browser extension/,
  ],
  [
    'a translator',
    { headers: { Origin: 'https://app-example-com.translate.goog' } },
    /translation of a page/,
  ],
  [
    'an archive',
    { headers: { Origin: 'https://web.archive.org' } },
    /copy of a page in an archive/,
  ],
  ['an app shell', { headers: { Origin: 'capacitor://localhost' } }, /`capacitor:` are no website/],
  [
    'two origins',
    { headers: { Origin: `${APP}, https://b.example` } },
    /not an origin as browsers send it/,
  ],
  [
    'an origin that is refused',
    { answer: { 'content-type': 'text/html' } },
    /never allowed it to read/,
  ],
  ['an origin that is blocked', { answer: null, status: 0 }, /never allowed it to read/],
  [
    'cookies that `*` does not allow',
    { headers: { Origin: APP, Cookie: 'a=b' }, answer: { 'access-control-allow-origin': '*' } },
    /never allowed it to read/,
  ],
  [
    'a preflight alone',
    { method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'PUT' } },
    /only preflights were seen/,
  ],
]

for (const [name, recorded, says] of leftOut) {
  test(`F13: ${name} is left out and listed`, () => {
    const draft = drafted(recorded)
    expect(grantsOf(draft)).toEqual([])
    expect(draft.findings.map(({ code }) => code)).toContain('MQ-873')
    expect(draft.findings.map(({ message }) => message).join('\n')).toMatch(says)
  })
}

const skipped: readonly (readonly [name: string, recorded: Recorded, says: RegExp])[] = [
  ['another server', { url: 'https://cdn.example.net/a.js' }, /to other servers/],
  ['the API itself', { headers: { Origin: 'https://api.example.com' } }, /pages of the API itself/],
  ['data:', { url: 'data:text/plain,canary' }, /not of a server/],
  ['blob:', { url: `blob:${APP}/1` }, /not of a server/],
  ['no origin and no page', { headers: {} }, /without `Origin` and without a page/],
  [
    'an embedded image',
    { headers: {}, answer: {}, more: { pageref: 'page_1', _resourceType: 'image' } },
    /embedded by a page/,
  ],
  ['no URL', { url: 'nothing' }, /without a request/],
  ['a method that browsers never send', { method: 'TRACE' }, /without a request/],
]

for (const [name, recorded, says] of skipped) {
  test(`F13: ${name} is skipped and counted`, () => {
    const { read } = drafted(recorded)
    expect(read.observations).toEqual([])
    expect(read.findings.map(({ message }) => message).join('\n')).toMatch(says)
  })
}

/** The findings of reading and drafting. */
const foundIn = ({ read, findings }: ReturnType<typeof drafted>): readonly string[] =>
  [...read.findings, ...findings].map(({ code, message }) => `${code} ${message}`)

const SOCKET = { Origin: APP, Upgrade: 'websocket', Cookie: 'a=b' }

test('a WebSocket of another origin is granted at its path alone, with cookies, and with a finding', () => {
  for (const url of [
    'wss://api.example.com/live/12345?ticket=canary',
    'https://api.example.com/live/12345?ticket=canary',
  ]) {
    const one = { url, headers: SOCKET, status: 101 }
    const draft = drafted(one, one, {})
    expect(grantsOf(draft)).toEqual([`${APP} /live/{id} GET credentials`, `${APP} /v1/orders GET`])
    expect(draft.text).toContain('websocket: true')
    expect(draft.text).toContain('# requests: WebSocket 2')
    expect(draft.text).not.toContain('canary')
    expect(foundIn(draft)).toEqual([
      `MQ-877 \`${APP}\` opened WebSockets at \`/live/{id}\` (2 requests): the draft grants them, with \`credentials: true\``,
    ])
  }
})

test('browsers send cookies with a WebSocket, also where the recording has none', () => {
  const { Cookie: _, ...headers } = SOCKET
  const draft = drafted({ url: 'wss://api.example.com/live', headers, status: 101 })
  expect(grantsOf(draft)).toEqual([`${APP} /live GET credentials`])
  expect(foundIn(draft).map((line) => line.slice(0, 6))).toEqual(['MQ-877'])
})

test('a WebSocket gives no cookies to GET requests that were sent without', () => {
  const socket = { url: 'wss://api.example.com/live', headers: SOCKET, status: 101 }
  const draft = drafted(socket, { url: '/live' })
  expect(grantsOf(draft)).toEqual([`${APP} /live GET`])
  expect(draft.text).not.toContain('websocket')
  expect(foundIn(draft).at(-1)).toContain('GET requests without cookies were recorded')
  const answer = {
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
  }
  const both = drafted(socket, { url: '/live', headers: { Origin: APP, Cookie: 'a=b' }, answer })
  expect(grantsOf(both)).toEqual([`${APP} /live GET credentials`])
  expect(both.text).toContain('websocket: true')
})

test('a WebSocket of an origin without TLS is not granted', () => {
  const headers = { ...SOCKET, Origin: 'http://app.example.com' }
  const draft = drafted({ url: 'wss://api.example.com/live', headers, status: 101 })
  expect(grantsOf(draft)).toEqual([])
  expect(foundIn(draft).at(-1)).toContain('is not served over TLS')
})

test('a WebSocket that needs no grant, or that the server refused, is counted with what is left out', () => {
  for (const recorded of [
    { url: 'wss://other.example/live', status: 101 },
    { url: 'wss://api.example.com/live', headers: { Origin: SELF[0] ?? '' }, status: 101 },
    { url: 'wss://api.example.com/live', headers: { Origin: 'null' }, status: 101 },
    { url: 'wss://api.example.com/live', status: 403 },
  ])
    expect(drafted(recorded).read.findings.map(({ code }) => code)).toEqual(['MQ-874', 'MQ-875'])
})

const flavours: readonly (readonly [name: string, recorded: Recorded])[] = [
  [
    'Chromium, HTTP/2 in lower case',
    { headers: { ':authority': 'api.example.com', origin: APP }, more: { _resourceType: 'fetch' } },
  ],
  [
    'Chromium, without `Origin` on a fetch of a page',
    {
      headers: {},
      answer: { 'access-control-allow-origin': '*' },
      more: { pageref: 'page_1', _resourceType: 'xhr' },
    },
  ],
  [
    'Firefox, whose pages have titles',
    { headers: { Origin: APP, Referer: `${APP}/` }, more: { pageref: 'page_2' } },
  ],
  [
    'Firefox, by Referer and Sec-Fetch-Mode',
    {
      headers: { Referer: `${APP}/x`, 'Sec-Fetch-Mode': 'cors' },
      answer: { 'access-control-allow-origin': '*' },
      more: { pageref: 'page_2' },
    },
  ],
  [
    'Safari, by the answer',
    { headers: { Referer: `${APP}/` }, answer: { 'Access-Control-Allow-Origin': APP } },
  ],
  ['Postman, without pages and answers', { answer: null, more: { response: undefined } }],
]

for (const [name, recorded] of flavours) {
  test(`F13: ${name}`, () => {
    expect(grantsOf(drafted(recorded))).toEqual([`${APP} /v1/orders GET`])
  })
}

test('F13: loopback origins exist in development only, and http gets no cookies', () => {
  const answerTo = (origin: string): Headers => ({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
  })
  const of = (origin: string): Recorded => ({
    headers: { Origin: origin, Cookie: 'a=b' },
    answer: answerTo(origin),
  })
  const { draft, findings } = drafted(of('http://localhost:3000'), of('http://app.example.com'))
  expect(draft.sets.map(({ keys }) => [keys.allow, keys.environments])).toEqual([
    [['http://localhost:3000'], ['development']],
    [['http://app.example.com'], undefined],
  ])
  expect(draft.resources[0]?.grants.map(({ credentials }) => credentials)).toEqual([true, false])
  expect(findings.map(({ message }) => message).join()).toContain(
    'cookies of `http://app.example.com`',
  )
})

test('F13: no secret of a recording appears in the policy or in a finding', () => {
  const secret = (name: string): string => `canary-${name}-S3cr3t`
  const draft = drafted(
    {
      url: `/v1/orders?token=${secret('query')}`,
      headers: {
        Origin: APP,
        Cookie: `session=${secret('cookie')}`,
        Authorization: `Bearer ${secret('authorization')}`,
        'X-Api-Key': secret('header'),
        Referer: `${APP}/?q=${secret('referer')}`,
      },
      answer: {
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'set-cookie': secret('set-cookie'),
      },
      more: { request_body: secret('body'), _initiator: { url: secret('initiator') } },
    },
    { url: `/reset/${secret('path')}AndMore/x` },
    { url: `data:,${secret('data')}` },
    { url: `https://other.example/${secret('other')}` },
    { url: `https://user:${secret('password')}@api.example.com/v1/orders#${secret('fragment')}` },
  )
  const output = [
    draft.text,
    JSON.stringify(draft.findings),
    JSON.stringify(draft.read.findings),
    JSON.stringify(draft.draft),
  ].join('\n')
  expect(output).not.toContain('canary')
  expect(grantsOf(draft)).toContain(`${APP} /v1/orders GET authorization x-api-key credentials`)
  // A damaged file: the parser would quote it.
  for (const cut of [
    '{"log":{"entries":[{"a":"canary-S3cr3t"',
    '{"log": canary-S3cr3t }',
    'canary',
    '["canary" "canary"]',
  ]) {
    const { findings, observations } = readHar(bytesOf(cut), 'a.har', SELF)
    expect(observations).toBeNull()
    expect(JSON.stringify(findings)).not.toContain('canary')
  }
})

test('a damaged file has a finding with its position', () => {
  const cases: readonly (readonly [text: string, message: string, line: number, column: number])[] =
    [
      ['', 'the file ends in the middle of a value', 1, 1],
      ['{\n "log": {\n  "entries": [', 'the file ends in the middle of a value', 3, 15],
      ['{\n "log": }', 'invalid JSON', 2, 9],
      ['{"log":{"entries":[]}} x', 'invalid JSON', 1, 24],
      ['{"log": {"version": "1.2"}}', '`log.entries` is missing: this is not a HAR file', 1, 1],
      ['[]', '`log.entries` is missing: this is not a HAR file', 1, 1],
    ]
  for (const [text, message, line, column] of cases) {
    expect(readHar(bytesOf(text), 'a.har', SELF).findings).toMatchObject([
      { code: 'MQ-872', message, line, column },
    ])
  }
  expect(readHar(new Uint8Array([0xff]), 'a.har', SELF).findings[0]?.message).toBe(
    'the file is not UTF-8',
  )
})

test('the fault of a text is found exactly where the parser finds one', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n\t012.-+eEtrufalsn'), maxLength: 12 }),
    fc.json().map((json) => json),
    fc.tuple(fc.json(), fc.nat(40)).map(([json, at]) => json.slice(0, at)),
  )
  fc.assert(
    fc.property(text, (one) => {
      const fault = jsonFault(one)
      expect([one, fault === undefined]).toEqual([one, isJson(one)])
      if (fault !== undefined) expect(fault).toBeLessThanOrEqual(one.length)
    }),
    { numRuns: 3000 },
  )
})

test('whatever the entries are, reading does not throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (request, response, page) => {
      const text =
        JSON.stringify({ log: { pages: [page], entries: [{ request, response }, request] } }) ?? ''
      expect(readHar(bytesOf(text), 'a.har', SELF).findings.length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})
