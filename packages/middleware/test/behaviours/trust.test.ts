import { generateKeyPairSync } from 'node:crypto'
import {
  type Context,
  decide,
  prepare,
  type RequestFacts,
  type StatementKey,
  writeStatement,
} from '@marque/core'
import { importSigningKey, signOriginToken } from '@marque/sync'
import { exchange, type Response, valuesOf } from '@marque/testkit/http'
import { APP } from '@marque/testkit/policies'
import { afterEach, describe, expect, test } from 'vitest'
import type { DecisionEvent } from '../../src/node/index.ts'
import { marque } from '../../src/node/index.ts'
import type { RunningApp } from '../contract/app.ts'
import { APPLICATIONS, type Options } from './applications.ts'
import { BUNDLE } from './policy.ts'

const ENGINE = prepare(BUNDLE)
const KEY: StatementKey = { id: 'edge', secret: new Uint8Array(32).fill(7), audience: 'shop' }
const PORTAL = 'https://portal.acme.example'
const PAIR = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

let running: RunningApp | undefined
afterEach(() => running?.stop())

async function ask(app: RunningApp, target: string, origin: string, lines = ''): Promise<Response> {
  const answer = await exchange(
    app.port,
    `GET ${target} HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${origin}\r\n${lines}Connection: close\r\n\r\n`,
  )
  if (answer === null) throw new Error('no answer')
  return answer
}

function factsOf(target: string, origin = APP): RequestFacts {
  return {
    method: 'GET',
    url: `https://api.example.com${target}`,
    headers: [['Origin', origin]],
  }
}

/** What a gateway would have said, with the context that it knows. */
function said(target: string, context: Context, now = Date.now(), key = KEY): string {
  const facts = factsOf(target)
  const decision = decide(ENGINE, facts, context, { now })
  return writeStatement(key, facts, decision, ENGINE.digest, now)
}

