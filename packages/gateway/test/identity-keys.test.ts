import { generateKeyPairSync, sign } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLoginGateway } from '@marque/testkit/gateway'
import {
  type IssuerKey,
  issuerSettings,
  jsonResponse,
  newIssuerKey,
  type StubServer,
  signToken,
  startStubServer,
  validClaims,
} from '@marque/testkit/issuer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KEY_TIMES, signingKeys } from '../src/auth/signing-keys.ts'

let server: StubServer
let time = 0
const clock = { wall: () => Date.now(), monotonic: () => time }
const first: IssuerKey = await newIssuerKey('k1')
const second: IssuerKey = await newIssuerKey('k2')

beforeEach(async () => {
  time = 0
  server = await startStubServer(jsonResponse({ keys: [first.jwk] }))
})

afterEach(() => server.close())

const found = (key: unknown): unknown => (typeof key === 'string' ? key : 'a key')

test('a new key is found by asking again, once, and the old one is forgotten when the issuer drops it', async () => {
  const keys = signingKeys(server.url, clock)
  expect(found(await keys.find('ES256', 'k1'))).toBe('a key')
  server.respond = jsonResponse({ keys: [second.jwk] })
  expect(found(await keys.find('ES256', 'k2'))).toBe('unknown')
  time += KEY_TIMES.pause
  expect(found(await keys.find('ES256', 'k2'))).toBe('a key')
  expect(found(await keys.find('ES256', 'k1'))).toBe('unknown')
  expect(server.requests).toBe(2)
})

test('a thousand tokens with unknown keys ask once', async () => {
  const keys = signingKeys(server.url, clock)
  await keys.find('ES256', 'k1')
  time += KEY_TIMES.pause
  const all = await Promise.all(
    Array.from({ length: 1_000 }, (_, at) => keys.find('ES256', `no-${at}`)),
  )
  expect(new Set(all)).toEqual(new Set(['unknown']))
  expect(server.requests).toBe(2)
})

test('keys that are known keep working while the server is gone, for a day', async () => {
  const keys = signingKeys(server.url, clock)
  await keys.find('ES256', 'k1')
  server.respond = (_request, response) => response.writeHead(500).end()
  time += KEY_TIMES.fresh + 1
  expect(found(await keys.find('ES256', 'k1'))).toBe('a key')
  expect(found(await keys.find('ES256', 'k2'))).toBe('unavailable')
  time += KEY_TIMES.kept
  expect(found(await keys.find('ES256', 'k1'))).toBe('unavailable')
  server.respond = jsonResponse({ keys: [first.jwk] })
  time += KEY_TIMES.retry
  expect(found(await keys.find('ES256', 'k1'))).toBe('a key')
})

test('old keys are renewed behind the request that noticed', async () => {
  const keys = signingKeys(server.url, clock)
  await keys.find('ES256', 'k1')
  server.respond = jsonResponse({ keys: [first.jwk, second.jwk] })
  time += KEY_TIMES.fresh + 1
  expect(found(await keys.find('ES256', 'k1'))).toBe('a key')
  await expect.poll(() => server.requests).toBe(2)
  await keys.refresh()
  expect(found(await keys.find('ES256', 'k2'))).toBe('a key')
})

test('a thousand keys are no burden, and without an id none of them is guessed', async () => {
  const many = Array.from({ length: 999 }, (_, at) => ({ ...second.jwk, kid: `m${at}` }))
  server.respond = jsonResponse({ keys: [...many, first.jwk] })
  const keys = signingKeys(server.url, clock)
  expect(found(await keys.find('ES256', 'k1'))).toBe('a key')
  expect(found(await keys.find('ES256', undefined))).toBe('unknown')
})

test.each([
  ['another use', { ...first.jwk, use: 'enc' }],
  ['another algorithm', { ...first.jwk, alg: 'ES384' }],
  ['other operations', { ...first.jwk, key_ops: ['sign'] }],
  ['a shared secret', { kty: 'oct', k: 'c2VjcmV0', kid: 'k1' }],
  ['a point that is none', { ...first.jwk, x: 'AAAA' }],
  ['no object', 'k1'],
])('a key of %s is not taken', async (_, jwk) => {
  server.respond = jsonResponse({ keys: [jwk, null, 7] })
  const keys = signingKeys(server.url, clock)
  expect(found(await keys.find('ES256', 'k1'))).toBe('unknown')
})

test('an id that stands twice is no id', async () => {
  server.respond = jsonResponse({ keys: [first.jwk, { ...second.jwk, kid: 'k1' }] })
  expect(found(await signingKeys(server.url, clock).find('ES256', 'k1'))).toBe('unknown')
})

test.each<[string, StubServer['respond']]>([
  ['an error', (_request, response) => response.writeHead(500).end('{"keys":[]}')],
  ['garbage', (_request, response) => response.end('<html>')],
  ['no keys', jsonResponse({ key: [] })],
  ['keys that are no list', jsonResponse({ keys: {} })],
  ['a list', jsonResponse([])],
  ['too much', (_request, response) => response.end(`{"keys":[],"x":"${'x'.repeat(3_000_000)}"}`)],
  [
    'half of it',
    (_request, response) => response.writeHead(200, { 'content-length': '100' }).end('{"keys":['),
  ],
  ['a reset', (request) => request.socket.destroy()],
])('%s is no answer', async (_, answer) => {
  server.respond = answer
  expect(await signingKeys(server.url, clock).find('ES256', 'k1')).toBe('unavailable')
})

