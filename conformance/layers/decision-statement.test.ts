import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTap, type Server as Tap } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bundle, decide, prepare, writeStatement } from '@marque/core'
import { DEFAULT_TIMEOUTS, DEFAULTS, type RunningGateway, runGateway } from '@marque/gateway'
import { type DecisionEvent, marque } from '@marque/middleware/express'
import { guardUpgrades } from '@marque/middleware/node'
import { compile, load } from '@marque/policy'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'

/** The real gateway in front of a real Express with the middleware (D29), and somebody who listens between them. */

const APP = 'http://app.example.com'
const SECRET = Buffer.alloc(32, 7)
const policy = (more: string): string => `version: 1
self: [http://api.example.com]
context: { roles: { claim: roles } }
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: tests }
  partner: { allow: [http://partner.example], owner: web@example.com, purpose: tests }
resources:
  - name: same
    match: [{ path: /same/** }]
    sensitivity: internal
    grants: [{ origins: [web, partner], methods: [GET, POST] }]
${more}`
/** The gateway knows no logins, so that a condition never holds there; the application closes what the gateway opens. */
const AT_GATEWAY = policy(`  - name: reports
    match: [{ path: /reports }]
    sensitivity: internal
    enforce: headers
    grants: [{ origins: [web], methods: [GET], when: { roles: [reader] } }]
  - name: closed
    match: [{ path: /closed }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [web], methods: [GET] }]
`)
const AT_APPLICATION = AT_GATEWAY.replace(
  'grants: [{ origins: [web], methods: [GET] }]\n',
  'grants: [{ origins: [partner], methods: [GET] }]\n',
)

function bundleOf(text: string): Bundle {
  const { bundle, findings } = compile(load(Buffer.from(text), 'policy.yaml'), {
    environment: 'production',
    now: Date.now(),
  })
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

let folder: string
let application: Server
let tap: Tap
let gateway: RunningGateway
/** What the gateway said to the application, and what the application answered it. */
let said = ''
let answered = ''
/** The header lines that a handler of the application saw. */
let seen: readonly string[] = []
const events: DecisionEvent[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-travels-'))
  writeFileSync(join(folder, 'policy.yaml'), AT_GATEWAY)
  writeFileSync(join(folder, 'key'), SECRET.toString('hex'))
  const options = {
    policy: bundleOf(AT_APPLICATION),
    context: () => ({ roles: ['reader'] }),
    hosts: ['other.example.com'],
    statement: [{ id: 'edge', secret: SECRET, audience: 'shop' }],
    onDecision: (event: DecisionEvent) => void events.push(event),
  }
  const app = express()
  app.use(marque(options))
  app.use((request, response) => {
    seen = request.rawHeaders
    request
      .resume()
      .on('end', () =>
        response.set('x-trailers', JSON.stringify(request.rawTrailers)).send('hello'),
      )
  })
  application = createServer(app)
  guardUpgrades(application, options)
  new WebSocketServer({ server: application }).on('connection', (socket, request) => {
    seen = request.rawHeaders
    socket.send('hello')
  })
  await listening(application)
  tap = createTap((client) => {
    const server = connect(portOf(application), '127.0.0.1')
    client.on('data', (chunk) => {
      said += chunk.toString('latin1')
    })
    server.on('data', (chunk) => {
      answered += chunk.toString('latin1')
    })
    for (const socket of [client, server]) socket.on('error', () => undefined)
    client.pipe(server).pipe(client)
  })
  await listening(tap)
  gateway = await runGateway({
    ...DEFAULTS,
    policy: { from: 'file', file: join(folder, 'policy.yaml') },
    listen: [{ host: '127.0.0.1', port: 0, tls: null }],
    admin: { host: '127.0.0.1', port: 0 },
    upstreams: {
      shop: {
        urls: [`http://127.0.0.1:${portOf(tap)}`],
        caFile: null,
        timeouts: DEFAULT_TIMEOUTS,
        connections: 4,
      },
    },
    routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'shop' }],
    statement: { keyId: 'edge', keyFile: join(folder, 'key') },
    drain: 0,
  })
})
afterAll(async () => {
  await gateway.close()
  tap.close()
  application.closeAllConnections()
  application.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  said = ''
  answered = ''
  seen = []
  events.length = 0
})

async function listening(server: Server | Tap): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}
const portOf = (server: Server | Tap): number => (server.address() as AddressInfo).port

/** Sends bytes and gives all that comes until the end, or until it holds `shown`. */
async function say(port: number, bytes: string, shown?: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  const over = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (shown !== undefined && text.includes(shown)) resolve()
    })
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
  })
  socket.write(bytes, 'latin1')
  await over
  socket.destroy()
  return text
}

