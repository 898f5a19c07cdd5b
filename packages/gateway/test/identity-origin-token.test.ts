import { generateKeyPairSync } from 'node:crypto'
import type { OriginToken } from '@marque/core'
import { importSigningKey, signOriginToken } from '@marque/sync'
import {
  type LoginGateway,
  sendRequest,
  startLoginGateway,
  startTestGateway,
  type TestGateway,
} from '@marque/testkit/gateway'
import { portOf } from '@marque/testkit/http'
import { LOGIN_POLICY } from '@marque/testkit/issuer'
import { APP } from '@marque/testkit/policies'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthenticator } from '../src/auth/authenticator.ts'
import { DEFAULTS } from '../src/index.ts'

const newPair = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const PAIR = newPair()
const tokenKeys = [{ id: 'portal', publicKey: PAIR.publicKey }]

let place: LoginGateway

beforeAll(async () => {
  place = await startLoginGateway({ tokenKeys })
})

afterAll(() => place.close())

const good = (): OriginToken => ({
  id: 'T-1',
  origin: APP,
  tenant: null,
  resource: 'portal',
  until: Date.now() + 60_000,
})

const token = async (more: Partial<OriginToken> = {}, pair = PAIR): Promise<string> =>
  signOriginToken(await importSigningKey(pair.privateKey), 'portal', { ...good(), ...more })

test('a token opens its resource to its origin, and the application never sees it', async () => {
  const text = await token()
  const { status, headers, body } = await place.send('/portal', { 'marque-token': text })
  expect(status).toBe(200)
  expect(headers['access-control-allow-origin']).toBe(APP)
  expect(body).not.toContain(text)
  expect(body.toLowerCase()).not.toContain('marque-token')
})

test.each<[string, () => Promise<string | readonly string[]>]>([
  ['no word of ours', async () => 'letmein'],
  ['an empty one', async () => ''],
  ['another key', () => token({}, newPair())],
  ['another origin', () => token({ origin: 'https://evil.example' })],
  ['another resource', () => token({ resource: 'account' })],
  ['another tenant', () => token({ tenant: 'globex' })],
  ['its end', () => token({ until: Date.now() - 1 })],
  ['two of them', async () => [await token(), await token()]],
  ['two in a line', async () => `${await token()}, ${await token()}`],
])('%s opens nothing, and 403 says so', async (_, text) => {
  const { status, headers } = await place.send('/portal', { 'marque-token': await text() })
  expect(status).toBe(403)
  expect(headers['access-control-allow-origin']).toBeUndefined()
})

test('without a token nothing is reached, whatever is enforced', async () => {
  expect((await place.send('/portal')).status).toBe(403)
})

test('in a spelling that only some servers read as the name it is no token, and is not passed on', async () => {
  const text = await token()
  expect((await place.send('/portal', { marque_token: text })).status).toBe(403)
  expect((await place.send('/public/x', { marque_token: text })).body).not.toContain(text)
})

test('a token that is revoked opens nothing any more', async () => {
  const authenticate = await createAuthenticator({
    settings: { ...DEFAULTS, tokenKeys },
    clock: { wall: () => Date.now(), monotonic: () => performance.now() },
  })
  const upstream = `http://127.0.0.1:${portOf(place.fixture.upstream)}`
  const turned: TestGateway = await startTestGateway({
    upstream: [upstream],
    policy: LOGIN_POLICY,
    deps: { authenticate },
  })
  const ask = async () =>
    (
      await sendRequest(`${turned.url}/portal`, {
        headers: { origin: APP, 'marque-token': await token() },
      })
    ).status
  expect(await ask()).toBe(200)
  turned.policy.setMoment({ revokedTokens: ['T-1'] })
  expect(await ask()).toBe(403)
  await turned.stop()
})
