import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answering,
  answering,
  type IdentityPlace,
  type IssuerKey,
  identityPlace,
  issuer,
  json,
  newKey,
  signed,
} from './identity-place.ts'
import { tokenCases } from './identity-tokens.cases.ts'
import { APP, sendRaw } from './observed-gateway.ts'

let key: IssuerKey
let other: IssuerKey
let jwks: Answering
let place: IdentityPlace
let byCookie: IdentityPlace

beforeAll(async () => {
  key = await newKey('k1')
  other = await newKey('k2')
  jwks = await answering(json({ keys: [key.jwk] }))
  place = await identityPlace({ authentication: [issuer(jwks.url)] })
  byCookie = await identityPlace({
    authentication: [
      issuer(jwks.url, { from: { kind: 'cookie', name: 'sid' } }),
      issuer(jwks.url, { from: { kind: 'header' } }),
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
  const { status, headers } = await place.ask('/account/me', bearer(await token(key, other)))
  expect(status).toBe(want === 'good' ? 200 : 401)
  if (want === 'good') return
  expect(headers['www-authenticate']).toBe(challenges[want])
})

test('a page reads that a login is wanted, and that its login has expired', async () => {
  const none = await place.ask('/account/me')
  const old = await place.ask('/account/me', bearer(await signed(key, { exp: 1 })))
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

test('a login is wanted of everybody: same-origin, without Origin, and where the path has two readings', async () => {
  const good = await signed(key)
  for (const headers of [{ origin: 'http://api.example.com' }, { origin: '' }]) {
    for (const path of ['/account/me', '/public/..%2faccount/me', '/public/%2e%2e/account/me']) {
      expect((await place.ask(path, headers)).status, path).toBe(401)
      expect((await place.ask(path, { ...headers, ...bearer(good) })).status, path).toBe(200)
    }
  }
})

test('a preflight is answered before anybody is identified', async () => {
  const before = jwks.asked
  const answer = await sendRaw(
    place.gateway.urls[0] ?? '',
    `OPTIONS /account/me HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nAccess-Control-Request-Method: GET\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 204 /)
  expect(jwks.asked).toBe(before)
})

test('a bad token does no harm where nobody asks for one', async () => {
  for (const token of ['letmein', await signed(key, { exp: 1 })]) {
    const { status, body } = await place.ask('/public/x', bearer(token))
    expect(status).toBe(200)
    expect(body).toContain(`Bearer ${token}`)
  }
})

test('where a condition would hold for a good login, a bad one is told', async () => {
  expect((await place.ask('/reports')).status).toBe(200)
  const { status, headers } = await place.ask('/reports', bearer(await signed(key, { exp: 1 })))
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
  const yes = await place.ask(path, bearer(await signed(key, holds)))
  expect(yes.status).toBe(200)
  expect(yes.headers['access-control-allow-origin']).toBe(APP)
  const no = await place.ask(path, bearer(await signed(key, fails)))
  expect(no.headers['access-control-allow-origin']).toBeUndefined()
  expect(no.status).toBe(status)
})

test('a token in a cookie is read where it is named', async () => {
  const token = await signed(key)
  const asked = (cookie: string | readonly string[]) =>
    byCookie.ask('/account/me', { cookie }).then(({ status }) => status)
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
  const alice = await signed(key)
  const mallory = await signed(key, { sub: 'mallory' })
  const asked = (header: string, cookie: string) =>
    byCookie
      .ask('/account/me', { ...bearer(header), cookie: `sid=${cookie}` })
      .then(({ status }) => status)
  expect(await asked(alice, await signed(key, { jti: '2' }))).toBe(200)
  expect(await asked(mallory, alice)).toBe(401)
  expect(await asked(alice, 'forged')).toBe(401)
})

test('two Authorization lines are no login, and another scheme is none of ours', async () => {
  const token = await signed(key)
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
  expect((await place.ask('/public/x')).status).toBe(200)
})

test('the skew widens an end to the second', async () => {
  const skewed = await identityPlace({ authentication: [issuer(jwks.url, { clockSkew: 30_000 })] })
  const status = async (exp: number) =>
    (await skewed.ask('/account/me', bearer(await signed(key, { exp })))).status
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
  expect(await handshake(`Cookie: sid=${await signed(key)}\r\n`)).not.toMatch(/^HTTP\/1\.1 401 /)
})
