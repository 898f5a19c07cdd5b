/** `marque scan` against a real server, as scripts start it. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { closeServer, listen } from '@marque/testkit/http'
import { freePort, marque, startMarque, waitUntil } from '@marque/testkit/processes'
import type { ScanReport } from '@marque/verify'
import { afterEach, expect, test } from 'vitest'

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(closeServer))
})

async function serve(
  handler: RequestListener,
): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    handler(request, response)
  })
  servers.push(server)
  return { url: `http://127.0.0.1:${await listen(server)}/v1/orders`, requests }
}

const echo: RequestListener = ({ headers: { origin, authorization } }, response) => {
  if (origin !== undefined) response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader(
    'Access-Control-Expose-Headers',
    `x-${authorization ?? ''}`.replace(/\s/g, '-'),
  )
  response.setHeader('Set-Cookie', 'session=of-this-scan')
  response.end('{}')
}
const plain: RequestListener = (_, response) => void response.end('{}')

const scan = (...args: readonly string[]) => marque(['scan', ...args, '--rate', '1000/s'])

test('an API without CORS: grade A, exit 0', async () => {
  const { url } = await serve(plain)
  const { exit, stdout, stderr } = await scan(url)
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^Grade A: nothing found\.\n/)
})

test('an error: exit 3, two requests that show it', async () => {
  const { url } = await serve(echo)
  const { exit, stdout } = await scan(url, '--format', 'json')
  const report = JSON.parse(stdout) as ScanReport
  expect([exit, report.format, report.grade]).toEqual([3, 'marque-scan/1', 'D'])
  const [finding] = report.findings
  expect(finding?.cause).toBe('reflects-any-origin')
  expect(finding?.evidence.map(({ got }) => got.status)).toEqual([200, 200])
})

test('a login goes with GET only, and is in no output; nor are cookies of the API', async () => {
  const { url, requests } = await serve(echo)
  for (const format of ['pretty', 'json', 'ndjson', 'junit', 'sarif', 'github', 'markdown']) {
    const args = ['--header', 'Authorization: Bearer very-secret-value', '--format', format]
    const { stdout, stderr } = await scan(url, ...args)
    expect(stdout).toContain('$TOKEN')
    expect(stdout + stderr).not.toMatch(/very-secret-value|of-this-scan/)
  }
  for (const { method, headers } of requests) {
    expect(headers.authorization).toBe(method === 'GET' ? 'Bearer very-secret-value' : undefined)
    expect(headers['user-agent']).toMatch(/^marque-scan\//)
  }
})

test('nothing listens: exit 1', async () => {
  const { exit, stdout } = await scan(`http://127.0.0.1:${await freePort()}/`, '--format', 'json')
  const report = JSON.parse(stdout) as ScanReport
  expect([exit, report.complete, report.findings[0]?.cause]).toEqual([1, false, 'unreachable'])
})

test('a pause of two minutes before any answer: nothing is judged, exit 1', async () => {
  const { url, requests } = await serve((_, response) => {
    response.writeHead(429, { 'Retry-After': '120' }).end()
  })
  const { exit, stdout } = await scan(url, '--format', 'json')
  const report = JSON.parse(stdout) as ScanReport
  expect([exit, report.complete, report.grade]).toEqual([1, false, 'D'])
  expect(report.findings.map(({ cause }) => cause)).toEqual(['unreachable'])
  expect(requests).toHaveLength(1)
})

test('a pause of two minutes after some answers: the scan is incomplete and has no grade in words', async () => {
  let count = 0
  const { url } = await serve((_, response) => {
    count += 1
    if (count < 4) response.writeHead(200).end()
    else response.writeHead(429, { 'Retry-After': '120' }).end()
  })
  const { exit, stdout } = await scan(url)
  expect(exit).toBe(0)
  expect(stdout).toContain('The scan is incomplete: nothing found so far.')
})

test('a redirect is not followed, and is named', async () => {
  const { url, requests } = await serve((_, response) => {
    response.writeHead(301, { Location: '/elsewhere' }).end()
  })
  const { exit, stdout } = await scan(url)
  expect(exit).toBe(0)
  expect(stdout).toContain('note: the URL only redirects')
  expect(requests.filter(({ url: path }) => path === '/elsewhere')).toEqual([])
})

test('Ctrl-C ends it with a report of what is known, exit 130', async () => {
  const { url, requests } = await serve(echo)
  const child = startMarque(['scan', url, '--rate', '2/s', '--format', 'json'])
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  await waitUntil(() => requests.length >= 2)
  child.kill('SIGINT')
  const [exit] = await once(child, 'close')
  expect([exit, (JSON.parse(stdout) as ScanReport).complete]).toEqual([130, false])
})

test.each([
  ['no URL', ['api.example.com'], '`api.example.com` is no http or https URL'],
  [
    'another scheme',
    ['ftp://api.example.com/'],
    '`ftp://api.example.com/` is no http or https URL',
  ],
  ['a login in the URL', ['http://me:secret@api.example.com/'], 'the URL has a login in it'],
  [
    'an origin with a path',
    ['http://api.example.com/', '--origin', 'https://a.example/'],
    '`https://a.example/` is no origin',
  ],
  [
    'a header without a colon',
    ['http://api.example.com/', '--header', 'Secret'],
    'there is no colon',
  ],
])('%s: exit 64, nothing sent', async (_, args, message) => {
  const { exit, stderr } = await scan(...args)
  expect(exit).toBe(64)
  expect(stderr).toContain(message)
})
