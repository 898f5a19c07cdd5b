import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readUsage } from '@marque/core/telemetry'
import { openUsageFile } from '@marque/sync/node'
import { APP, EVIL } from '@marque/testkit/policies'
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { type DecisionEntry, withMarque } from '../../src/fetch.ts'
import { metrics } from '../../src/metrics.ts'
import { withMarque as withNext } from '../../src/next.ts'
import { ask } from '../behaviours/answers.ts'
import { APPLICATIONS } from '../behaviours/applications.ts'
import { BUNDLE } from '../behaviours/policy.ts'

const SECRET = 's3cret'
const SECRETS = [
  `Cookie: session=${SECRET}`,
  `Authorization: Bearer ${SECRET}`,
  `Marque-Token: ${SECRET}`,
  `Marque-Decision: v1.${SECRET}`,
  'X-Request-Id: r-1',
  'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  '',
].join('\r\n')

const FIELDS =
  'bundle client credentials event exception grant host kind layer method mode origin path reach read reason release requestHeaders requestId requestMethod resource set status tenant time traceId'

let printed: MockInstance<typeof console.log>
beforeEach(() => {
  printed = vi.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const linesOf = (): string[] => printed.mock.calls.map(([text]) => String(text))

describe.each(APPLICATIONS)('$name', ({ start, name }) => {
  const isOnNode = !name.endsWith('without Node')

  test('F29: each denial is one line of JSON, a grant none, and no line holds a secret', async () => {
    const app = await start({ policy: BUNDLE })
    await ask(app, `/plain?token=${SECRET}`, { lines: SECRETS })
    await ask(app, `/plain?token=${SECRET}`, { origin: EVIL, lines: SECRETS })
    await ask(app, '/plain', { origin: `https://u:${SECRET}@evil.example` })
    await app.stop()
    const lines = linesOf()
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain(SECRET)
    const entry = JSON.parse(lines[0] ?? '') as DecisionEntry
    expect(Object.keys(entry).sort().join(' ')).toBe(FIELDS)
    expect(entry).toMatchObject({
      event: 'decision',
      layer: 'middleware',
      kind: 'actual',
      method: 'GET',
      host: 'api.example.com',
      path: '/plain',
      origin: EVIL,
      credentials: ['cookie', 'authorization'],
      reach: true,
      read: false,
      reason: 'origin-not-granted',
      resource: 'everything',
      set: null,
      requestId: 'r-1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      client: isOnNode ? '127.0.0.1' : null,
    })
  })

  test('F29: a function gets each denial; `false` logs nothing', async () => {
    const entries: DecisionEntry[] = []
    const logged = await start({ policy: BUNDLE, log: (entry) => entries.push(entry) })
    await ask(logged, '/plain', { origin: EVIL })
    await logged.stop()
    const silent = await start({ policy: BUNDLE, log: false })
    await ask(silent, '/plain', { origin: EVIL })
    await silent.stop()
    expect(entries).toMatchObject([{ event: 'decision', origin: EVIL }])
    expect(linesOf()).toEqual([])
  })
})

const requestFrom = (origin: string): Request =>
  new Request('https://api.example.com/plain?q=1', { headers: { origin } })

test('a flood of denials prints a bounded number of lines; the rest is counted', async () => {
  const droppedOf = (): number =>
    Number(/^marque_decision_log_dropped_total (\d+)$/m.exec(metrics())?.[1])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 })
  const handle = withMarque({ policy: BUNDLE }, () => new Response('ok'))
  const before = droppedOf()
  for (let at = 0; at < 1_100; at++) await handle(requestFrom(EVIL))
  expect([linesOf().length, droppedOf() - before]).toEqual([1_000, 100])
  vi.setSystemTime(Date.now() + 1_000)
  await handle(requestFrom(EVIL))
  expect(linesOf()).toHaveLength(1_001)
  vi.useRealTimers()
})

test('F29: Next.js: each denial is one line', async () => {
  const { GET } = withNext({ policy: BUNDLE })({ GET: () => new Response('ok') })
  await GET(requestFrom(APP))
  await GET(requestFrom(EVIL))
  expect(linesOf().map((line) => (JSON.parse(line) as DecisionEntry).origin)).toEqual([EVIL])
})

test('fractions decide what is logged; a logger that throws affects no response', async () => {
  const entries: DecisionEntry[] = []
  const write = (entry: DecisionEntry): void => {
    entries.push(entry)
    throw new Error('the logger failed')
  }
  const handle = withMarque({ policy: BUNDLE, log: { granted: 1, denied: 0, write } }, () =>
    Promise.resolve(new Response('ok')),
  )
  for (const origin of [APP, EVIL, APP])
    expect((await handle(requestFrom(origin))).status).toBe(200)
  expect(entries.map(({ origin, set }) => [origin, set])).toEqual([
    [APP, 'web'],
    [APP, 'web'],
  ])
})

test('F29: with a key, lines have a pseudonym of the user: HMAC-SHA-256 of issuer and sub', async () => {
  const subjectKey = new Uint8Array(32).fill(9)
  const entries: DecisionEntry[] = []
  let claims: { readonly [name: string]: string } = { iss: 'https://id.example', sub: 'ada' }
  const handle = withMarque(
    {
      policy: BUNDLE,
      context: () => ({ claims }),
      log: { write: (entry) => entries.push(entry), subjectKey },
    },
    () => new Response('ok'),
  )
  await handle(requestFrom(EVIL))
  claims = {}
  await handle(requestFrom(EVIL))
  const pseudonym = createHmac('sha256', subjectKey).update('https://id.example\nada').digest('hex')
  expect(entries.map(({ subject }) => subject)).toEqual([pseudonym, null])
})

test('F29: usage is recorded in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'marque-usage-'))
  const path = join(folder, 'usage.ndjson')
  const usage = await openUsageFile({ path, layer: 'middleware' })
  const handle = withMarque({ policy: BUNDLE, log: false, usage }, () => new Response('ok'))
  for (const origin of [APP, EVIL, APP]) await handle(requestFrom(origin))
  await usage.close()
  const text = readFileSync(path, 'utf8')
  rmSync(folder, { recursive: true })
  expect(text).toContain('"layer":"middleware","environment":"production"')
  expect(readUsage([text]).rows.map(({ origin, set, read, n }) => [origin, set, read, n])).toEqual([
    [APP, 'web', true, 2],
    [EVIL, null, false, 1],
  ])
})

test.each([
  [true, '`log` must be `false`, a function, or an object such as `{ granted: 0.01 }`'],
  [{ granted: 2 }, '`log.granted` must be a number from 0 to 1'],
  [{ grants: 1 }, 'unknown option `log.grants`'],
  [{ subjectKey: new Uint8Array(8) }, '`log.subjectKey` must have at least 32 bytes'],
])('log: %j is refused', (log, message) => {
  expect(() => withMarque({ policy: BUNDLE, log: log as never }, () => new Response('ok'))).toThrow(
    new TypeError(message),
  )
})
