import { createHmac, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LoginGateway, sendRequest, startLoginGateway } from '@marque/testkit/gateway'
import { sendRaw } from '@marque/testkit/http'
import {
  ISSUER,
  type IssuerKey,
  issuerSettings,
  jsonResponse,
  newIssuerKey,
  type StubServer,
  signToken,
  startStubServer,
} from '@marque/testkit/issuer'
import { APP } from '@marque/testkit/policies'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LineSink, runGateway } from '../src/index.ts'
import { tokenCases } from './identity-tokens.cases.ts'

let key: IssuerKey
let other: IssuerKey
let jwks: StubServer
let place: LoginGateway
let byCookie: LoginGateway

beforeAll(async () => {
  key = await newIssuerKey('k1')
  other = await newIssuerKey('k2')
  jwks = await startStubServer(jsonResponse({ keys: [key.jwk] }))
  place = await startLoginGateway({ authentication: [issuerSettings(jwks.url)] })
  byCookie = await startLoginGateway({
    authentication: [
      issuerSettings(jwks.url, { from: { kind: 'cookie', name: 'sid' } }),
      issuerSettings(jwks.url, { from: { kind: 'header' } }),
    ],
  })
})

afterAll(async () => {
  await Promise.all([place.close(), byCookie.close(), jwks.close()])
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const challenges = {
  invalid: 'Bearer error="invalid_token"',
  expired: 'Bearer error="invalid_token", error_description="the token has expired"',
}

test.each(tokenCases)('$name is $want', async ({ token, want }) => {
  const { status, headers } = await place.send('/account/me', bearer(await token(key, other)))
  expect(status).toBe(want === 'good' ? 200 : 401)
  if (want === 'good') return
  expect(headers['www-authenticate']).toBe(challenges[want])
})

test('a page reads that a login is wanted, and that its login has expired', async () => {
  const none = await place.send('/account/me')
  const old = await place.send('/account/me', bearer(await signToken(key, { exp: 1 })))
  for (const answer of [none, old]) {
    expect(answer.status).toBe(401)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'cache-control': 'no-store',
    })
    expect(answer.headers['access-control-expose-headers']).toMatch(/www-authenticate/i)
    expect(answer.headers.vary).toMatch(/origin/i)
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'urn:marque:gateway:authentication-required',
    })
  }
  expect(none.headers['www-authenticate']).toBe('Bearer')
})

test('F29: lines have a pseudonym of the user if a key is configured: HMAC-SHA-256 of issuer and sub', async () => {
  const secret = randomBytes(32)
  const subjectKeyFile = join(place.fixture.folder, 'subject-key')
  writeFileSync(subjectKeyFile, `${secret.toString('hex')}\n`)
  const lines: string[] = []
  const log: LineSink = { write: (line) => void lines.push(line), close: async () => undefined }
  const { settings } = place.fixture
  const gateway = await runGateway(
    {
      ...settings,
      log: { access: true, decisions: { granted: 1, denied: 1 }, subjectKeyFile },
    },
    { log },
  )
  const send = (headers: Readonly<Record<string, string>>) =>
    sendRequest(`${gateway.urls[0]}/account/me`, { headers: { origin: APP, ...headers } })
  await send(bearer(await signToken(key, { sub: 'ada@example.com' })))
  await send(bearer(await signToken(key, { sub: 'bob@example.com' })))
  await send({})
  await gateway.close()
  const pseudonym = (sub: string) =>
    createHmac('sha256', secret).update(`${ISSUER}\n${sub}`).digest('hex')
  const parsed = lines.map((line) => JSON.parse(line) as { event: string; subject?: unknown })
  for (const event of ['decision', 'access']) {
    expect(parsed.filter((line) => line.event === event).map(({ subject }) => subject)).toEqual([
      pseudonym('ada@example.com'),
      pseudonym('bob@example.com'),
      null,
    ])
  }
  expect(lines.join()).not.toMatch(/ada@|bob@/)
})

test('F29: a key file of pseudonyms that holds no key stops the start', async () => {
  const subjectKeyFile = join(place.fixture.folder, 'short-key')
  writeFileSync(subjectKeyFile, 'abc')
  const { settings } = place.fixture
  const log: LineSink = { write: () => undefined, close: async () => undefined }
  await expect(
    runGateway({ ...settings, log: { ...settings.log, access: true, subjectKeyFile } }, { log }),
  ).rejects.toThrow('must hold at least 32 bytes in hex or base64')
})

test('a login is wanted of everybody: same-origin, without Origin, and where the path has two readings', async () => {
  const good = await signToken(key)
  for (const headers of [{ origin: 'http://api.example.com' }, { origin: '' }]) {
    for (const path of ['/account/me', '/public/..%2faccount/me', '/public/%2e%2e/account/me']) {
      expect((await place.send(path, headers)).status, path).toBe(401)
      expect((await place.send(path, { ...headers, ...bearer(good) })).status, path).toBe(200)
    }
  }
})

