import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { marque, startMarque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const APP = 'https://app.example.com'
const policy = (methods: string): string => `
version: 1
self: [https://api.example.com]
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: /account }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [${methods}], credentials: true }]
`

let place: ReturnType<typeof temporaryFolder>
let application: Server
let upstream: string
/** Lets what asked for `/account?slow` have its answer. */
const slow: (() => void)[] = []

beforeAll(async () => {
  place = temporaryFolder({ 'broken.yaml': 'version: 1\nresources: [{ name: 1 }]\n' })
  application = createServer((request, response) => {
    // An application that allows everybody: nobody may ever see this.
    response.setHeader('access-control-allow-origin', '*')
    if (request.url !== '/account?slow') response.end('hello')
    else slow.push(() => response.end('slow and whole'))
  })
  application.listen(0, '127.0.0.1')
  await once(application, 'listening')
  upstream = `http://127.0.0.1:${(application.address() as AddressInfo).port}`
})

afterAll(() => {
  application.closeAllConnections()
  application.close()
  place.remove()
})

let running: Awaited<ReturnType<typeof gateway>> | undefined
afterEach(() => {
  running?.child.kill('SIGKILL')
  running = undefined
  slow.length = 0
})

async function gateway(more: readonly string[] = ['--processes', '2']) {
  writeFileSync(place.at('policy.yaml'), policy('GET'))
  const addresses = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0']
  const child = startMarque([
    ...['gateway', place.at('policy.yaml'), '--upstream', upstream],
    ...[...addresses, ...more],
  ])
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString()
  })
  await until(() => output.stderr.includes('marque: policy '))
  const [url = '', admin = ''] = output.stderr.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? []
  return { child, output, url, admin, leader: leaderOf(child.pid ?? 0) }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => {
      try {
        const text = readFileSync(`/proc/${one}/stat`, 'utf8')
        const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ')
        return state !== 'Z' && Number(parent) === pid
      } catch {
        return false
      }
    })
}

/** Where the system's Node is too old, the command runs in a child of itself. */
function leaderOf(pid: number): number {
  const [only, ...more] = childrenOf(pid)
  return only === undefined || more.length > 0 ? pid : only
}

interface Answer {
  readonly status: number | undefined
  readonly allowed: string | undefined
  readonly body: string
}

async function ask(
  url: string,
  method = 'GET',
  origin: string | null = APP,
  timeout = 300_000,
): Promise<Answer> {
  const headers = {
    ...(origin !== null && { host: 'api.example.com', origin }),
    ...(method === 'OPTIONS' && { 'access-control-request-method': 'DELETE' }),
  }
  const request = get(url, { method, headers, agent: false, timeout })
  request.on('timeout', () => request.destroy(new Error('no answer came')))
  const [response] = await once(request, 'response')
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return {
    status: response.statusCode,
    allowed: response.headers['access-control-allow-origin'],
    body,
  }
}

const operator = (url: string): Promise<Answer> => ask(url, 'GET', null)

function readingOf(text: string, series: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return Number(line?.slice(series.length + 1))
}

test('two processes answer on one address; operators see them as one', async () => {
  running = await gateway(['--processes', '2', '--access-log'])
  const { child, output, url, admin, leader } = running
  expect(childrenOf(leader)).toHaveLength(2)
  for (let index = 0; index < 10; index++) {
    expect(await ask(`${url}/account`)).toEqual({ status: 200, allowed: APP, body: 'hello' })
  }
  expect(await operator(`${admin}/readyz`)).toMatchObject({ status: 200 })
  expect((await operator(`${admin}/policy`)).body).toContain('"digest"')
  const { body } = await operator(`${admin}/metrics`)
  expect(readingOf(body, 'marque_http_requests_total{route="app",status="200"}')).toBe(10)
  expect(body).toMatch(/^marque_bundle_info\{[^}]*\} 1$/m)
  expect(readingOf(body, 'marque_rate_limit_store_up')).toBe(1)
  expect(readingOf(body, 'marque_processes_replaced_total')).toBe(0)
  expect(readingOf(body, 'marque_decision_duration_seconds_count')).toBe(10)
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
  const lines = output.stdout.trimEnd().split('\n')
  const events = lines.map((line) => (JSON.parse(line) as { event: string }).event)
  expect(events.filter((event) => event === 'access')).toHaveLength(10)
  expect(output.stderr.match(/listening on/g)).toHaveLength(1)
})

