import { writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { type GatewayFixture, gatewayFixture, startLoginGateway } from '@marque/testkit/gateway'
import {
  AUDIENCE,
  ISSUER,
  type IssuerKey,
  issuerSettings,
  jsonResponse,
  newIssuerKey,
  type StubServer,
  signToken,
  startStubServer,
} from '@marque/testkit/issuer'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { INTROSPECTION, introspectionVerifier } from '../src/auth/introspection.ts'

let folder: GatewayFixture
let server: StubServer
let time = 0
const NOW = 1_800_000_000_000
const clock = { wall: () => NOW, monotonic: () => time }

beforeAll(async () => {
  folder = await gatewayFixture()
  writeFileSync(`${folder.folder}/secret`, 's3cr:t %\n')
  writeFileSync(`${folder.folder}/empty`, '\n')
})

afterAll(() => folder.remove())

beforeEach(async () => {
  time = 0
  server = await startStubServer(jsonResponse({ active: true, sub: 'alice' }))
})

afterEach(() => server.close())

const settings = (more: Parameters<typeof issuerSettings>[1] = {}, file = 'secret') =>
  issuerSettings('', {
    jwks: null,
    introspection: {
      url: server.url,
      clientId: 'gate:way',
      clientSecretFile: `${folder.folder}/${file}`,
    },
    ...more,
  })

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

test('the issuer is asked as RFC 7662 says', async () => {
  let asked = ''
  let authorization: string | undefined
  server.respond = async (request, response) => {
    asked = await bodyOf(request)
    authorization = request.headers.authorization
    expect(request.method).toBe('POST')
    expect(request.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    jsonResponse({ active: true, sub: 'alice' })(request, response)
  }
  expect(
    await introspectionVerifier(settings(), clock).verify('s%3A x&y=', NOW, 'a'),
  ).toMatchObject({
    subject: `${ISSUER}\nalice`,
    authenticatedAt: null,
  })
  expect(new URLSearchParams(asked).get('token')).toBe('s%3A x&y=')
  // RFC 6749, 2.3.1: form-encoded before Base64.
  expect(Buffer.from(authorization?.slice(6) ?? '', 'base64').toString()).toBe(
    'gate%3Away:s3cr%3At+%25',
  )
})

const seconds = NOW / 1_000

test.each<[string, unknown, string]>([
  ['an active session', { active: true }, 'good'],
  ['our audience among others', { active: true, aud: ['x', AUDIENCE] }, 'good'],
  ['our issuer', { active: true, iss: ISSUER }, 'good'],
  ['an end to come', { active: true, exp: seconds + 1 }, 'good'],
  ['an inactive one', { active: false, sub: 'alice' }, 'invalid'],
  ['another audience', { active: true, aud: 'https://else.example' }, 'invalid'],
  ['no audience of those named', { active: true, aud: [] }, 'invalid'],
  ['an audience that is no text', { active: true, aud: { a: AUDIENCE } }, 'invalid'],
  ['another issuer', { active: true, iss: 'https://evil.example' }, 'invalid'],
  ['an end that is over', { active: true, exp: seconds }, 'expired'],
  ['an end in words', { active: true, exp: String(seconds + 1) }, 'invalid'],
  ['a beginning to come', { active: true, nbf: seconds + 1 }, 'invalid'],
  ['active as text', { active: 'true', sub: 'alice' }, 'unavailable'],
  ['active as a number', { active: 1 }, 'unavailable'],
  ['nothing of it', { sub: 'alice' }, 'unavailable'],
  ['a list', [{ active: true }], 'unavailable'],
  ['null', null, 'unavailable'],
])('%s', async (_, said, want) => {
  server.respond = jsonResponse(said)
  const found = await introspectionVerifier(settings(), clock).verify('t', NOW, 'a')
  expect(typeof found === 'string' ? found : 'good').toBe(want)
})

test.each<[string, StubServer['respond']]>([
  ['500', (_request, response) => response.writeHead(500).end('{"active":true}')],
  ['401', (_request, response) => response.writeHead(401).end('{"active":true}')],
  ['201', (_request, response) => response.writeHead(201).end('{"active":true}')],
  ['garbage', (_request, response) => response.end('<html>')],
  ['too much', (_request, response) => response.end(`{"active":true,"x":"${'x'.repeat(70_000)}"}`)],
  ['a redirect', (_request, response) => response.writeHead(307, { location: '/' }).end()],
  ['a reset', (request) => request.socket.destroy()],
])('%s fails closed, and the server is left alone for a moment', async (_, answer) => {
  server.respond = answer
  const verifier = introspectionVerifier(settings(), clock)
  expect(await verifier.verify('t', NOW, 'a')).toBe('unavailable')
  server.respond = jsonResponse({ active: true })
  expect(await verifier.verify('u', NOW, 'a')).toBe('unavailable')
  expect(server.requests).toBe(1)
  time += INTROSPECTION.pause
  expect(await verifier.verify('t', NOW, 'a')).toMatchObject({ claims: { active: true } })
})

test('many requests with one token ask once, and the answer is kept for a short while', async () => {
  const verifier = introspectionVerifier(settings(), clock)
  await Promise.all(Array.from({ length: 100 }, () => verifier.verify('t', NOW, 'a')))
  expect(server.requests).toBe(1)
  server.respond = jsonResponse({ active: false })
  time += INTROSPECTION.activeFor - 1
  expect(await verifier.verify('t', NOW, 'a')).toMatchObject({ subject: `${ISSUER}\nalice` })
  time += 1
  expect(await verifier.verify('t', NOW, 'a')).toBe('invalid')
  expect(server.requests).toBe(2)
  await verifier.verify('t', NOW, 'a')
  expect(server.requests).toBe(2)
})

test('an answer is kept no longer than the token lives', async () => {
  server.respond = jsonResponse({ active: true, exp: seconds + 5 })
  const verifier = introspectionVerifier(settings({ clockSkew: 1_000 }), clock)
  expect(await verifier.verify('t', NOW, 'a')).toMatchObject({ claims: { active: true } })
  expect(await verifier.verify('t', NOW + 5_999, 'a')).toMatchObject({ claims: { active: true } })
  expect(await verifier.verify('t', NOW + 6_000, 'a')).toBe('expired')
})

test('a client that tries many tokens at a slow server does not keep others out', async () => {
  const waiting: (() => void)[] = []
  server.respond = (request, response) => {
    waiting.push(() => jsonResponse({ active: true })(request, response))
  }
  const verifier = introspectionVerifier(settings(), clock)
  const tried = Array.from({ length: 200 }, (_, at) => verifier.verify(`t${at}`, NOW, 'enemy'))
  const good = verifier.verify('good', NOW, 'friend')
  await expect.poll(() => waiting.length).toBe(INTROSPECTION.maxPendingOfClient + 1)
  for (const answer of waiting) answer()
  expect(await good).toMatchObject({ claims: { active: true } })
  const all = await Promise.all(tried)
  expect(all.filter((one) => one === 'unavailable')).toHaveLength(
    200 - INTROSPECTION.maxPendingOfClient,
  )
})

test('a session without a subject is one of its own, and its name is not the token', async () => {
  server.respond = jsonResponse({ active: true })
  const verifier = introspectionVerifier(settings(), clock)
  const subjects = await Promise.all(
    ['one', 'two'].map(async (token) => {
      const found = await verifier.verify(token, NOW, 'a')
      return typeof found === 'string' ? found : found.subject
    }),
  )
  expect(new Set(subjects).size).toBe(2)
  expect(subjects.join()).not.toMatch(/one|two/)
})

test('settings: an empty or missing secret file fails the start', () => {
  expect(() => introspectionVerifier(settings({}, 'empty'), clock)).toThrow(/is empty/)
  expect(() => introspectionVerifier(settings({}, 'missing'), clock)).toThrow(/cannot read/)
})

test('a session cookie opens what its roles open, and a hanging issuer holds only who needs it', async () => {
  server.respond = async (request, response) => {
    const token = new URLSearchParams(await bodyOf(request)).get('token')
    jsonResponse({ active: token === 'good', sub: 'alice', realm: { roles: ['reader'] } })(
      request,
      response,
    )
  }
  const from = { kind: 'cookie', name: 'sid' } as const
  const place = await startLoginGateway({ authentication: [settings({ from })] })
  const ask = (path: string, sid: string) => place.send(path, { cookie: `a=b; sid=${sid}` })
  const read = await ask('/reports', 'good')
  expect(read.headers['access-control-allow-origin']).toBe('https://app.example.com')
  expect((await ask('/account/me', 'good')).status).toBe(200)
  expect((await ask('/account/me', 'bad')).status).toBe(401)
  expect((await ask('/public/x', 'bad')).status).toBe(200)
  server.respond = () => undefined
  const waits = ask('/account/me', 'other')
  expect((await ask('/public/x', 'other')).status).toBe(200)
  expect((await ask('/account/me', 'good')).status, 'an answer that is kept').toBe(200)
  expect((await waits).status).toBe(503)
  await place.close()
})

test('a signed token goes to its keys and never to the server of another issuer', async () => {
  const key: IssuerKey = await newIssuerKey('k1')
  const jwks = await startStubServer(jsonResponse({ keys: [key.jwk] }))
  const place = await startLoginGateway({
    authentication: [issuerSettings(jwks.url), settings({ issuer: 'https://sessions.example' })],
  })
  const ask = async (token: string) =>
    (await place.send('/account/me', { authorization: `Bearer ${token}` })).status
  expect(await ask(await signToken(key))).toBe(200)
  expect(await ask(await signToken(key, { iss: 'https://else.example' }))).toBe(401)
  expect(server.requests).toBe(0)
  expect(await ask('opaque')).toBe(200)
  expect(server.requests).toBe(1)
  await place.close()
  await jwks.close()
})

test('settings: two issuers for the same opaque tokens stop the start', async () => {
  const authentication = [settings(), settings({ issuer: 'https://sessions.example' })]
  await expect(startLoginGateway({ authentication })).rejects.toThrow(/a different token location/)
})
