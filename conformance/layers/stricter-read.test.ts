import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_TIMEOUTS, DEFAULTS, type RunningGateway, runGateway } from '@marque/gateway'
import { marque } from '@marque/middleware/express'
import { policyFile } from '@marque/middleware/file'
import { exchange, type Response, requestBytes, valuesOf } from '@marque/testkit/http'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Two layers with different policies, without a key between them: the stricter of both holds on the wire (D29). */

const APP = 'https://app.example.com'
const PARTNER = 'https://partner.example.com'
const MARKER = 'x-from-application'

const policy = (resources: string): string => `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: tests }
  partner: { allow: [${PARTNER}], owner: web@example.com, purpose: tests }
resources:
${resources}`

/** One resource a path: what the wide policy grants, and what the strict one does. */
const WIDE = policy(
  ['both', 'origin', 'credentials', 'exposed', 'timing', 'method']
    .map(
      (name) => `  - name: ${name}
    match: [{ path: /${name} }]
    sensitivity: internal
    enforce: headers
    grants:
      - { origins: [web, partner], methods: [GET, POST, PUT], credentials: true, exposeHeaders: [etag, x-count], timing: true }
`,
    )
    .join('') +
    `  - name: blocked
    match: [{ path: /blocked }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [web, partner], methods: [GET] }]
`,
)
const grantOf = (line: string): string =>
  `{ origins: [web, partner], methods: [GET, POST, PUT], ${line} }`
const ALL = 'credentials: true, exposeHeaders: [etag, x-count], timing: true'
const STRICT = policy(
  Object.entries({
    both: grantOf(ALL),
    origin: `{ origins: [partner], methods: [GET, POST, PUT], ${ALL} }`,
    credentials: grantOf('exposeHeaders: [etag, x-count], timing: true'),
    exposed: grantOf('credentials: true, exposeHeaders: [etag], timing: true'),
    timing: grantOf('credentials: true, exposeHeaders: [etag, x-count]'),
    method: `{ origins: [web, partner], methods: [GET], ${ALL} }`,
  })
    .map(
      ([name, grant]) => `  - name: ${name}
    match: [{ path: /${name} }]
    sensitivity: internal
    enforce: headers
    grants: [${grant}]
`,
    )
    .join('') +
    `  - name: blocked
    match: [{ path: /blocked }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [partner], methods: [GET] }]
`,
)

let folder: string
const closers: (() => Promise<unknown>)[] = []
const lines: string[] = []
let seen: readonly string[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-stricter-'))
  writeFileSync(join(folder, 'wide.yaml'), WIDE)
  writeFileSync(join(folder, 'strict.yaml'), STRICT)
})
afterAll(async () => {
  for (const close of closers.toReversed()) await close()
  rmSync(folder, { recursive: true, force: true })
})

async function application(name: 'wide.yaml' | 'strict.yaml' | null): Promise<number> {
  const app = express()
  if (name !== null) {
    const source = await policyFile(join(folder, name))
    closers.push(() => source.close())
    app.use(marque({ policy: source, scheme: 'https' }))
  }
  app.use((request, response) => {
    seen = request.rawHeaders
    response.set(MARKER, '1').set('vary', 'Accept-Encoding').set('etag', '"1"').send('secret')
  })
  const server: Server = createServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function gateway(name: 'wide.yaml' | 'strict.yaml', upstream: number): Promise<number> {
  const running: RunningGateway = await runGateway(
    {
      ...DEFAULTS,
      policy: { from: 'file', file: join(folder, name) },
      listen: [{ host: '127.0.0.1', port: 0, tls: null }],
      upstreams: {
        shop: {
          urls: [`http://127.0.0.1:${upstream}`],
          caFile: null,
          timeouts: DEFAULT_TIMEOUTS,
          connections: 4,
        },
      },
      routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'shop' }],
      log: { access: true, decisions: { granted: 0, denied: 1 } },
      admin: null,
      drain: 0,
    },
    {
      log: {
        write: (line) => void lines.push(line),
        close: async () => undefined,
      },
    },
  )
  closers.push(() => running.close())
  return Number(new URL(running.urls[0] ?? '').port)
}

/** The headers that let a page read an answer, as a browser receives them. */
const PERMISSIONS = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'timing-allow-origin',
] as const

async function get(
  port: number,
  path: string,
  {
    origin = APP,
    method = 'GET',
    more = [],
  }: { origin?: string | null; method?: string; more?: readonly string[] } = {},
): Promise<Response> {
  const own = origin === null ? [] : [`Origin: ${origin}`]
  const response = await exchange(port, requestBytes(path, [...own, ...more], method))
  if (response === null) throw new Error('no response')
  return response
}

const permissionsOf = (response: Response): readonly (string | undefined)[] =>
  PERMISSIONS.map((name) => valuesOf(response, name).join('|') || undefined)

const EVERYTHING = [APP, 'true', 'etag, x-count', APP]
const NOTHING = [undefined, undefined, undefined, undefined]