test('a process that is killed under load gives no wrong answer, and is replaced', async () => {
  running = await gateway()
  const { output, url, admin, leader } = running
  const wrong: unknown[] = []
  let right = 0
  let isLoaded = true
  const load = Array.from({ length: 8 }, async (_, index) => {
    const origin = index % 2 === 0 ? APP : 'https://evil.example'
    while (isLoaded) {
      // A connection that was handed to a worker as it was killed is lost: no answer comes.
      const answer = await ask(`${url}/account`, 'GET', origin, 5_000).catch(() => null)
      if (answer === null) continue
      const expected = origin === APP ? APP : undefined
      if (answer.allowed === expected && (expected === undefined || answer.body === 'hello'))
        right++
      else wrong.push(answer)
    }
  })
  let before = 0
  for (let round = 1; round <= 4; round++) {
    await until(() => right > round * 50)
    const counted = (await operator(`${admin}/metrics`)).body
    const sum = readingOf(counted, 'marque_decision_duration_seconds_count')
    expect(sum).toBeGreaterThanOrEqual(before)
    before = sum
    const [victim] = childrenOf(leader)
    process.kill(victim ?? 0, 'SIGKILL')
    await until(() => (output.stderr.match(/exited \(SIGKILL\)/g) ?? []).length === round)
    await until(async () => (await operator(`${admin}/readyz`)).status === 200)
  }
  isLoaded = false
  await Promise.all(load)
  expect(wrong).toEqual([])
  expect(right).toBeGreaterThan(200)
  expect(childrenOf(leader)).toHaveLength(2)
  const { body } = await operator(`${admin}/metrics`)
  expect(readingOf(body, 'marque_processes_replaced_total')).toBe(4)
  expect(readingOf(body, 'marque_decision_duration_seconds_count')).toBeGreaterThan(before)
})

test('SIGHUP reloads all workers; an invalid policy is reported once, and loaded by none', async () => {
  running = await gateway()
  const { child, output, url, admin } = running
  const statuses = async (): Promise<string> => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask(`${url}/account`, 'OPTIONS')),
    )
    return [...new Set(answers.map(({ status }) => status))].join()
  }
  expect(await statuses()).toBe('403')
  writeFileSync(place.at('policy.yaml'), policy('GET, DELETE'))
  child.kill('SIGHUP')
  await until(async () => (await statuses()) === '204')
  writeFileSync(place.at('policy.yaml'), readFileSync(place.at('broken.yaml')))
  child.kill('SIGHUP')
  await until(() => output.stderr.includes('the previous one stays in force'))
  expect(await statuses()).toBe('204')
  const { body } = await operator(`${admin}/metrics`)
  expect(body).toMatch(/^marque_bundle_info\{[^}]*\} 1$/m)
  expect(output.stderr.match(/the previous one stays in force/g)).toHaveLength(1)
})

test('one that is killed while the policy is bad: the others serve on, and it comes back with a good one', async () => {
  running = await gateway()
  const { output, url, admin, leader } = running
  writeFileSync(place.at('policy.yaml'), readFileSync(place.at('broken.yaml')))
  const [victim] = childrenOf(leader)
  process.kill(victim ?? 0, 'SIGKILL')
  await until(() => output.stderr.includes('exited (the policy'))
  expect(await operator(`${admin}/readyz`)).toMatchObject({ status: 503 })
  expect(await ask(`${url}/account`)).toEqual({ status: 200, allowed: APP, body: 'hello' })
  writeFileSync(place.at('policy.yaml'), policy('GET'))
  await until(async () => (await operator(`${admin}/readyz`)).status === 200)
})

