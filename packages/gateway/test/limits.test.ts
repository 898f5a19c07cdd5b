import { writeFileSync } from 'node:fs'
import {
  GATEWAY_POLICY,
  gatewayFixture,
  type LoginGateway,
  sendRequest,
  startLoginGateway,
} from '@marque/testkit/gateway'
import { sendRaw } from '@marque/testkit/http'
import {
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
import { runGateway, type Settings } from '../src/index.ts'

let key: IssuerKey
let jwks: StubServer

beforeAll(async () => {
  key = await newIssuerKey('k1')
  jwks = await startStubServer(jsonResponse({ keys: [key.jwk] }))
})

afterAll(() => jwks.close())

type Limit = Settings['rateLimits'][number]
const limit = (by: Limit['by'], most: number): Limit => ({
  by,
  limit: most,
  per: 3_600_000,
  burst: 0,
})

/** With a proxy in front that says who the client is. */
async function withLimits(
  rateLimits: readonly Limit[],
  act: (place: LoginGateway) => Promise<void>,
): Promise<void> {
  const place = await startLoginGateway({
    rateLimits,
    authentication: [issuerSettings(jwks.url)],
    trustedProxies: ['127.0.0.1'],
  })
  try {
    await act(place)
  } finally {
    await place.close()
  }
}

const from = (address: string) => ({ 'x-forwarded-for': address })

/** How many of `asked` requests came through. */
async function passed(
  place: LoginGateway,
  asked: number,
  headers: (at: number) => { readonly [name: string]: string },
  path = '/public/x',
): Promise<number> {
  let count = 0
  for (let at = 0; at < asked; at++) {
    if ((await place.send(path, headers(at))).status !== 429) count++
  }
  return count
}

test('a page that is over its limit can read it, and when to come again', async () => {
  await withLimits([limit('client', 2)], async (place) => {
    const first = await place.send('/public/x')
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"client";q=2;w=3600',
      ratelimit: '"client";r=1;t=1800',
    })
    await place.send('/public/x')
    const { status, headers, body } = await place.send('/public/x')
    expect(status).toBe(429)
    expect(headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'cache-control': 'no-store',
      'retry-after': '1800',
      ratelimit: '"client";r=0;t=1800',
    })
    expect(headers['access-control-expose-headers']).toMatch(/retry-after/i)
    expect(JSON.parse(body)).toMatchObject({ type: 'urn:marque:gateway:rate-limited', status: 429 })
  })
})

test('clients count apart, an IPv6 network as one, and what a client says of itself is not believed', async () => {
  await withLimits([limit('client', 3)], async (place) => {
    expect(await passed(place, 5, () => from('192.0.2.1'))).toBe(3)
    expect(await passed(place, 5, () => from('192.0.2.2'))).toBe(3)
    expect(await passed(place, 9, (at) => from(`2001:db8::${at + 1}`))).toBe(3)
    expect(await passed(place, 5, () => from('2001:db8:0:1::1'))).toBe(3)
    // Whatever stands left of what the proxy adds is the client's own.
    expect(await passed(place, 9, (at) => from(`10.0.0.${at}, 192.0.2.3`))).toBe(3)
  })
})

test('preflights count per client only and alone; over it 429, Vary, and no CORS headers', async () => {
  await withLimits([limit('origin', 1), limit('client', 3)], async (place) => {
    const preflight = (origin: string, client = '192.0.2.1') =>
      sendRaw(
        place.gateway.urls[0] ?? '',
        `OPTIONS /public/x HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${origin}\r\nAccess-Control-Request-Method: GET\r\nX-Forwarded-For: ${client}\r\nConnection: close\r\n\r\n`,
      )
    expect(await passed(place, 3, () => from('192.0.2.1'))).toBe(1)
    for (let at = 0; at < 3; at++) expect(await preflight(APP)).toMatch(/^HTTP\/1\.1 204 /)
    const over = await preflight(`https://o${Math.random()}.example`)
    expect(over).toMatch(/^HTTP\/1\.1 429 /)
    expect(over).toMatch(/\r\nretry-after: \d/i)
    expect(over).toMatch(/\r\nvary: [^\r]*origin/i)
    expect(over).not.toMatch(/\r\naccess-control-/i)
    expect(await preflight(APP)).toMatch(/^HTTP\/1\.1 429 /)
    expect(await preflight(APP, '192.0.2.2')).toMatch(/^HTTP\/1\.1 204 /)
  })
})

test('a forged Origin uses up what is the forger’s own, and not the partner’s', async () => {
  await withLimits([limit('origin', 3)], async (place) => {
    expect(await passed(place, 9, () => from('203.0.113.6'))).toBe(3)
    expect(await passed(place, 9, () => from('192.0.2.1'))).toBe(3)
    const authorization = `Bearer ${await signToken(key)}`
    expect(await passed(place, 9, (at) => ({ ...from(`192.0.2.${at}`), authorization }))).toBe(3)
  })
})