describe('F27: a gateway that grants more than the application behind it', () => {
  let port: number
  beforeAll(async () => {
    port = await gateway('wide.yaml', await application('strict.yaml'))
  })

  test.each([
    ['nothing is taken away where both grant', '/both', EVERYTHING],
    ['the application denies the origin', '/origin', NOTHING],
    [
      'the application grants no credentials',
      '/credentials',
      [APP, undefined, 'etag, x-count', APP],
    ],
    ['the application exposes fewer headers', '/exposed', [APP, 'true', 'etag', APP]],
    ['the application grants no timing', '/timing', [APP, 'true', 'etag, x-count', undefined]],
  ])('F27: %s', async (_, path, want) => {
    const response = await get(port, path)
    expect([response.status, permissionsOf(response)]).toEqual([200, want])
    expect(valuesOf(response, MARKER)).toEqual(['1'])
    expect(valuesOf(response, 'vary').join().toLowerCase()).toBe('accept-encoding, origin')
    expect(valuesOf(response, 'marque-read')).toEqual([])
    expect(seen.join()).not.toMatch(/marque-/i)
  })

  test('F27: credentials in the request that only the gateway grants', async () => {
    const response = await get(port, '/credentials', { more: ['Cookie: session=1'] })
    expect(permissionsOf(response)).toEqual(NOTHING)
  })

  test('F27: an origin that both grant reads, the one that only the gateway grants does not', async () => {
    expect(permissionsOf(await get(port, '/origin', { origin: PARTNER }))[0]).toBe(PARTNER)
    expect(permissionsOf(await get(port, '/origin'))).toEqual(NOTHING)
  })

  test('F27: a refusal of the application is not readable', async () => {
    const response = await get(port, '/blocked')
    expect([response.status, permissionsOf(response)]).toEqual([403, NOTHING])
  })

  test('F27: the gateway answers the preflight alone; the application refuses the method that follows it', async () => {
    const preflight = await get(port, '/method', {
      method: 'OPTIONS',
      more: ['Access-Control-Request-Method: PUT'],
    })
    expect([preflight.status, permissionsOf(preflight)[0]]).toEqual([204, APP])
    const actual = await get(port, '/method', { method: 'PUT', more: ['Content-Length: 0'] })
    expect([actual.status, permissionsOf(actual)]).toEqual([403, NOTHING])
    expect(valuesOf(actual, MARKER)).toEqual([])
  })

  test('F27: requests without Origin are answered as before', async () => {
    const response = await get(port, '/origin', { origin: null })
    expect([response.status, valuesOf(response, MARKER)]).toEqual([200, ['1']])
    expect(valuesOf(response, 'vary').join()).toMatch(/origin/i)
  })

  test('F27: the decision log has the denial and its reason', async () => {
    lines.length = 0
    await get(port, '/origin')
    const decisions = lines.map((line) => JSON.parse(line) as { readonly [name: string]: unknown })
    expect(decisions.find(({ event }) => event === 'decision')).toMatchObject({
      layer: 'gateway',
      read: false,
      reason: 'origin-not-granted',
      grant: null,
      withheldBy: 'upstream',
    })
    expect(decisions.find(({ event }) => event === 'access')).toMatchObject({
      reason: 'origin-not-granted',
    })
  })
})

describe('F27: an application that grants more than the gateway in front of it', () => {
  test.each([
    ['/both', EVERYTHING],
    ['/origin', NOTHING],
    ['/credentials', [APP, undefined, 'etag, x-count', APP]],
    ['/exposed', [APP, 'true', 'etag', APP]],
  ])('F27: %s', async (path, want) => {
    const port = await gateway('strict.yaml', await application('wide.yaml'))
    expect(permissionsOf(await get(port, path))).toEqual(want)
  })
})

test('F27: through two gateways, the denial of the application reaches the client', async () => {
  const inner = await gateway('wide.yaml', await application('strict.yaml'))
  const outer = await gateway('wide.yaml', inner)
  expect(permissionsOf(await get(outer, '/origin'))).toEqual(NOTHING)
  expect(permissionsOf(await get(outer, '/exposed'))).toEqual([APP, 'true', 'etag', APP])
  expect(permissionsOf(await get(outer, '/both'))).toEqual(EVERYTHING)
})

test('F27: through two gateways, the denial of the inner one reaches the client', async () => {
  const inner = await gateway('strict.yaml', await application(null))
  const outer = await gateway('wide.yaml', inner)
  expect(permissionsOf(await get(outer, '/origin'))).toEqual(NOTHING)
  expect((await get(outer, '/blocked')).status).toBe(403)
  expect(permissionsOf(await get(outer, '/blocked'))).toEqual(NOTHING)
})

test('F27: an application without Marque takes nothing away', async () => {
  const port = await gateway('wide.yaml', await application(null))
  expect(permissionsOf(await get(port, '/both'))).toEqual(EVERYTHING)
})

test('F27: a client that requests a report learns nothing beyond the answer', async () => {
  const port = await gateway('strict.yaml', await application('wide.yaml'))
  const more = ['Marque-Read: report']
  const denied = await get(port, '/origin', { more })
  expect(valuesOf(denied, 'marque-read')).toEqual(['denied;reason=origin-not-granted'])
  expect(permissionsOf(denied)).toEqual(NOTHING)
  expect(valuesOf(await get(port, '/both', { more }), 'marque-read')).toEqual(['granted'])
  expect(seen.join()).not.toMatch(/marque-/i)
})