interface Sent {
  readonly method?: string
  readonly host?: string
  readonly origin?: string
  readonly lines?: readonly string[]
  readonly body?: string
}

function bytesOf(
  path: string,
  { method = 'GET', host = 'api.example.com', origin = APP, lines = [], body = '' }: Sent = {},
): string {
  const all = [`Host: ${host}`, `Origin: ${origin}`, 'Connection: close', ...lines]
  return `${method} ${path} HTTP/1.1\r\n${all.map((line) => `${line}\r\n`).join('')}\r\n${body}`
}

const throughGateway = (path: string, sent?: Sent): Promise<string> =>
  say(Number(new URL(gateway.urls[0] ?? '').port), bytesOf(path, sent))
const atApplication = (path: string, sent?: Sent): Promise<string> =>
  say(portOf(application), bytesOf(path, sent))

const statements = (): readonly string[] =>
  [...said.matchAll(/^marque-decision: (.*)\r$/gim)].map(([, value]) => value ?? '')
/** One that the gateway made, taken off the wire. */
async function stolen(path: string): Promise<string> {
  await throughGateway(path)
  const [statement = ''] = statements()
  events.length = 0
  said = ''
  return statement
}
const found = (): readonly (readonly [readonly string[], string | null])[] =>
  events.map(({ disagreements, statementFault }) => [disagreements, statementFault])
const statusOf = (text: string): number => Number(text.slice(9, 12))
const isNamed = (lines: readonly string[]): boolean => /marque[-_]/i.test(lines.join('\n'))

describe('what the gateway says', () => {
  test('is heard and agreed with; neither the application’s code nor the client ever sees it', async () => {
    const text = await throughGateway('/same/a?b')
    expect(statusOf(text)).toBe(200)
    expect(text).toContain(`access-control-allow-origin: ${APP}`)
    expect(statements()).toHaveLength(1)
    // The policies differ elsewhere, so the bundles do.
    expect(found()).toEqual([[['bundle'], null]])
    expect(isNamed(seen)).toBe(false)
    expect(text).not.toMatch(/marque-decision/i)
  })

  test('holds where it is the stricter: the application withholds what it would have given, and says so', async () => {
    const text = await throughGateway('/reports')
    expect(statusOf(text)).toBe(200)
    expect(answered).not.toMatch(/access-control-allow-origin/i)
    expect(text).not.toMatch(/access-control-allow-origin/i)
    expect(found()).toEqual([[['bundle', 'grant', 'read'], null]])
    expect(events[0]?.decision).toMatchObject({ read: false, reason: 'condition-unmet' })
    // Alone the application would let the page read it.
    expect(await atApplication('/reports')).toMatch(/access-control-allow-origin/i)
  })

  test('does not hold where the application is the stricter: it refuses, and says so', async () => {
    const text = await throughGateway('/closed')
    expect(statusOf(text)).toBe(403)
    expect(answered).toMatch(/^HTTP\/1\.1 403 /)
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      reason: 'origin-not-granted',
    })
    expect(found()).toEqual([[['bundle', 'grant', 'reach', 'read'], null]])
    expect(seen).toEqual([])
  })

  test('comes with a WebSocket too', async () => {
    const lines = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
    ]
    const bytes = bytesOf('/live', { origin: 'http://api.example.com', lines }).replace(
      'Connection: close\r\n',
      '',
    )
    expect(await say(Number(new URL(gateway.urls[0] ?? '').port), bytes, 'hello')).toMatch(
      /^HTTP\/1\.1 101 /,
    )
    expect(statements()).toHaveLength(1)
    expect(found()).toEqual([[['bundle'], null]])
    expect(isNamed(seen)).toBe(false)
  })

  test('is counted', async () => {
    const count = async (): Promise<number> => {
      const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text()
      return Number(/^marque_statements_written_total (\d+)$/m.exec(text)?.[1])
    }
    const before = await count()
    await throughGateway('/same/a')
    await throughGateway('/same/a', {
      method: 'OPTIONS',
      lines: ['Access-Control-Request-Method: GET'],
    })
    expect(await count()).toBe(before + 1)
  })
})

