import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningDecisionService, runDecisionService } from '../index.ts'

const APP = 'https://app.example.com'
const KEY = '0123456789abcdef0123456789abcdef'
const POLICY = `
version: 1
self: [https://api.example.com]
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET, PUT], credentials: true }]
`
const CHECK = {
  'x-original-method': 'GET',
  'x-original-uri': '/v1/account/me',
  'x-original-host': 'api.example.com',
  'x-original-name': 'api.example.com',
  'x-original-scheme': 'https',
  'x-original-address': '127.0.0.1',
}

const folder = mkdtempSync(join(tmpdir(), 'marque-decision-service-'))
const file = join(folder, 'policy.yaml')
const keyFile = join(folder, 'key')
const open = (host: string, withKey: string | null): Promise<RunningDecisionService> =>
  runDecisionService({
    policy: { from: 'file', file },
    environment: 'production',
    listen: { host, port: 0 },
    keyFile: withKey,
  })

let service: RunningDecisionService
beforeAll(async () => {
  writeFileSync(file, POLICY)
  writeFileSync(keyFile, `${KEY}\n`)
  service = await open('127.0.0.1', null)
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

type Headers = { readonly [name: string]: string | readonly string[] }

async function send(path: string, headers: Headers, url: string = service.url, method = 'GET') {
  const { hostname, port } = new URL(url)
  const request = httpRequest({ host: hostname, port, path, method, agent: false })
  for (const [name, value] of Object.entries(headers)) request.setHeader(name, value)
  request.end()
  const [response] = await once(request, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    status: response.statusCode as number,
    headers: response.headers as { readonly [name: string]: string | undefined },
    body: Buffer.concat(chunks).toString(),
  }
}

test('a request that may be forwarded: 200, with the headers for its response', async () => {
  const { status, headers } = await send('/nginx/check', { ...CHECK, origin: APP })
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
    'marque-reason': 'granted',
    'marque-resource': 'account',
  })
})

test('a preflight is never forwarded, and its response is the 204 of the policy', async () => {
  const preflight = {
    ...CHECK,
    'x-original-method': 'OPTIONS',
    origin: APP,
    'access-control-request-method': 'PUT',
  }
  expect((await send('/nginx/check', preflight)).status).toBe(403)
  const { status, headers, body } = await send('/nginx/answer', preflight)
  expect([status, body]).toEqual([204, ''])
  expect(headers).toMatchObject({
    'access-control-allow-origin': APP,
    'access-control-allow-methods': 'GET, PUT',
  })
  expect(headers['content-length']).toBeUndefined()
})

describe('an incomplete check is refused', () => {
  for (const name of Object.keys(CHECK)) {
    const { [name as keyof typeof CHECK]: value, ...rest } = CHECK
    test(`without ${name}`, async () => {
      expect((await send('/nginx/check', rest)).status).toBe(403)
    })
    test(`with an empty ${name}`, async () => {
      expect((await send('/nginx/check', { ...rest, [name]: '' })).status).toBe(403)
    })
    test(`with two of ${name}`, async () => {
      expect((await send('/nginx/check', { ...rest, [name]: [value, value] })).status).toBe(403)
    })
  }

  test('with another scheme, or a target that is no path', async () => {
    expect((await send('/nginx/check', { ...CHECK, 'x-original-scheme': 'ftp' })).status).toBe(403)
    expect((await send('/nginx/check', { ...CHECK, 'x-original-uri': 'v1' })).status).toBe(403)
  })

  test('with a host that is not the one nginx chose by', async () => {
    expect((await send('/nginx/check', { ...CHECK, 'x-original-name': 'b.example' })).status).toBe(
      403,
    )
    expect((await send('/nginx/answer', { ...CHECK, 'x-original-name': 'b.example' })).status).toBe(
      400,
    )
  })

  for (const path of [
    '/',
    '/nginx',
    '/nginx/',
    '/nginx/check/',
    '/haproxy/check',
    '/constructor/check',
    '/__proto__/check',
  ]) {
    test(`at ${path}`, async () => expect((await send(path, CHECK)).status).toBe(404))
  }
})

test('headers of the check do not count as the client’s, and headers of the client do', async () => {
  const check = { ...CHECK, origin: 'https://evil.example', 'x-forwarded-uri': '/' }
  expect((await send('/nginx/check', check)).status).toBe(403)
})

test('pages cannot read the response to a check', async () => {
  const unreadable = await send('/nginx/check', { origin: APP })
  expect(unreadable.headers['access-control-allow-origin']).toBeUndefined()
})

test('a changed policy applies after the reload', async () => {
  writeFileSync(file, POLICY.replace(APP, 'https://other.example.com'))
  await service.reload()
  expect((await send('/nginx/check', { ...CHECK, origin: APP })).status).toBe(403)
  writeFileSync(file, POLICY)
  await service.reload()
  expect((await send('/nginx/check', { ...CHECK, origin: APP })).status).toBe(200)
})

describe('the service key', () => {
  test('an address that is reachable from other machines requires a key', async () => {
    await expect(open('0.0.0.0', null)).rejects.toThrow(/key/)
    await expect(open('::', null)).rejects.toThrow(/key/)
    const local = await open('::1', null)
    await local.close()
  })

  test('a short key is refused', async () => {
    const short = join(folder, 'short')
    writeFileSync(short, 'secret')
    await expect(open('127.0.0.1', short)).rejects.toThrow(/32/)
  })

  test('without the key nothing is answered', async () => {
    const closed = await open('127.0.0.1', keyFile)
    const check = { ...CHECK, origin: APP }
    try {
      for (const more of [
        {},
        { 'marque-service-key': '' },
        { 'marque-service-key': KEY.slice(1) },
        { 'marque-service-key': [KEY, KEY] },
      ]) {
        for (const path of ['/nginx/check', '/nginx/answer', '/x']) {
          const { status, headers } = await send(path, { ...check, ...more }, closed.url)
          expect([status, headers['marque-reason']]).toEqual([403, undefined])
        }
      }
      const { status } = await send(
        '/nginx/check',
        { ...check, 'marque-service-key': KEY },
        closed.url,
      )
      expect(status).toBe(200)
    } finally {
      await closed.close()
    }
  })
})
