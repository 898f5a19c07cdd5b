import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readUsage, type Usage } from '@marque/core/telemetry'
import {
  type GatewayCommand,
  type GatewayFixture,
  gatewayFixture,
  sendRequest,
  startGatewayCommand,
} from '@marque/testkit/gateway'
import { API_HOST, APP } from '@marque/testkit/policies'
import { waitUntil } from '@marque/testkit/processes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runDecisionService, runGateway } from '../src/index.ts'

let place: GatewayFixture
let path: string
let running: GatewayCommand | undefined

beforeEach(async () => {
  place = await gatewayFixture()
  path = join(place.folder, 'usage.ndjson')
})
afterEach(async () => {
  await running?.kill()
  running = undefined
  await place.remove()
})

const EVIL = 'https://evil.example'
const SECRET = 's3cret'

const ask = (url: string, origin: string): Promise<unknown> =>
  sendRequest(`${url}/v1/account/me?token=${SECRET}`, {
    headers: { origin, cookie: `id=${SECRET}` },
  })

const textOf = (file = path): string => readFileSync(file, 'utf8')
const usageOf = (...files: readonly string[]): Usage => readUsage(files.map(textOf))

/** The rows without what depends on the time. */
const rowsOf = ({ rows }: Usage): readonly object[] =>
  rows.map(({ firstSeen: _, lastSeen: __, ...row }) => row)

const ROW = {
  environment: 'production',
  resource: 'account',
  kind: 'actual',
  credentials: true,
  mode: 'enforce',
}
const GRANTED = {
  ...ROW,
  grant: 0,
  set: 'web',
  origin: APP,
  reach: true,
  read: true,
  reason: 'granted',
}
const DENIED = {
  ...ROW,
  grant: null,
  set: null,
  origin: EVIL,
  reach: false,
  read: false,
  reason: 'origin-not-granted',
}

test('F29: a gateway writes how often each grant was used, and by whom; a restart continues the file', async () => {
  for (let times = 0; times < 2; times++) {
    const gateway = await runGateway({ ...place.settings, usageFile: path })
    const [url = ''] = gateway.urls
    for (const origin of [APP, APP, EVIL]) await ask(url, origin)
    await gateway.close()
  }
  expect(JSON.parse(textOf().split('\n')[0] ?? '')).toEqual({
    format: 'marque-usage/1',
    layer: 'gateway',
    environment: 'production',
    from: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/),
  })
  const usage = usageOf(path)
  expect(rowsOf(usage)).toEqual([
    { ...GRANTED, n: 4 },
    { ...DENIED, n: 2 },
  ])
  expect(usage.unreadable).toBe(0)
  expect(usage.hours.reduce((sum, { seen }) => sum + seen, 0)).toBe(6)
  expect(textOf()).not.toContain(SECRET)
})

test('F29: a decision service writes the same rows', async () => {
  const service = await runDecisionService({
    policy: place.settings.policy,
    environment: 'production',
    listen: { host: '127.0.0.1', port: 0 },
    keyFile: null,
    usageFile: path,
  })
  for (const origin of [APP, EVIL]) {
    const headers = {
      'x-original-method': 'GET',
      'x-original-uri': `/v1/account/me?token=${SECRET}`,
      'x-original-host': API_HOST,
      'x-original-name': API_HOST,
      'x-original-scheme': 'http',
      'x-original-address': '192.0.2.7',
      origin,
      cookie: `id=${SECRET}`,
    }
    await sendRequest(`${service.url}/nginx/check`, { headers })
    await sendRequest(`${service.url}/nginx/answer`, { headers })
  }
  await service.close()
  expect(textOf()).toContain('"layer":"decision-service"')
  expect(rowsOf(usageOf(path))).toEqual([
    { ...GRANTED, n: 1 },
    { ...DENIED, n: 1 },
  ])
  expect(textOf()).not.toContain(SECRET)
})