describe('what a client says in its place', () => {
  test.each([
    ['as it is', (line: string) => [`Marque-Decision: ${line}`]],
    [
      'in another spelling',
      (line: string) => [`MARQUE_Decision: ${line}`, `marque_decision: ${line}`],
    ],
    ['twice', (line: string) => [`Marque-Decision: ${line}`, `marque-decision: ${line}`]],
    [
      'and as of this connection only',
      (line: string) => [`Marque-Decision: ${line}`, 'Connection: marque-decision, Origin'],
    ],
  ])('%s: only the gateway’s own word reaches the application', async (_, lines) => {
    const old = await stolen('/same/other')
    const text = await throughGateway('/same/a', { lines: lines(old) })
    expect(statusOf(text)).toBe(200)
    const [own, ...more] = statements()
    expect([own === old, more]).toEqual([false, []])
    expect(said).not.toContain(old)
    expect(found()).toEqual([[['bundle'], null]])
  })

  test('in trailers it goes nowhere', async () => {
    const old = await stolen('/same/a')
    const body = `2\r\nok\r\n0\r\nMarque-Decision: ${old}\r\nX-Sum: 1\r\n\r\n`
    const lines = ['Transfer-Encoding: chunked', 'Trailer: Marque-Decision']
    const text = await throughGateway('/same/a', { method: 'POST', lines, body })
    expect(statusOf(text)).toBe(200)
    expect(said).not.toContain(old)
    expect(text).not.toMatch(/x-trailers: .*marque/i)
    expect(found()).toEqual([[['bundle'], null]])
  })
})

describe('a statement that was overheard, sent to the application itself,', () => {
  /** The answer that tells that it changed nothing: the application's own decision. */
  async function expectIgnored(path: string, sent: Sent, fault: string | null): Promise<void> {
    const text = await atApplication(path, sent)
    expect(found()).toEqual([[[], fault]])
    const alone = await atApplication(path, { ...sent, lines: [] })
    expect(statusOf(text)).toBe(statusOf(alone))
    expect(/access-control-allow-origin/i.test(text)).toBe(
      /access-control-allow-origin/i.test(alone),
    )
    expect(isNamed(seen)).toBe(false)
  }
  const line = (statement: string): readonly string[] => [`Marque-Decision: ${statement}`]

  test('holds for the same request, which it cannot widen', async () => {
    const lines = line(await stolen('/closed'))
    expect(statusOf(await atApplication('/closed', { lines }))).toBe(403)
    expect(found()).toEqual([[['bundle', 'grant', 'reach', 'read'], null]])
  })

  test.each<[string, string, Sent]>([
    ['on another path', '/closed', {}],
    ['with another query', '/same/a?x', {}],
    ['in another spelling of the path', '/same/%61', {}],
    ['by another method', '/same/a', { method: 'POST', body: '' }],
    ['to another host', '/same/a', { host: 'other.example.com' }],
    ['from another origin', '/same/a', { origin: 'http://partner.example' }],
  ])('is nothing %s', async (_, path, sent) => {
    await expectIgnored(path, { ...sent, lines: line(await stolen('/same/a')) }, 'forged')
  })

  test('is nothing when it is changed, doubled, or stands in trailers', async () => {
    const good = await stolen('/same/a')
    const [version, id, content = '', code] = good.split('.')
    const wider = JSON.parse(Buffer.from(content, 'base64url').toString())
    const changed = Buffer.from(JSON.stringify({ ...wider, grant: 1 })).toString('base64url')
    await expectIgnored(
      '/same/a',
      { lines: line([version, id, changed, code].join('.')) },
      'forged',
    )
    events.length = 0
    await expectIgnored('/same/a', { lines: [...line(good), ...line(good)] }, 'repeated')
    events.length = 0
    await expectIgnored('/same/a', { lines: line(`${good}, ${good}`) }, 'malformed')
    events.length = 0
    const text = await atApplication('/closed', {
      method: 'POST',
      lines: ['Transfer-Encoding: chunked', 'Trailer: Marque-Decision'],
      body: `0\r\nMarque-Decision: ${good}\r\n\r\n`,
    })
    expect([statusOf(text), found()]).toEqual([403, [[[], null]]])
  })

  test.each([
    ['for another audience', { audience: 'warehouse' }, 0, 'forged'],
    ['with another key', { secret: Buffer.alloc(32, 8) }, 0, 'forged'],
    ['with a key that is not known', { id: 'other' }, 0, 'unknown-key'],
    ['half a minute old', {}, -30_001, 'ended'],
    ['from a clock that is far ahead', {}, 120_000, 'ended'],
  ])('is nothing %s', async (_, other, later, fault) => {
    const engine = prepare(bundleOf(AT_GATEWAY))
    const facts = {
      method: 'GET',
      url: 'http://api.example.com/same/a',
      headers: [['Origin', APP]] as const,
    }
    const statement = writeStatement(
      { id: 'edge', secret: SECRET, audience: 'shop', ...other },
      facts,
      decide(engine, facts, {}, { now: Date.now() }),
      engine.digest,
      Date.now() + later,
    )
    await expectIgnored('/same/a', { lines: line(statement) }, fault)
  })
})
