import { afterEach, expect, test } from 'vitest'
import { askLayer } from '../../src/prober/index.ts'
import type { Probe } from '../../src/probes/index.ts'
import { headersOf, OK, options, probe, type RawLayer, startRawLayer } from './raw-layer.ts'

let layer: RawLayer
afterEach(() => layer.close())

async function linesOf(asked: Probe, changes = {}): Promise<readonly string[]> {
  layer = await startRawLayer(() => OK)
  await askLayer(layer.layer, [asked], options(changes))
  return layer.requests[0]?.head.trimEnd().split('\r\n') ?? []
}

test('a request has the host of the policy and nothing else that it does not need', async () => {
  expect(await linesOf(probe(3, { headers: [['Origin', 'https://app.example.com']] }))).toEqual([
    'GET /v1/items/3?marque-probe=7-3 HTTP/1.1',
    'Host: api.example.com',
    'Origin: https://app.example.com',
    'User-Agent: marque-verify/1',
    'Accept: */*',
  ])
})

const targets: readonly { readonly url: string; readonly want: string }[] = [
  { url: 'https://api.example.com', want: '/?marque-probe=7-1' },
  { url: 'https://api.example.com?a=1', want: '/?a=1&marque-probe=7-1' },
  { url: 'https://api.example.com/a?', want: '/a?&marque-probe=7-1' },
  { url: 'https://api.example.com//v1//items', want: '//v1//items?marque-probe=7-1' },
  { url: 'https://api.example.com/v1/../%2e%2e/x', want: '/v1/../%2e%2e/x?marque-probe=7-1' },
  { url: 'https://api.example.com\\v1\\items', want: '\\v1\\items?marque-probe=7-1' },
  { url: 'https://api.example.com/%zz%00;a=b/.', want: '/%zz%00;a=b/.?marque-probe=7-1' },
  { url: 'https://api.example.com/a b\x7f\xe9', want: '/a b\x7f\xe9?marque-probe=7-1' },
]
for (const { url, want } of targets) {
  test(`the target of \`${url}\` is sent byte for byte`, async () => {
    const [line] = await linesOf(probe(1, { url }))
    expect(line).toBe(`GET ${want} HTTP/1.1`)
  })
}

test('a port of the policy is in the Host line', async () => {
  expect(await linesOf(probe(1, { url: 'https://api.example.com:8443/' }))).toContain(
    'Host: api.example.com:8443',
  )
})

for (const method of ['POST', 'PUT', 'PATCH']) {
  test(`${method} has an empty body`, async () => {
    expect(await linesOf(probe(1, { method }))).toContain('Content-Length: 0')
  })
}

test('behind https, probes say so', async () => {
  expect(await linesOf(probe(1), { forwardedHttps: true })).toContain('X-Forwarded-Proto: https')
})

test('headers of the user replace what the prober adds by itself', async () => {
  const headers = [
    ['x-forwarded-proto', 'http'],
    ['user-agent', 'mine'],
    ['X-Trace', 'a'],
    ['X-Trace', 'b'],
  ]
  expect(await linesOf(probe(1), { forwardedHttps: true, headers })).toEqual([
    'GET /v1/items/1?marque-probe=7-1 HTTP/1.1',
    'Host: api.example.com',
    'x-forwarded-proto: http',
    'user-agent: mine',
    'X-Trace: a',
    'X-Trace: b',
    'Accept: */*',
  ])
})

test('credentials go with the probes that are with credentials only, in place of a header of the same name', async () => {
  layer = await startRawLayer(() => OK)
  await askLayer(
    layer.layer,
    [probe(0), probe(1, { withCredentials: true })],
    options({
      concurrency: 1,
      headers: [['Authorization', 'Bearer public']],
      credentials: [['authorization', 'Bearer s3cr3t-token']],
    }),
  )
  const names = layer.requests.map((request) =>
    headersOf(request).filter(([name]) => name.toLowerCase() === 'authorization'),
  )
  expect(names).toEqual([
    [['Authorization', 'Bearer public']],
    [['authorization', 'Bearer s3cr3t-token']],
  ])
})