test('a preflight is answered before anybody is identified', async () => {
  const before = jwks.requests
  const answer = await sendRaw(
    place.gateway.urls[0] ?? '',
    `OPTIONS /account/me HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nAccess-Control-Request-Method: GET\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 204 /)
  expect(jwks.requests).toBe(before)
})

test('a bad token does no harm where nobody asks for one', async () => {
  for (const token of ['letmein', await signToken(key, { exp: 1 })]) {
    const { status, body } = await place.send('/public/x', bearer(token))
    expect(status).toBe(200)
    expect(body).toContain(`Bearer ${token}`)
  }
})

test('where a condition would hold for a good login, a bad one is told', async () => {
  expect((await place.send('/reports')).status).toBe(200)
  const { status, headers } = await place.send('/reports', bearer(await signToken(key, { exp: 1 })))
  expect(status).toBe(401)
  expect(headers['access-control-allow-origin']).toBe(APP)
})

const now = (): number => Math.floor(Date.now() / 1_000)

test.each([
  ['/reports', { realm: { roles: ['reader'] } }, { realm: { roles: ['writer'] } }, 200],
  ['/orders', { scope: 'read write orders' }, { scope: 'read' }, 403],
  ['/org', { org: { id: 'acme' } }, { org: { id: 'evil' } }, 200],
  ['/payment', { auth_time: now() - 30 }, { auth_time: now() - 600 }, 403],
  ['/payment', { auth_time: now() }, { iat: now() }, 403],
  ['/beta', { ver: 'v2' }, { ver: 'v1' }, 200],
])('the condition of %s reads the claims of a token', async (path, holds, fails, status) => {
  const yes = await place.send(path, bearer(await signToken(key, holds)))
  expect(yes.status).toBe(200)
  expect(yes.headers['access-control-allow-origin']).toBe(APP)
  const no = await place.send(path, bearer(await signToken(key, fails)))
  expect(no.headers['access-control-allow-origin']).toBeUndefined()
  expect(no.status).toBe(status)
})

test('a token in a cookie is read where it is named', async () => {
  const token = await signToken(key)
  const asked = (cookie: string | readonly string[]) =>
    byCookie.send('/account/me', { cookie }).then(({ status }) => status)
  expect(await asked(`a=b; sid=${token}; c=d`)).toBe(200)
  expect(await asked(`SID=${token}`)).toBe(401)
  expect(await asked(`sid="${token}"`)).toBe(401)
  expect(await asked(`sid=${token}; sid=${token}`)).toBe(401)
  expect(await asked([`sid=${token}`, 'sid=x'])).toBe(401)
  expect(await asked(`sid=${token}; sid =x`)).toBe(401)
  expect(await asked(`sid=${token}, sid=x`)).toBe(401)
  expect(await asked('sid=')).toBe(401)
})

test('two logins in one request are one user’s, or none', async () => {
  const alice = await signToken(key)
  const mallory = await signToken(key, { sub: 'mallory' })
  const asked = (header: string, cookie: string) =>
    byCookie
      .send('/account/me', { ...bearer(header), cookie: `sid=${cookie}` })
      .then(({ status }) => status)
  expect(await asked(alice, await signToken(key, { jti: '2' }))).toBe(200)
  expect(await asked(mallory, alice)).toBe(401)
  expect(await asked(alice, 'forged')).toBe(401)
})

test('two Authorization lines are no login, and another scheme is none of ours', async () => {
  const token = await signToken(key)
  const lines = (text: string) =>
    sendRaw(
      place.gateway.urls[0] ?? '',
      `GET /account/me HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\n${text}Connection: close\r\n\r\n`,
    )
  const one = `Authorization: Bearer ${token}\r\n`
  expect(await lines(one)).toMatch(/^HTTP\/1\.1 200 /)
  expect(await lines(`authorization: bearer  ${token}\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
  for (const text of [
    one + one,
    `${one}Authorization: Basic eDp5\r\n`,
    `Authorization: Bearer ${token}, Bearer ${token}\r\n`,
    `Authorization: Bearer ${token} x\r\n`,
    'Authorization: Bearer\r\n',
    `Authorization: Token ${token}\r\n`,
  ]) {
    expect(await lines(text), text).toMatch(/^HTTP\/1\.1 401 /)
  }
})

test('a token of a megabyte is refused before anything is made of it', async () => {
  const answer = await sendRaw(
    place.gateway.urls[0] ?? '',
    `GET /account/me HTTP/1.1\r\nHost: api.example.com\r\nAuthorization: Bearer ${'x'.repeat(1_048_576)}\r\n\r\n`,
  ).catch(() => 'cut off')
  expect(answer).toMatch(/^HTTP\/1\.1 431 |^cut off$|^$/)
  expect((await place.send('/public/x')).status).toBe(200)
})

test('the skew widens an end to the second', async () => {
  const skewed = await startLoginGateway({
    authentication: [issuerSettings(jwks.url, { clockSkew: 30_000 })],
  })
  const status = async (exp: number) =>
    (await skewed.send('/account/me', bearer(await signToken(key, { exp })))).status
  expect(await status(now() - 28)).toBe(200)
  expect(await status(now() - 30)).toBe(401)
  await skewed.close()
})

test('a WebSocket wants the login of its resource too', async () => {
  const handshake = (text: string) =>
    sendRaw(
      byCookie.gateway.urls[0] ?? '',
      `GET /account/me HTTP/1.1\r\nHost: api.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${text}\r\n`,
    )
  expect(await handshake('')).toMatch(/^HTTP\/1\.1 401 /)
  expect(await handshake(`Cookie: sid=${await signToken(key)}\r\n`)).not.toMatch(/^HTTP\/1\.1 401 /)
})