test('inventing Origins gains nothing', async () => {
  await withLimits([limit('origin', 3)], async (place) => {
    const invented = (at: number) => ({ ...from('203.0.113.6'), origin: `https://o${at}.example` })
    expect(await passed(place, 9, invented, '/reports')).toBe(3)
    expect(await passed(place, 9, invented, '/open')).toBe(0)
    const authorization = `Bearer ${await signToken(key)}`
    const known = (at: number) => ({ ...invented(at), ...from('203.0.113.7'), authorization })
    expect(await passed(place, 9, known, '/open')).toBe(3)
    expect(await passed(place, 9, () => ({ origin: '' }), '/reports')).toBe(9)
  })
})

test('a user counts as one wherever it comes from, and who is nobody as a client', async () => {
  await withLimits([limit('subject', 3)], async (place) => {
    const alice = `Bearer ${await signToken(key)}`
    const again = `Bearer ${await signToken(key, { jti: '2' })}`
    const bob = `Bearer ${await signToken(key, { sub: 'bob' })}`
    const by = (authorization: string) => (at: number) => ({
      ...from(`192.0.2.${at}`),
      authorization,
    })
    expect(await passed(place, 2, by(alice))).toBe(2)
    expect(await passed(place, 5, by(again))).toBe(1)
    expect(await passed(place, 5, by(bob))).toBe(3)
    expect(await passed(place, 5, () => from('192.0.2.1'))).toBe(3)
  })
})

test('where a bad login is only counted, it is no reason to refuse', async () => {
  await withLimits([limit('subject', 3)], async (place) => {
    const { status, headers } = await place.send('/public/x', { authorization: 'Bearer forged' })
    expect(status).toBe(200)
    expect(headers.ratelimit).toBe('"subject";r=2;t=1200')
  })
})

test('tokens cannot be tried without end', async () => {
  await withLimits([limit('client', 3)], async (place) => {
    const tried = (at: number) => ({ authorization: `Bearer ${at}` })
    expect(await passed(place, 9, tried, '/account/me')).toBe(3)
  })
})

test('several limits of a kind have names of their own, and the narrowest holds', async () => {
  await withLimits([limit('client', 9), { ...limit('client', 2), per: 60_000 }], async (place) => {
    const { headers } = await place.send('/public/x')
    expect(headers['ratelimit-policy']).toBe('"client";q=9;w=3600, "client-2";q=2;w=60')
    await place.send('/public/x')
    const over = await place.send('/public/x')
    expect(over.status).toBe(429)
    expect(over.headers['retry-after']).toBe('30')
  })
})

test('a tenant’s share is its own, and a stranger uses up none of it', async () => {
  const place = await gatewayFixture({
    settings: {
      rateLimits: [limit('tenant', 2)],
      authentication: [issuerSettings(jwks.url)],
      trustedProxies: ['127.0.0.1'],
    },
  })
  const [grant, named] = [
    '["@tenant"], methods: [GET]',
    'requestHeaders: [authorization], credentials: true',
  ]
  writeFileSync(place.policy, GATEWAY_POLICY.replace(grant, `${grant}, ${named}`))
  const gateway = await runGateway(place.settings)
  const statuses = async (
    host: string,
    more: (at: number) => { readonly [name: string]: string },
  ) => {
    const origin = 'https://portal.globex.example'
    const all: number[] = []
    for (let at = 0; at < 3; at++) {
      const headers = { host, origin, ...more(at) }
      all.push((await sendRequest(`${gateway.urls[0]}/v1/reports`, { headers })).status)
    }
    return all
  }
  const globex = 'globex.rest.example.com'
  expect(await statuses(globex, () => from('203.0.113.6'))).toEqual([200, 200, 429])
  expect(await statuses(globex, () => from('192.0.2.1'))).toEqual([200, 200, 429])
  const tokens = await Promise.all(['a', 'b', 'c'].map((sub) => signToken(key, { sub })))
  const users = (at: number) => ({
    ...from(`192.0.2.${at}`),
    authorization: `Bearer ${tokens[at]}`,
  })
  expect(await statuses(globex, users)).toEqual([200, 200, 429])
  expect(await statuses('other.rest.example.com', () => from('192.0.2.9'))).not.toContain(429)
  await gateway.close()
  await place.remove()
})

test('several processes that would count alone do not start', async () => {
  await expect(
    startLoginGateway({ rateLimits: [limit('client', 1)], processes: 2 }),
  ).rejects.toThrow(/require a shared store/)
})