test('probes of a sequence are sent one after the other at one URL', async () => {
  layer = await startRawLayer((_, socket) => {
    setTimeout(() => socket.write(OK), 20)
    return undefined
  })
  const url = 'https://api.example.com/v1/items'
  const plan = [0, 1, 2].map((id) =>
    probe(id, { url, sequence: 4, headers: [['Origin', `https://${id}.example.com`]] }),
  )
  const { exchanges } = await askLayer(layer.layer, plan, options())
  expect(layer.requests.map((request) => [request.line, headersOf(request)[1]?.[1]])).toEqual(
    [0, 1, 2].map((id) => [
      'GET /v1/items?marque-probe=7-s4 HTTP/1.1',
      `https://${id}.example.com`,
    ]),
  )
  expect(layer.connections()).toBe(1)
  expect(exchanges.map((exchange) => exchange.url)).toEqual(
    Array(3).fill('https://api.example.com/v1/items?marque-probe=7-s4'),
  )
})

test('a conditional probe has the ETag that the same layer gave', async () => {
  layer = await startRawLayer((_, __, index) =>
    index === 0 ? 'HTTP/1.1 200 OK\r\nETag: W/"a"\r\nContent-Length: 0\r\n\r\n' : OK,
  )
  const { exchanges, leftOut } = await askLayer(
    layer.layer,
    [probe(0), probe(1, { kind: 'conditional', conditionalOn: 0 })],
    options(),
  )
  expect(layer.requests[1]?.head).toContain('\r\nIf-None-Match: W/"a"\r\n')
  expect(exchanges.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([undefined, 'W/"a"'])
  expect(leftOut).toEqual({})
})

test('a conditional probe waits for its base, wherever that is in the plan', async () => {
  layer = await startRawLayer(() => 'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Length: 0\r\n\r\n')
  const plan = [probe(0, { kind: 'conditional', conditionalOn: 2 }), probe(1), probe(2)]
  const asked = await askLayer(layer.layer, plan, options())
  expect(asked).toMatchObject({ sent: 3, leftOut: {} })
  expect(asked.exchanges.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([
    '"a"',
    undefined,
    undefined,
  ])
})

test('a conditional probe without an ETag is left out', async () => {
  layer = await startRawLayer(() => OK)
  const plan = [probe(0), probe(1, { kind: 'conditional', conditionalOn: 0 })]
  const asked = await askLayer(layer.layer, plan, options())
  expect(asked).toMatchObject({ state: 'asked', sent: 1, leftOut: { 'no-etag': 1 } })
})

test('with replicas, the first probes are repeated in a row, by turns on one connection and on new ones', async () => {
  layer = await startRawLayer(() => OK)
  const plan = [probe(0, { resource: null }), ...Array.from({ length: 25 }, (_, i) => probe(i + 1))]
  const asked = await askLayer(layer.layer, plan, options({ replicas: 2 }))
  expect(asked.sent).toBe(26 + 20 * 5)
  expect(asked.exchanges.filter(({ repeat }) => repeat > 0)).toHaveLength(100)
  const first = layer.requests.slice(0, 6)
  expect(first.map(({ line }) => line)).toEqual(
    ['7-1', '7-1-1', '7-1-2', '7-1-3', '7-1-4', '7-1-5'].map(
      (query) => `GET /v1/items/1?marque-probe=${query} HTTP/1.1`,
    ),
  )
  expect(first.map(({ connection }) => connection)).toEqual([0, 1, 0, 2, 0, 3])
})

test('a redirect is an answer, and nothing is sent to where it points', async () => {
  const other = await startRawLayer(() => OK)
  layer = await startRawLayer(
    () =>
      `HTTP/1.1 302 Found\r\nLocation: ${other.layer.url}\r\nAlt-Svc: h2="${other.layer.url}"\r\nContent-Length: 0\r\n\r\n`,
  )
  const { exchanges } = await askLayer(layer.layer, [probe(0)], options())
  expect(exchanges[0]?.answer?.status).toBe(302)
  expect(other.connections()).toBe(0)
  await other.close()
})

test('a layer that is seen only through others is not asked', async () => {
  layer = await startRawLayer(() => OK)
  const asked = await askLayer({ ...layer.layer, onlyAsSeen: true }, [probe(0)], options())
  expect(asked).toMatchObject({ state: 'not-asked', sent: 0, exchanges: [] })
  expect(layer.connections()).toBe(0)
})

test('a line end in a header of the user is refused', async () => {
  layer = await startRawLayer(() => OK)
  const headers = [['X-A', 'a\r\nX-B: b']] as const
  await expect(askLayer(layer.layer, [probe(0)], options({ headers }))).rejects.toThrow(TypeError)
  expect(layer.requests).toEqual([])
})
