import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type GatewayFixture, gatewayFixture, sendRequest } from '@marque/testkit/gateway'
import { APP } from '@marque/testkit/policies'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runGateway } from '../src/index.ts'
import { traceSampler } from '../src/observability/trace-sampling.ts'

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly status: { readonly code: number }
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly {
    readonly key: string
    readonly value: { readonly stringValue?: string; readonly intValue?: number }
  }[]
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span['attributes'] }
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[]
  }[]
}

let place: GatewayFixture
let collector: Server
let exports: Export[]
let asked: { readonly path: string | undefined; readonly key: string | undefined }[]
/** `traceparent` as the application got it. */
let told: (string | undefined)[]

beforeEach(async () => {
  exports = []
  asked = []
  told = []
  place = await gatewayFixture({
    app: (request, response) => {
      told.push(request.headers.traceparent as string | undefined)
      response.end()
    },
  })
  collector = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    asked.push({ path: request.url, key: request.headers['x-key'] as string | undefined })
    exports.push(JSON.parse(body) as Export)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const { port } = collector.address() as AddressInfo
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`
  process.env.OTEL_EXPORTER_OTLP_HEADERS = 'x-key=abc'
  process.env.OTEL_RESOURCE_ATTRIBUTES = 'deployment.environment.name=test'
})

afterEach(async () => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('OTEL_')) delete process.env[name]
  }
  collector.closeAllConnections()
  collector.close()
  await place.remove()
})

/** What a gateway sends to the collector until it has stopped. */
async function traced(act: (url: string) => Promise<unknown>): Promise<readonly Span[]> {
  const gateway = await runGateway(place.settings)
  await act(gateway.urls[0] ?? '')
  await gateway.close()
  return exports.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  )
}

const valuesOf = (attributes: Span['attributes']) =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]),
  )

const ACCOUNT = '/v1/account/me?token=s3cret'

test('a span for each request, with the decision and nothing secret', async () => {
  const spans = await traced((url) =>
    sendRequest(url + ACCOUNT, { headers: { origin: APP, cookie: 'a=s3cret' } }),
  )
  expect(spans).toHaveLength(1)
  const [span] = spans
  expect(span).toMatchObject({ name: 'GET', kind: 2, status: { code: 0 } })
  expect(valuesOf(span?.attributes ?? [])).toMatchObject({
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'url.path': '/v1/account/me',
    'url.scheme': 'http',
    'server.address': 'api.example.com',
    'client.address': '127.0.0.1',
    'network.protocol.version': '1.1',
    'marque.kind': 'actual',
    'marque.key': 'account',
    'marque.result.variant': 'read',
    'marque.result.reason': 'granted',
    'marque.upstream': 'app',
  })
  expect(BigInt(span?.endTimeUnixNano ?? 0)).toBeGreaterThan(BigInt(span?.startTimeUnixNano ?? 0))
  expect(told[0], 'the application goes on from this span').toBe(
    `00-${span?.traceId}-${span?.spanId}-01`,
  )
  expect(asked[0]).toEqual({ path: '/v1/traces', key: 'abc' })
  const [sent] = exports[0]?.resourceSpans ?? []
  expect(valuesOf(sent?.resource.attributes ?? [])).toMatchObject({
    'service.name': 'marque-gateway',
    'deployment.environment.name': 'test',
  })
  expect(JSON.stringify(exports)).not.toContain('s3cret')
})

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

test('a caller’s trace goes on, as the caller wants it recorded or not', async () => {
  const spans = await traced(async (url) => {
    await sendRequest(url + ACCOUNT, {
      headers: { origin: APP, traceparent: `00-${TRACE}-${PARENT}-01` },
    })
    await sendRequest(url + ACCOUNT, {
      headers: { origin: APP, traceparent: `00-${TRACE}-${PARENT}-00` },
    })
  })
  expect(spans).toHaveLength(1)
  expect(spans[0]).toMatchObject({ traceId: TRACE, parentSpanId: PARENT })
  expect(told[1]).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`))
})

test('a refusal is no error, an application that is gone is one', async () => {
  const spans = await traced(async (url) => {
    await sendRequest(url + ACCOUNT, { headers: { origin: 'https://evil.example' } })
    place.upstream.closeAllConnections()
    place.upstream.close()
    await sendRequest(url + ACCOUNT, { headers: { origin: APP } })
  })
  expect(spans.map(({ status }) => status.code)).toEqual([0, 2])
  expect(valuesOf(spans[1]?.attributes ?? [])).toMatchObject({
    'error.type': 'upstream-unreachable',
    'http.response.status_code': 502,
  })
})

test('no client makes a name of its own', async () => {
  const [span] = await traced((url) => sendRequest(url + ACCOUNT, { method: 'PURGE' }))
  expect(span?.name).toBe('HTTP')
  expect(valuesOf(span?.attributes ?? [])).toMatchObject({
    'http.request.method': '_OTHER',
    'http.request.method_original': 'PURGE',
  })
})

test('a collector that is gone costs no request and no stop', async () => {
  collector.close()
  const spans = await traced(async (url) => {
    for (let at = 0; at < 50; at++) {
      expect((await sendRequest(url + ACCOUNT, { headers: { origin: APP } })).status).toBe(200)
    }
  })
  expect(spans).toEqual([])
  // The time of one export alone is longer.
}, 9_000)

test('without an endpoint nothing is traced, and the application is told so', async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
  expect(await traced((url) => sendRequest(url + ACCOUNT, { headers: { origin: APP } }))).toEqual(
    [],
  )
  expect(told[0]).toMatch(/-00$/)
})

const ID = '0af7651916cd43dd8448eb2180000000'

const samplings: readonly (readonly [
  env: { readonly [name: string]: string | undefined },
  want: boolean | null,
])[] = [
  [{}, null],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, null],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'TRUE' }, null],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_TRACES_EXPORTER: 'none' }, null],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a' }, true],
  ...(
    [
      ['parentbased_always_on', undefined, true],
      ['parentbased_always_off', undefined, false],
      ['parentbased_traceidratio', '0.5', false],
      ['parentbased_traceidratio', '0.51', true],
      ['parentbased_traceidratio', '0', false],
      ['parentbased_traceidratio', undefined, true],
    ] as const
  ).map(
    ([OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG, want]) =>
      [
        { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG },
        want,
      ] as const,
  ),
]

test.each(samplings)('sampling by %j', (env, want) => {
  const sample = traceSampler(env)
  expect(sample === null ? null : sample(ID)).toBe(want)
})

test.each([
  { OTEL_TRACES_SAMPLER: 'sometimes' },
  { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' },
  { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 'all' },
])('a sampler that is not known is refused: %j', (env) => {
  expect(() => traceSampler({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', ...env })).toThrow(TypeError)
})
