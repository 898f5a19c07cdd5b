import { afterEach, expect, test } from 'vitest'
import { askLayer } from '../../src/prober/index.ts'
import { layerAt, OK, options, probe, type RawLayer, startRawLayer } from './raw-layer.ts'

let layer: RawLayer
afterEach(() => layer.close())

/** The exchange of one probe that is answered with `bytes`, after which the connection stays open or is closed. */
async function answered(bytes: string, after: 'open' | 'end' | 'reset' = 'open', method = 'GET') {
  layer = await startRawLayer((_, socket) => {
    socket.write(Buffer.from(bytes, 'latin1'), () => {
      if (after === 'end') socket.end()
      if (after === 'reset') socket.resetAndDestroy()
    })
    return undefined
  })
  const { exchanges } = await askLayer(
    layer.layer,
    [probe(0, { method })],
    options({ timeout: 300 }),
  )
  return exchanges[0]
}

const right: readonly {
  readonly name: string
  readonly bytes: string
  readonly after?: 'open' | 'end' | 'reset'
  readonly method?: string
  readonly status?: number
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
}[] = [
  {
    name: 'repeated lines in their order and spelling',
    bytes: 'HTTP/1.1 200 OK\r\nvary: a\r\nX: 1\r\nVary:b \r\nContent-Length: 0\r\n\r\n',
    headers: [
      ['vary', 'a'],
      ['X', '1'],
      ['Vary', 'b'],
      ['Content-Length', '0'],
    ],
  },
  { name: 'no reason phrase', bytes: 'HTTP/1.1 204\r\n\r\n', status: 204 },
  { name: 'HTTP/1.0', bytes: 'HTTP/1.0 200 OK\r\n\r\nabc', after: 'end', body: 'abc' },
  {
    name: 'bare line feeds',
    bytes: 'HTTP/1.1 200 OK\nX: 1\n\n',
    after: 'end',
    headers: [['X', '1']],
  },
  {
    name: 'a folded line',
    bytes: 'HTTP/1.1 200 OK\r\nX: 1\r\n  2\r\n\r\n',
    after: 'end',
    headers: [['X', '1 2']],
  },
  { name: 'an empty line before it', bytes: `\r\n${OK}` },
  {
    name: 'interim answers',
    bytes: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`,
    headers: [['Content-Length', '0']],
  },
  {
    name: 'switching protocols',
    bytes: 'HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x00',
    status: 101,
  },
  {
    name: 'chunks with extensions and trailers',
    bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nX: 1\r\n\r\n',
    body: 'abc',
  },
  {
    name: 'Content-Length beside Transfer-Encoding',
    bytes:
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    body: 'abc',
  },
  {
    name: 'the same Content-Length twice',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc',
    body: 'abc',
  },
  {
    name: 'HEAD with a length',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n',
    method: 'HEAD',
  },
  {
    name: '304 with a length',
    bytes: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n',
    status: 304,
  },
  { name: 'more than it announced', bytes: `${OK}abc`, body: '' },
  {
    name: 'a body that is ended by a reset',
    bytes: 'HTTP/1.1 200 OK\r\n\r\nabc',
    after: 'reset',
    body: 'abc',
  },
  {
    name: 'an event stream, which never ends',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n',
    body: 'data: 1\n\n',
  },
  {
    name: 'a long body, of which the start is kept',
    bytes: `HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${'é'.repeat(5000)}`,
    body: 'é'.repeat(2048),
  },
  {
    name: 'an unusual status',
    bytes: 'HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n',
    status: 799,
  },
  {
    name: '429 without Retry-After',
    bytes: 'HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n',
    status: 429,
  },
  {
    name: '429 with a Retry-After that cannot be read',
    bytes: 'HTTP/1.1 429 No\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n',
    status: 429,
  },
  {
    name: '503 with Retry-After',
    bytes: 'HTTP/1.1 503 No\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n',
    status: 503,
  },
]
for (const { name, bytes, after, method, status = 200, headers, body } of right) {
  test(`an answer: ${name}`, async () => {
    const exchange = await answered(bytes, after, method)
    expect(exchange?.failure).toBeNull()
    expect(exchange?.answer?.status).toBe(status)
    if (headers !== undefined) expect(exchange?.answer?.headers).toEqual(headers)
    if (body !== undefined) expect(exchange?.answer?.body).toBe(body)
  })
}

const wrong: readonly {
  readonly name: string
  readonly bytes: string
  readonly after?: 'open' | 'end' | 'reset'
  readonly want: { readonly kind: string; readonly message: string }
}[] = [
  {
    name: 'nothing',
    bytes: '',
    want: { kind: 'timeout', message: 'no answer within 300 ms' },
  },
  {
    name: 'a closed connection',
    bytes: '',
    after: 'end',
    want: { kind: 'connection', message: 'connection closed before an answer' },
  },
  {
    name: 'garbage',
    bytes: '\x00\x00\x12\x04\x00',
    want: { kind: 'invalid', message: 'the answer does not start with an HTTP/1.1 status line' },
  },
  {
    name: 'HTTP/0.9',
    bytes: '<html></html>',
    after: 'end',
    want: { kind: 'invalid', message: 'the answer does not start with an HTTP/1.1 status line' },
  },
  {
    name: 'a status that is no number',
    bytes: 'HTTP/1.1 OK\r\n\r\n',
    want: { kind: 'invalid', message: 'the answer does not start with an HTTP/1.1 status line' },
  },
  {
    name: 'half a head',
    bytes: 'HTTP/1.1 200 OK\r\nX:',
    want: { kind: 'timeout', message: 'the head of the answer was not complete within 300 ms' },
  },
  {
    name: 'half a head and the end',
    bytes: 'HTTP/1.1 200 OK\r\nX:',
    after: 'end',
    want: { kind: 'connection', message: 'connection closed in the head of the answer' },
  },
  {
    name: 'half a head and a reset',
    bytes: 'HTTP/1.1 200 OK\r\nX:',
    after: 'reset',
    want: { kind: 'connection', message: 'connection reset in the head of the answer' },
  },
  {
    name: 'less body than announced',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc',
    after: 'end',
    want: { kind: 'connection', message: 'connection closed in the body of the answer' },
  },
  {
    name: 'two lengths',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
    want: {
      kind: 'invalid',
      message: 'the answer has Content-Length twice, with different values',
    },
  },
  {
    name: 'a length that is no number',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n',
    want: { kind: 'invalid', message: 'the Content-Length of the answer is no number' },
  },
  {
    name: 'malformed chunks',
    bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
    want: { kind: 'invalid', message: 'the chunks of the answer are malformed' },
  },
  {
    name: 'a line without a colon',
    bytes: 'HTTP/1.1 200 OK\r\nhello\r\n\r\n',
    want: { kind: 'invalid', message: 'the answer has a line in its head that is no header' },
  },
  {
    name: 'a head without end',
    bytes: `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`,
    want: { kind: 'invalid', message: 'the head of the answer is over 65536 bytes' },
  },
  {
    name: 'interim answers without end',
    bytes: 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(5000),
    want: { kind: 'invalid', message: 'the head of the answer is over 65536 bytes' },
  },
]
for (const { name, bytes, after, want } of wrong) {
  test(`no answer: ${name}`, async () => {
    const exchange = await answered(bytes, after)
    expect(exchange?.answer).toBeNull()
    expect(exchange?.failure).toEqual(want)
  })
}

test('every way to cut an answer into packets gives the same', async () => {
  const bytes =
    'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'
  let cut = 0
  layer = await startRawLayer((_, socket) => {
    const at = cut
    cut += 1
    socket.write(bytes.slice(0, at))
    setTimeout(() => socket.write(bytes.slice(at)), 1)
    return undefined
  })
  const plan = Array.from({ length: bytes.length }, (_, id) => probe(id))
  const { exchanges } = await askLayer(layer.layer, plan, options({ concurrency: 1 }))
  expect(new Set(exchanges.map(({ answer }) => JSON.stringify(answer)))).toHaveLength(1)
  expect(exchanges[0]?.answer).toMatchObject({ status: 200, body: 'abc' })
  expect(layer.connections()).toBe(1)
})

test('a head that comes byte by byte is not waited for longer than one that does not come', async () => {
  layer = await startRawLayer((_, socket) => {
    const drip = setInterval(() => socket.write('H'), 20)
    socket.on('close', () => clearInterval(drip))
    socket.write('HTTP/1.1 200 OK\r\nX: ')
    return undefined
  })
  const { exchanges } = await askLayer(layer.layer, [probe(0)], options({ timeout: 200 }))
  expect(exchanges[0]?.failure?.kind).toBe('timeout')
})

test('a port that nothing listens on', async () => {
  layer = await startRawLayer(() => OK)
  const { url } = layer.layer
  await layer.close()
  const asked = await askLayer(layerAt(url), [probe(0)], options())
  layer = await startRawLayer(() => OK)
  expect(asked.state).toBe('unreachable')
  expect(asked.sent).toBe(0)
  expect(asked.exchanges[0]?.failure).toEqual({
    kind: 'connection',
    message: `connection refused: \`${new URL(url).host}\``,
  })
})

test('whatever bytes come, a probe ends with an answer or a failure', async () => {
  const valid = [
    'HTTP/1.1 200 OK\r\nVary: Origin\r\nContent-Length: 3\r\n\r\nabc',
    'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  ]
  let answer = ''
  layer = await startRawLayer((_, socket) => {
    socket.end(Buffer.from(answer, 'latin1'))
    return undefined
  })
  for (let seed = 0; seed < 400; seed += 1) {
    const base = valid[seed % 2] ?? ''
    const at = (seed * 7919) % base.length
    const replaced = String.fromCharCode((seed * 31) % 256)
    const [drop, insert] = [seed % 3, seed % 5 === 0 ? '' : replaced]
    answer = base.slice(0, at) + insert + base.slice(at + drop)
    const { exchanges } = await askLayer(layer.layer, [probe(0)], options({ timeout: 2000 }))
    const [exchange] = exchanges
    expect(exchange?.answer === null, JSON.stringify(answer)).toBe(exchange?.failure !== null)
    expect(exchange?.failure?.kind ?? 'none').not.toBe('timeout')
  }
})