test('a request that is answered 401 uses no grant and reaches nothing: log, metrics and usage agree', async () => {
  const policy = readFileSync(place.policy, 'utf8')
  writeFileSync(
    place.policy,
    policy.replace(/( +)- name: account\n/, '$&$1  authentication: required\n'),
  )
  const admin = { host: '127.0.0.1', port: 0 }
  const lines: string[] = []
  const log = {
    write: (line: string) => void lines.push(line),
    close: async () => undefined,
  }
  const gateway = await runGateway(
    {
      ...place.settings,
      usageFile: path,
      admin,
      log: { access: true, decisions: { granted: 1, denied: 1 } },
    },
    { log },
  )
  await ask(gateway.urls[0] ?? '', APP)
  const metrics = await sendRequest(`${gateway.adminUrl}/metrics`, {
    headers: { host: 'localhost' },
  })
  await gateway.close()
  expect(metrics.body).toContain('marque_http_requests_total{route="gateway",status="401"} 1\n')
  expect(metrics.body).not.toContain('marque_grants_total{')
  expect(metrics.body).toContain(
    'marque_decisions_total{mode="enforce",kind="actual",reach="false",read="false",reason="granted"} 1\n',
  )
  const refused = { reach: false, read: false, grant: null, set: null }
  expect(rowsOf(usageOf(path))).toEqual([{ ...GRANTED, ...refused, n: 1 }])
  const ofRequest = lines
    .map((line) => JSON.parse(line))
    .filter(({ path: target }) => target?.startsWith('/v1/account'))
  expect(ofRequest).toHaveLength(2)
  expect(ofRequest).toMatchObject([
    { event: 'decision', ...refused, resource: 'account', status: 401 },
    { event: 'access', reach: false, read: false, status: 401 },
  ])
})

test('what the application withholds is counted as in the decision log: in a row of its own', async () => {
  const withholding = await gatewayFixture({
    app: (_request, response) => {
      response.setHeader('Marque-Read', 'denied;reason=origin-not-granted')
      response.end()
    },
  })
  const admin = { host: '127.0.0.1', port: 0 }
  const gateway = await runGateway({ ...withholding.settings, usageFile: path, admin })
  await ask(gateway.urls[0] ?? '', APP)
  const metrics = await sendRequest(`${gateway.adminUrl}/metrics`, {
    headers: { host: 'localhost' },
  })
  await gateway.close()
  await withholding.remove()
  expect(metrics.body).toMatch(
    /marque_decisions_total\{[^}]*read="false"[^}]*reason="origin-not-granted"[^}]*\} 1\n/,
  )
  const withheld = { ...DENIED, origin: APP, reach: true, n: 1 }
  expect(rowsOf(usageOf(path))).toEqual([{ ...GRANTED, n: 1 }, withheld])
})

test('a usage file that cannot be opened stops the start', async () => {
  const usageFile = join(place.folder, 'none', 'usage.ndjson')
  await expect(runGateway({ ...place.settings, usageFile })).rejects.toThrow('ENOENT')
})

const args = (...more: readonly string[]): readonly string[] => [
  place.policy,
  ...['--upstream', place.settings.upstreams.app?.urls[0] ?? ''],
  ...['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0', '--usage-file', path],
  ...more,
]

async function stopped(): Promise<number | null> {
  running?.child.kill('SIGTERM')
  await waitUntil(() => running?.child.exitCode !== null, { what: 'the command has ended' })
  return running?.child.exitCode ?? null
}

test('F29: the command writes the current hour when it is stopped; a kill loses no more than that', async () => {
  running = await startGatewayCommand(args())
  await ask(running.url, APP)
  expect(await stopped()).toBe(0)
  const before = textOf()
  running = await startGatewayCommand(args())
  await ask(running.url, APP)
  await running.kill()
  expect(textOf()).toBe(before)
  expect(rowsOf(usageOf(path))).toEqual([{ ...GRANTED, n: 1 }])
})

test('F29: with several processes each has a file of its own, which add up', async () => {
  running = await startGatewayCommand(args('--processes', '2'))
  for (let times = 0; times < 20; times++) await ask(running.url, APP)
  expect(await stopped()).toBe(0)
  const files = readdirSync(place.folder).filter((name) => name.startsWith('usage.ndjson'))
  expect(files.sort()).toEqual(['usage.ndjson.1', 'usage.ndjson.2'])
  expect(rowsOf(usageOf(`${path}.1`, `${path}.2`))).toEqual([{ ...GRANTED, n: 20 }])
  expect(existsSync(path)).toBe(false)
})

test('F29: a disk that is full costs no request, and the operator is told', async () => {
  // No file may be longer than nothing.
  const through = ['bash', '-c', 'ulimit -f 0; exec "$@"', '--']
  running = await startGatewayCommand(args(), { through })
  const { url, stderr } = running
  const { status } = await sendRequest(`${url}/v1/account/me`, { headers: { origin: APP } })
  expect(status).toBe(200)
  expect(await stopped()).toBe(0)
  expect(stderr()).toContain(`marque: usage cannot be written to \`${path}\`: EFBIG`)
  expect(textOf()).toBe('')
})

test('a usage file that is a folder is reported at the start', async () => {
  mkdirSync(path)
  await expect(startGatewayCommand(args())).rejects.toThrow(/usage\.ndjson/)
})