test('where none serves and none can start, it says why and ends', async () => {
  running = await gateway()
  const { child, output, leader } = running
  const workers = childrenOf(leader)
  writeFileSync(place.at('policy.yaml'), readFileSync(place.at('broken.yaml')))
  for (const pid of workers) process.kill(pid, 'SIGKILL')
  expect(await once(child, 'close')).toEqual([1, null])
  expect(output.stderr).toMatch(
    /the gateway stops: worker processes cannot start: 5 in a row ended: the policy/,
  )
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s lets requests end in all of them', async (signal) => {
  running = await gateway()
  const { child, output, url, admin, leader } = running
  const requests = Array.from({ length: 6 }, () => ask(`${url}/account?slow`))
  await until(() => slow.length === 6)
  const workers = childrenOf(leader)
  child.kill(signal)
  // As a terminal and a service manager do it.
  for (const pid of workers) process.kill(pid, signal)
  await until(() => output.stderr.includes(signal))
  expect(await operator(`${admin}/readyz`)).toMatchObject({ status: 503 })
  await until(async () => (await ask(url).catch(() => null)) === null)
  for (const release of slow) release()
  for (const answer of await Promise.all(requests)) {
    expect(answer).toEqual({ status: 200, allowed: APP, body: 'slow and whole' })
  }
  const [code] = await once(child, 'close')
  expect(code).toBe(signal === 'SIGTERM' ? 0 : 130)
  expect(output.stderr).not.toContain('exited (')
})

test('the first process is killed: the others end', async () => {
  running = await gateway()
  const { url, leader } = running
  const workers = childrenOf(leader)
  expect(workers).toHaveLength(2)
  process.kill(leader, 'SIGKILL')
  await until(() => workers.every((pid) => !existsSync(`/proc/${pid}`)))
  expect(await ask(`${url}/account`).catch(() => null)).toBeNull()
})

test('an invalid policy is reported once, and the gateway does not start', async () => {
  const { exit, stdout, stderr } = await marque([
    ...['gateway', place.at('broken.yaml'), '--upstream', upstream, '--processes', '3'],
    ...['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'],
  ])
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
  expect(stderr.match(/does not start without a valid policy/g)).toHaveLength(1)
  expect(stderr).not.toContain('listening on')
})

test.each(['--listen', '--admin'])('an address in use for %s is reported once', async (flag) => {
  const { port } = application.address() as AddressInfo
  writeFileSync(place.at('policy.yaml'), policy('GET'))
  const other = flag === '--listen' ? '--admin' : '--listen'
  const { exit, stderr } = await marque([
    ...['gateway', place.at('policy.yaml'), '--upstream', upstream, '--processes', '2'],
    ...[flag, `127.0.0.1:${port}`, other, '127.0.0.1:0'],
  ])
  expect(exit).toBe(1)
  expect(stderr.match(/cannot start/g)).toHaveLength(1)
  expect(stderr).toContain(String(port))
})

const file = (more: string): string =>
  `version: 1\npolicy: policy.yaml\nadmin: false\nupstreams: { app: { urls: [http://127.0.0.1:1] } }\n${more}\n`

test.each([
  [
    'limits that each would count alone',
    'listen: [{ address: 127.0.0.1:0 }]\nrateLimits: [{ by: client, limit: 1, per: 1s }]',
    64,
    'require a shared store',
  ],
  [
    'a missing certificate',
    'listen: [{ address: 127.0.0.1:0, tls: { certFile: none.pem, keyFile: none.pem } }]',
    1,
    'none.pem',
  ],
])('%s: reported once, and no process keeps running', async (_name, more, code, text) => {
  writeFileSync(place.at('policy.yaml'), policy('GET'))
  writeFileSync(place.at('gateway.yaml'), file(more))
  const args = ['gateway', '--config', place.at('gateway.yaml'), '--processes', '2']
  const { exit, stdout, stderr } = await marque(args)
  expect({ exit, stdout }).toEqual({ exit: code, stdout: '' })
  expect(stderr.split(text)).toHaveLength(2)
})