test('a redirect to elsewhere is not followed', async () => {
  const elsewhere = await startStubServer(jsonResponse({ keys: [first.jwk] }))
  server.respond = (_request, response) =>
    response.writeHead(302, { location: elsewhere.url }).end()
  expect(await signingKeys(server.url, clock).find('ES256', 'k1')).toBe('unavailable')
  expect(elsewhere.requests).toBe(0)
  await elsewhere.close()
})

test('with the issuer gone at start the gateway serves what needs no login, and logins work when it is back', async () => {
  server.respond = (request) => request.socket.destroy()
  const place = await startLoginGateway({ authentication: [issuerSettings(server.url)] })
  const authorization = `Bearer ${await signToken(first)}`
  expect((await place.send('/public/x', { authorization })).status).toBe(200)
  const { status, headers, body } = await place.send('/account/me', { authorization })
  expect(status).toBe(503)
  expect(headers).toMatchObject({
    'access-control-allow-origin': 'https://app.example.com',
    'cache-control': 'no-store',
    'retry-after': '5',
  })
  expect(JSON.parse(body)).toMatchObject({ type: 'urn:marque:gateway:login-unavailable' })
  expect((await place.send('/account/me')).status).toBe(401)
  server.respond = jsonResponse({ keys: [first.jwk] })
  await sleep(KEY_TIMES.retry)
  expect((await place.send('/account/me', { authorization })).status).toBe(200)
  await place.close()
})

test('the keys are there before the first token comes', async () => {
  const place = await startLoginGateway({ authentication: [issuerSettings(server.url)] })
  await expect.poll(() => server.requests).toBe(1)
  await place.close()
})

test('a server that hangs holds nobody who does not need it', async () => {
  server.respond = () => undefined
  const place = await startLoginGateway({ authentication: [issuerSettings(server.url)] })
  const authorization = `Bearer ${await signToken(first)}`
  let isAnswered = false
  const waiting = place.send('/account/me', { authorization }).finally(() => {
    isAnswered = true
  })
  for (let at = 0; at < 20; at++) {
    expect((await place.send('/public/x', { authorization })).status).toBe(200)
  }
  expect(isAnswered).toBe(false)
  expect((await waiting).status).toBe(503)
  await place.close()
})

test('of several issuers a token chooses its own, and no other', async () => {
  const mine = await newIssuerKey('k1')
  const theirs = await startStubServer(jsonResponse({ keys: [mine.jwk] }))
  const place = await startLoginGateway({
    authentication: [
      issuerSettings(server.url),
      issuerSettings(theirs.url, { issuer: 'https://partners.example', audience: ['partners'] }),
    ],
  })
  const status = async (key: IssuerKey, claims: object) =>
    (await place.send('/account/me', { authorization: `Bearer ${await signToken(key, claims)}` }))
      .status
  const partner = { iss: 'https://partners.example', aud: 'partners' }
  expect(await status(first, {})).toBe(200)
  expect(await status(mine, partner)).toBe(200)
  expect(await status(mine, {})).toBe(401)
  expect(await status(first, partner)).toBe(401)
  expect(await status(mine, { iss: 'https://partners.example' })).toBe(401)
  await place.close()
  await theirs.close()
})

test.each(['RS256', 'PS384', 'ES512', 'EdDSA'])('%s', async (algorithm) => {
  const key = await newIssuerKey('a', algorithm)
  server.respond = jsonResponse({ keys: [first.jwk, key.jwk] })
  const place = await startLoginGateway({
    authentication: [
      issuerSettings(server.url, { jwks: { url: server.url, algorithms: [algorithm] } }),
    ],
  })
  const status = async (one: IssuerKey) =>
    (await place.send('/account/me', { authorization: `Bearer ${await signToken(one)}` })).status
  expect(await status(key)).toBe(200)
  expect(await status(first), 'an algorithm that is not named').toBe(401)
  await place.close()
})

test('a short RSA key is not taken', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  server.respond = jsonResponse({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'short' }],
  })
  const place = await startLoginGateway({
    authentication: [
      issuerSettings(server.url, { jwks: { url: server.url, algorithms: ['RS256'] } }),
    ],
  })
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = `${encoded({ alg: 'RS256', kid: 'short' })}.${encoded(validClaims())}`
  const token = `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`
  const { status } = await place.send('/account/me', { authorization: `Bearer ${token}` })
  expect(status).toBe(401)
  await place.close()
})

test.each([
  ['no audience', [issuerSettings('http://127.0.0.1:9/', { audience: [] })]],
  [
    'one issuer twice',
    [issuerSettings('http://127.0.0.1:9/'), issuerSettings('http://127.0.0.1:9/')],
  ],
])('settings: %s stops the start', async (_, authentication) => {
  await expect(startLoginGateway({ authentication })).rejects.toThrow(TypeError)
})
