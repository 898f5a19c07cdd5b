import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
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
/** Lets `/account?slow` answer. */
let release: () => void = () => undefined

beforeAll(async () => {
  place = temporaryFolder({
    'broken.yaml': 'version: 1\nself: [https://api.example.com]\nresources: [{ name: 1 }]\n',
    'gateway.yaml':
      'version: 1\npolicy: policy.yaml\nupstreams: { app: { urls: [7] } }\nlisten: 3\n',
  })
  application = createServer((request, response) => {
    if (request.url !== '/account?slow') response.end('hello')
    else release = () => response.end('slow and whole')
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
})

/** The real command, ready. */
async function gateway(more: readonly string[] = []) {
  writeFileSync(place.at('policy.yaml'), policy('GET'))
  const flags = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0', ...more]
  const child = startMarque(['gateway', place.at('policy.yaml'), '--upstream', upstream, ...flags])
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString()
  })
  await until(() => output.stderr.includes('marque: policy '))
  const [url = '', admin = ''] = output.stderr.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? []
  return { child, output, url, admin }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

interface Answer {
  readonly status: number | undefined
  readonly allowed: string | undefined
  readonly methods: string | undefined
  readonly body: string
}

async function ask(url: string, method = 'GET'): Promise<Answer> {
  const headers = {
    host: 'api.example.com',
    origin: APP,
    ...(method === 'OPTIONS' && { 'access-control-request-method': 'DELETE' }),
  }
  const request = get(url, { method, headers, agent: false })
  const [response] = await once(request, 'response')
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return {
    status: response.statusCode,
    allowed: response.headers['access-control-allow-origin'],
    methods: response.headers['access-control-allow-methods'],
    body,
  }
}

test('it prints its address, responds, logs JSON lines, and stops', async () => {
  running = await gateway(['--access-log'])
  const { child, output, url } = running
  expect(await ask(`${url}/account`)).toMatchObject({ status: 200, allowed: APP, body: 'hello' })
  expect(await ask(`${url}/account`, 'OPTIONS')).toMatchObject({ status: 403 })
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
  const lines = output.stdout.trimEnd().split('\n')
  const events = lines.map((line) => (JSON.parse(line) as { event: string }).event)
  expect(events.filter((event) => event === 'access')).toHaveLength(2)
  expect(events.filter((event) => event === 'decision').length).toBeGreaterThanOrEqual(1)
  expect(output.stderr).toMatch(/^marque: listening on http:/)
  expect(output.stderr).toContain('marque: SIGTERM: finishing open requests')
})

test('a changed policy is loaded automatically and on SIGHUP; an invalid one is reported and not loaded', async () => {
  running = await gateway()
  const { child, output, url } = running
  const may = async (): Promise<boolean> => (await ask(`${url}/account`, 'OPTIONS')).status === 204
  expect(await may()).toBe(false)
  writeFileSync(place.at('policy.yaml'), policy('GET, DELETE'))
  await until(may)
  writeFileSync(place.at('policy.yaml'), readFileSync(place.at('broken.yaml')))
  child.kill('SIGHUP')
  await until(() => output.stderr.includes('the previous one stays in force'))
  expect(await may()).toBe(true)
  writeFileSync(place.at('policy.yaml'), policy('GET'))
  child.kill('SIGHUP')
  await until(async () => !(await may()))
  expect(child.exitCode).toBeNull()
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s lets a request end that is under way',
  async (signal) => {
    running = await gateway()
    const { child, output, url, admin } = running
    release = () => undefined
    const before = release
    const slow = ask(`${url}/account?slow`)
    await until(() => release !== before)
    child.kill(signal)
    await until(() => output.stderr.includes(signal))
    const ready = await ask(`${admin}/readyz`).catch(() => null)
    // Pages are refused there, and this asks as one.
    expect(ready?.status).toBe(403)
    await until(async () => (await ask(url).catch(() => null)) === null)
    release()
    expect(await slow).toMatchObject({ status: 200, allowed: APP, body: 'slow and whole' })
    const [code] = await once(child, 'close')
    expect(code).toBe(signal === 'SIGTERM' ? 0 : 130)
  },
)

test('an invalid policy: it does not start, and shows the findings', async () => {
  const { exit, stdout, stderr } = await marque([
    ...['gateway', place.at('broken.yaml'), '--upstream', upstream],
    ...['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'],
  ])
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
  expect(stderr).toContain('broken.yaml:3')
  expect(stderr).toContain('does not start without a valid policy')
})

test('a missing policy: it does not start, and reports why', async () => {
  const args = ['gateway', place.at('none.yaml'), '--upstream', upstream]
  const { exit, stderr } = await marque([...args, '--listen', '127.0.0.1:0'])
  expect(exit).toBe(1)
  expect(stderr).toContain('none.yaml')
})

test.each(['--listen', '--admin'])(
  'an address that is taken for %s: it does not start',
  async (flag) => {
    const { port } = application.address() as AddressInfo
    writeFileSync(place.at('policy.yaml'), policy('GET'))
    const other = flag === '--listen' ? '--admin' : '--listen'
    const { exit, stderr } = await marque([
      ...['gateway', place.at('policy.yaml'), '--upstream', upstream],
      ...[flag, `127.0.0.1:${port}`, other, '127.0.0.1:0'],
    ])
    expect(exit).toBe(1)
    expect(stderr).toContain(String(port))
  },
)

test('a gateway file with mistakes: all of them, each with its place', async () => {
  const { exit, stdout, stderr } = await marque(['gateway', '--config', place.at('gateway.yaml')])
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
  expect(stderr).toContain('gateway.yaml:3:')
  expect(stderr).toContain('gateway.yaml:4:')
})

test.each([
  ['no upstream', ['gateway', 'p.yaml']],
  ['an upstream with a path', ['gateway', 'p.yaml', '--upstream', 'http://a/b']],
  ['a port alone', ['gateway', 'p.yaml', '--upstream', 'http://a', '--listen', '8080']],
  ['no number of processes', ['gateway', 'p.yaml', '--upstream', 'http://a', '--processes', '0']],
])('incorrect usage: %s', async (_name, args) => {
  const { exit, stdout, stderr } = await marque(args)
  expect({ exit, stdout }).toEqual({ exit: 64, stdout: '' })
  expect(stderr).not.toBe('')
})
