import { createServer } from 'node:http'
import type { DecisionEntry } from '@marque/core/telemetry'
import { type LineSink, runDecisionService, runGateway } from '@marque/gateway'
import { marque } from '@marque/middleware/node'
import { GATEWAY_POLICY, type GatewayFixture, gatewayFixture } from '@marque/testkit/gateway'
import { closeServer, exchange, listen } from '@marque/testkit/http'
import { API_HOST, APP, compilePolicy, EVIL, PARTNER } from '@marque/testkit/policies'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SECRET = 's3cret'
const POLICY = GATEWAY_POLICY.replace(
  'path: /v1/reports }]',
  'path: /v1/reports }]\n    enforce: headers',
)

interface Sent {
  readonly name: string
  readonly method?: string
  readonly target?: string
  readonly lines: readonly string[]
}

const REQUESTS: readonly Sent[] = [
  { name: 'a granted request', lines: [`Origin: ${APP}`, `Cookie: id=${SECRET}`] },
  { name: 'a refused request', lines: [`Origin: ${EVIL}`, `Authorization: Bearer ${SECRET}`] },
  { name: 'an unread response', target: '/v1/reports?q=1', lines: [`Origin: ${EVIL}`] },
  { name: 'an expired set', lines: [`Origin: ${PARTNER}`] },
  {
    name: 'a granted preflight',
    method: 'OPTIONS',
    lines: [
      `Origin: ${APP}`,
      'Access-Control-Request-Method: PATCH',
      'Access-Control-Request-Headers: content-type',
    ],
  },
  {
    name: 'a failed preflight',
    method: 'OPTIONS',
    lines: [
      `Origin: ${APP}`,
      'Access-Control-Request-Method: DELETE',
      'Access-Control-Request-Headers: x-one,X-Two',
    ],
  },
  { name: 'a request without Origin', lines: [] },
  { name: 'a same-origin request', lines: [`Origin: http://${API_HOST}`] },
  { name: 'an opaque origin', lines: ['Origin: null'] },
  { name: 'an origin with a secret', lines: [`Origin: https://u:${SECRET}@a.example/?${SECRET}`] },
  { name: 'two origins', lines: [`Origin: ${APP}`, `Origin: ${EVIL}`] },
  { name: 'no resource', target: `/elsewhere?token=${SECRET}`, lines: [`Origin: ${APP}`] },
  { name: 'an ambiguous path', target: '/v1/x/..%2faccount/me', lines: [`Origin: ${EVIL}`] },
]

const REQUEST_ID = 'X-Request-Id: r-1'
const TRACE = 'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

let fixture: GatewayFixture
/** Sends a request through a layer, and returns the lines that it logged. */
const layers: { readonly name: string; logged(sent: Sent): Promise<readonly string[]> }[] = []
const closers: (() => Promise<unknown>)[] = []

/** Takes the lines of a layer. */
function collector() {
  const lines: string[] = []
  const log: LineSink = { write: (line) => void lines.push(line), close: async () => undefined }
  return { log, take: () => lines.splice(0) }
}

const head = ({ method = 'GET', target = `/v1/account/me?token=${SECRET}`, lines }: Sent): string =>
  [`${method} ${target} HTTP/1.1`, `Host: ${API_HOST}`, ...lines, REQUEST_ID, TRACE].join('\r\n')

const end = '\r\nConnection: close\r\n\r\n'

beforeAll(async () => {
  fixture = await gatewayFixture({ policy: POLICY })
  const log = { access: false, decisions: { granted: 1, denied: 1 } } as const
  const settings = { ...fixture.settings, log, trustedProxies: ['127.0.0.1'] }

  const ofGateway = collector()
  const gateway = await runGateway(settings, { log: ofGateway.log })
  closers.push(gateway.close)
  layers.push({
    name: 'gateway',
    async logged(sent) {
      await exchange(Number(new URL(gateway.urls[0] ?? '').port), head(sent) + end)
      return ofGateway.take()
    },
  })

  const ofService = collector()
  const service = await runDecisionService(
    {
      policy: settings.policy,
      environment: 'production',
      listen: { host: '127.0.0.1', port: 0 },
      keyFile: null,
      log,
    },
    undefined,
    ofService.log,
  )
  closers.push(service.close)
  layers.push({
    name: 'decision-service',
    async logged({ method = 'GET', target = `/v1/account/me?token=${SECRET}`, lines }) {
      const check = [
        'GET /nginx/check HTTP/1.1',
        'Host: service',
        `X-Original-Method: ${method}`,
        `X-Original-URI: ${target}`,
        `X-Original-Host: ${API_HOST}`,
        `X-Original-Name: ${API_HOST}`,
        'X-Original-Scheme: http',
        'X-Original-Address: 127.0.0.1',
        ...lines,
        REQUEST_ID,
        TRACE,
      ]
      await exchange(Number(new URL(service.url).port), check.join('\r\n') + end)
      return ofService.take()
    },
  })

  const ofMiddleware: DecisionEntry[] = []
  const cors = marque({
    policy: compilePolicy(POLICY),
    log: { granted: 1, denied: 1, write: (entry) => ofMiddleware.push(entry) },
  })
  const server = createServer((request, response) =>
    cors(request, response, () => response.end('ok')),
  )
  const port = await listen(server)
  closers.push(() => closeServer(server))
  layers.push({
    name: 'middleware',
    async logged(sent) {
      await exchange(port, head(sent) + end)
      return ofMiddleware.splice(0).map((entry) => JSON.stringify(entry))
    },
  })
})

afterAll(async () => {
  for (const close of closers) await close()
  await fixture.remove()
})

test.each(REQUESTS)('F29: $name: every layer logs the same line', async (sent) => {
  const entries = []
  for (const layer of layers) {
    const lines = await layer.logged(sent)
    expect(lines, layer.name).toHaveLength(1)
    expect(lines.join()).not.toContain(SECRET)
    const { time, layer: name, ...entry } = JSON.parse(lines[0] ?? '') as DecisionEntry
    expect(name).toBe(layer.name)
    expect(new Date(time).toISOString()).toBe(time)
    entries.push({ keys: Object.keys(entry), entry })
  }
  const [first, ...others] = entries
  expect(first?.entry).toMatchObject({ requestId: 'r-1', client: '127.0.0.1', host: API_HOST })
  for (const other of others) expect(other).toEqual(first)
})
