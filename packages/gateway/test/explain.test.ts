import {
  type ClientResponse,
  type GatewayFixture,
  gatewayFixture,
  sendRequest,
} from '@marque/testkit/gateway'
import { sendRaw } from '@marque/testkit/http'
import { APP, PARTNER } from '@marque/testkit/policies'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningGateway, runGateway } from '../src/index.ts'
import { refused } from './explain.cases.ts'

let place: GatewayFixture
let gateway: RunningGateway
let reached = 0

beforeAll(async () => {
  place = await gatewayFixture({
    app: (_request, response) => {
      reached++
      response.end()
    },
  })
})

afterAll(() => place.remove())

/** Each with a gateway of its own: what one client may ask is counted. */
async function withGateway<Value>(act: (url: string) => Promise<Value>): Promise<Value> {
  gateway = await runGateway(place.settings)
  try {
    return await act(`${gateway.urls[0]}/.well-known/marque/explain`)
  } finally {
    await gateway.close()
  }
}

async function ask(
  origin: string,
  question: object,
): Promise<ClientResponse & { readonly said: object }> {
  const answer = await withGateway((url) =>
    sendRequest(url, {
      method: 'POST',
      headers: { origin, 'content-type': 'text/plain' },
      body: JSON.stringify(question),
    }),
  )
  return { ...answer, said: JSON.parse(answer.body) as object }
}

const account = 'https://api.example.com/v1/account/me'

test('a page learns that it may, and that the browser asks first', async () => {
  const { status, headers, said } = await ask(APP, {
    url: account,
    method: 'PATCH',
    headers: ['content-type'],
    credentials: 'include',
  })
  expect(status).toBe(200)
  expect(said).toMatchObject({
    format: 'marque-explanation/1',
    origin: APP,
    reach: true,
    read: true,
    reason: 'granted',
    contact: 'api-support@example.com',
    preflight: { needed: true, passes: true },
    requestId: headers['x-request-id'],
  })
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-type': 'application/json',
  })
  expect(headers).not.toHaveProperty('access-control-allow-credentials')
})

test('a page learns which header its preflight may not ask for', async () => {
  const { said } = await ask(APP, { url: account, headers: { 'x-debug': '1' } })
  expect(said).toMatchObject({
    reach: false,
    read: false,
    reason: 'headers-not-granted',
    preflight: { needed: true, passes: false },
  })
})

test('what depends on a login is left open', async () => {
  const { said } = await ask(APP, { url: 'https://api.example.com/v1/reports' })
  expect(said).toMatchObject({ reach: null, read: null, reason: 'condition-unmet' })
})

test('dates and tenants are nobody else’s business', async () => {
  const strange = await ask('https://strange.example', { url: account })
  const ended = await ask(PARTNER, { url: account })
  const secret = /requestId":"[^"]*"|origin":"[^"]*"/g
  expect(ended.body.replace(secret, '')).toBe(strange.body.replace(secret, ''))
  const path = '.rest.example.com/v1/reports'
  const known = await ask('https://strange.example', { url: `http://globex${path}` })
  const unknown = await ask('https://strange.example', { url: `http://nobody${path}` })
  expect(known.said).toMatchObject({ reason: 'origin-not-granted' })
  expect(known.body.replace(secret, '')).toBe(unknown.body.replace(secret, ''))
})

test('an opaque origin is told why it is refused', async () => {
  const { said } = await ask('null', { url: account })
  expect(said).toMatchObject({ origin: 'null', reason: 'origin-null' })
})

test.each(refused)('refused: $name', async (one) => {
  const before = reached
  const answer = await withGateway((url) =>
    sendRequest(one.path === undefined ? url : new URL(one.path, url).href, {
      method: one.method ?? 'POST',
      headers: one.headers ?? {},
      body: one.body ?? (one.method === 'GET' ? '' : '{}'),
    }),
  )
  expect(answer.status).toBe(one.status)
  expect(JSON.parse(answer.body)).toMatchObject({
    type: `urn:marque:explain:${one.kind}`,
    status: one.status,
  })
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
  })
  expect(reached, 'the prefix is never passed on').toBe(before)
})

test('a client may send three hundred requests at once, and can read when it may send more', async () => {
  const answers = await withGateway(async (url) => {
    const all: ClientResponse[] = []
    // The bucket is refilled by five a second meanwhile.
    for (let at = 0; at < 3_000 && all.at(-1)?.status !== 429; at++) {
      all.push(
        await sendRequest(url, {
          method: 'POST',
          headers: { origin: `https://o${at}.example` },
          body: JSON.stringify({ url: account }),
        }),
      )
    }
    return all
  })
  expect(answers.slice(0, 300).every(({ status }) => status === 200)).toBe(true)
  const last = answers.at(-1)
  expect(last?.status).toBe(429)
  expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0)
  expect(last?.headers['access-control-expose-headers']).toContain('retry-after')
})

test('a chunked body over the bound is refused when it passes it, and the connection ends', async () => {
  const chunk = `1000\r\n${'x'.repeat(4_096)}\r\n`
  const answer = await withGateway((url) =>
    sendRaw(
      url,
      `POST /.well-known/marque/explain HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`,
    ),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer.toLowerCase()).toContain('connection: close')
})

test('a body that does not come is not waited for', async () => {
  const answer = await withGateway((url) =>
    sendRaw(
      url,
      `POST /.well-known/marque/explain HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nContent-Length: 50\r\n\r\n{`,
    ),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
})

test('an encoded path of the prefix is judged by its bytes and comes to no explain endpoint', async () => {
  const answer = await withGateway((url) =>
    sendRaw(
      url,
      `POST /.well-known/marque/%65xplain HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
    ),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 404 /)
})