describe.each(APPLICATIONS)('$name', ({ start, name }) => {
  async function started(options: Partial<Options>): Promise<DecisionEvent[]> {
    const events: DecisionEvent[] = []
    running = await start({ policy: BUNDLE, onDecision: (event) => events.push(event), ...options })
    return events
  }

  test('the stricter of the gateway and the application decides, and the difference is told', async () => {
    const events = await started({ statement: [KEY], context: () => ({ roles: ['reader'] }) })
    if (running === undefined) return
    const agreed = await ask(
      running,
      '/account/decision',
      APP,
      `Marque-Decision: ${said('/account/decision', { roles: ['reader'] })}\r\n`,
    )
    expect(agreed.status).toBe(200)
    const stricter = await ask(
      running,
      '/account/decision',
      APP,
      `Marque-Decision: ${said('/account/decision', {})}\r\n`,
    )
    expect(stricter.status).toBe(403)
    expect(JSON.parse(stricter.body)).toMatchObject({ reason: 'condition-unmet' })
    expect(events.map(({ disagreements }) => disagreements)).toEqual([
      [],
      ['grant', 'reach', 'read'],
    ])
  })

  test('a gateway never widens', async () => {
    await started({ statement: [KEY] })
    if (running === undefined) return
    const told = said('/account/decision', { roles: ['reader'] })
    expect(
      (await ask(running, '/account/decision', APP, `Marque-Decision: ${told}\r\n`)).status,
    ).toBe(403)
  })

  test('a statement that cannot be believed is told of and changes nothing', async () => {
    const events = await started({ statement: [KEY] })
    if (running === undefined) return
    const good = said('/decision', {})
    const other = { ...KEY, id: 'other' }
    const lines: readonly (readonly [string, string | null])[] = [
      ['', null],
      [`Marque-Decision: ${good}\r\n`, null],
      [
        `Marque-Decision: ${good}\r\nmarque-decision: ${good}\r\n`,
        name.includes('without Node') ? 'malformed' : 'repeated',
      ],
      ['Marque-Decision: v1\r\n', 'malformed'],
      [`Marque-Decision: ${said('/decision', {}, Date.now(), other)}\r\n`, 'unknown-key'],
      [`Marque-Decision: ${said('/redirect', {})}\r\n`, 'forged'],
      [`Marque-Decision: ${said('/decision', {}, Date.now() - 31_000)}\r\n`, 'ended'],
    ]
    for (const [line] of lines)
      expect((await ask(running, '/decision', APP, line)).body).toBe('granted')
    expect(events.map(({ statementFault }) => statementFault)).toEqual(
      lines.map(([, fault]) => fault),
    )
  })

  test('a token opens what it is for, and nothing else', async () => {
    await started({ tokenKeys: [{ id: 'portal', publicKey: PAIR.publicKey }] })
    if (running === undefined) return
    const claims = {
      id: 'T-1',
      origin: PORTAL,
      tenant: null,
      resource: 'account',
      until: Date.now() + 60_000,
    }
    const key = await importSigningKey(PAIR.privateKey)
    const token = await signOriginToken(key, 'portal', claims)
    const ended = await signOriginToken(key, 'portal', { ...claims, until: Date.now() - 1 })
    const good = await ask(running, '/account/decision', PORTAL, `Marque-Token: ${token}\r\n`)
    if (good.status !== 200) console.log(good.body)
    expect([good.status, valuesOf(good, 'access-control-allow-origin')]).toEqual([200, [PORTAL]])
    const reasons = []
    for (const line of [
      '',
      `Marque-Token: ${ended}\r\n`,
      'Marque-Token: x\r\n',
      `Marque-Token: ${token}\r\nMarque-Token: ${token}\r\n`,
    ]) {
      const { status, body } = await ask(running, '/account/decision', PORTAL, line)
      reasons.push([status, (JSON.parse(body) as { reason: string }).reason])
    }
    expect(reasons).toEqual([
      [403, 'token-required'],
      [403, 'token-invalid'],
      [403, 'token-invalid'],
      [403, 'token-invalid'],
    ])
  })

  test('neither header comes to the application', async () => {
    await started({})
    if (running === undefined) return
    const lines =
      'Marque-Decision: secret-one\r\nMARQUE-TOKEN: secret-two\r\nMarque_Token: secret-three\r\nX-Other: kept\r\n'
    const { status, body } = await ask(running, '/seen', APP, lines)
    expect([status, body.includes('kept')]).toEqual([200, true])
    expect(body).not.toContain('secret')
  })

  test('where `context` fails, the error grants nothing to anybody', async () => {
    for (const context of [
      () => {
        throw new Error('broken')
      },
      () => Promise.reject(new Error('broken')),
    ]) {
      await started({ context })
      if (running === undefined) return
      const answer = await ask(running, '/account/decision', APP)
      expect(answer.status).toBe(500)
      expect(answer.headers.filter(([header]) => /^access-control-/i.test(header))).toEqual([])
      await running.stop()
      running = undefined
    }
  })
})

test.each([
  ['no policy', {}],
  ['a policy in text', { policy: 'version: 1' }],
  ['a misspelt option', { policy: BUNDLE, statements: [KEY] }],
  ['no statement key', { policy: BUNDLE, statement: [] }],
  [
    'a short statement key',
    { policy: BUNDLE, statement: [{ ...KEY, secret: new Uint8Array(31) }] },
  ],
  ['no audience', { policy: BUNDLE, statement: [{ ...KEY, audience: '' }] }],
  ['no token key', { policy: BUNDLE, tokenKeys: [] }],
  ['a token key that is none', { policy: BUNDLE, tokenKeys: [{ id: 'a', publicKey: 'x' }] }],
  ['another scheme', { policy: BUNDLE, scheme: 'ftp' }],
  ['a context that is no function', { policy: BUNDLE, context: {} }],
])('%s stops the start', (_, options) => {
  expect(() => marque(options as never)).toThrow(TypeError)
})
