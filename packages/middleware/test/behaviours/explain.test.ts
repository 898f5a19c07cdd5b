import { createServer } from 'node:http'
import { closeServer, exchange, listen, valuesOf } from '@marque/testkit/http'
import { APP, EVIL } from '@marque/testkit/policies'
import express from 'express'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { marque as expressMarque } from '../../src/express.ts'
import { marque as nodeMarque } from '../../src/node/index.ts'
import type { RunningApp } from '../contract/app.ts'
import { ask } from './answers.ts'
import { APPLICATIONS } from './applications.ts'
import { BUNDLE } from './policy.ts'

const PATH = '/.well-known/marque/explain'

interface Sent {
  readonly origin?: string | null
  readonly method?: string
  readonly body?: string
  readonly path?: string
}

async function explain(
  app: Pick<RunningApp, 'port'>,
  { origin = EVIL, method = 'POST', body = question(), path = PATH }: Sent = {},
) {
  const from = origin === null ? '' : `Origin: ${origin}\r\n`
  const response = await exchange(
    app.port,
    `${method} ${path} HTTP/1.1\r\nHost: api.example.com\r\n${from}Content-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
  if (response === null) throw new Error('no response')
  return response
}

const question = (more: object = {}): string =>
  JSON.stringify({ url: 'https://api.example.com/account/me', credentials: 'include', ...more })

describe.each(APPLICATIONS)('F28: $name answers the explain endpoint', ({ start }) => {
  let app: RunningApp
  beforeAll(async () => {
    app = await start({ policy: BUNDLE }, true)
  })
  afterAll(() => app.stop())

  test('F28: a page reads why its own origin is denied', async () => {
    const response = await explain(app)
    expect(response.status).toBe(200)
    expect(JSON.parse(response.body)).toMatchObject({
      format: 'marque-explanation/1',
      origin: EVIL,
      read: false,
      reason: 'origin-not-granted',
      contact: 'api-support@example.com',
    })
    expect(valuesOf(response, 'access-control-allow-origin')).toEqual(['*'])
    expect(valuesOf(response, 'access-control-allow-credentials')).toEqual([])
    expect(valuesOf(response, 'cache-control')).toEqual(['no-store'])
  })

  test('F28: an origin that is granted reads that too', async () => {
    const body = question({ url: 'https://api.example.com/other' })
    expect(JSON.parse((await explain(app, { origin: APP, body })).body)).toMatchObject({
      reason: 'granted',
      read: true,
    })
  })

  test.each<[string, Sent, number, string]>([
    ['no Origin', { origin: null }, 400, 'question-unreadable'],
    ['an invalid body', { body: '{' }, 400, 'question-unreadable'],
    ['no body', { body: '' }, 400, 'question-unreadable'],
    ['a body that is too large', { body: 'x'.repeat(9_000) }, 413, 'body-too-large'],
    ['another method', { method: 'PUT' }, 405, 'method-refused'],
    [
      'a host that the policy does not cover',
      { body: question({ url: 'https://other.example/' }) },
      404,
      'not-guarded',
    ],
  ])('F28: %s is refused, and the page can read it', async (_, sent, status, kind) => {
    const response = await explain(app, sent)
    expect(response.status).toBe(status)
    expect(JSON.parse(response.body)).toMatchObject({ type: `urn:marque:explain:${kind}` })
    expect(valuesOf(response, 'access-control-allow-origin')).toEqual(['*'])
  })

  test('F28: another path is the application’s', async () => {
    for (const path of ['/.well-known/marque/explain/x', '/.well-known/marque/%65xplain']) {
      expect((await ask(app, path, { origin: APP })).status).toBe(404)
    }
  })
})

describe.each(APPLICATIONS)('$name', ({ start }) => {
  let app: RunningApp | undefined
  afterEach(() => app?.stop())

  test('F28: the endpoint can be turned off', async () => {
    app = await start({ policy: BUNDLE, explain: false })
    expect((await ask(app, PATH, { origin: APP })).status).toBe(404)
  })
})

test('F28: the rate limit is that of the gateway, for each client', async () => {
  const [first] = APPLICATIONS
  const app = await first?.start({ policy: BUNDLE })
  if (app === undefined) throw new Error('no application')
  try {
    let status = 200
    let sent = 0
    for (; sent < 3_000 && status === 200; sent++) status = (await explain(app)).status
    expect([status, sent > 300]).toEqual([429, true])
    const refused = await explain(app)
    expect(Number(valuesOf(refused, 'retry-after')[0])).toBeGreaterThan(0)
  } finally {
    await app.stop()
  }
})

describe('after a body parser', () => {
  const apps = {
    'Express, express.text()': (use: unknown) => express().use(express.text(), use as never),
    'Express, express.json()': (use: unknown) =>
      express().use(express.json({ type: () => true }), use as never),
  }

  test.each(Object.entries(apps))('%s: the parsed body is used', async (_, create) => {
    const server = createServer(create(expressMarque({ policy: BUNDLE, log: false })))
    const port = await listen(server)
    const response = await explain({ port })
    expect(response.status).toBe(200)
    expect(JSON.parse(response.body)).toMatchObject({ reason: 'origin-not-granted' })
    await closeServer(server)
  })

  test('that keeps nothing: 400 says where to register the middleware', async () => {
    const cors = nodeMarque({ policy: BUNDLE, log: false })
    const server = createServer((request, response) => {
      request.resume().on('end', () => cors(request, response, () => response.end()))
    })
    const port = await listen(server)
    const response = await explain({ port })
    expect(response.status).toBe(400)
    expect(JSON.parse(response.body).detail).toContain('before body parsers')
    await closeServer(server)
  })
})
