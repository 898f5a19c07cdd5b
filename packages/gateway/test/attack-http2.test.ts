import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type OutgoingHttpHeaders } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { pause } from '@marque/testkit/processes'
import {
  type StrictUpstream,
  startRawUpstream,
  startStrictUpstream,
} from '@marque/testkit/upstream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../src/config/defaults.ts'
import type { ListenSettings } from '../src/config/settings.ts'
import {
  block,
  CONTINUATION,
  END_HEADERS,
  END_STREAM,
  frame,
  HEADERS,
  openSession,
  PING,
  RST_STREAM,
  SETTINGS,
  type Session,
} from './http2-frames.ts'

let folder: string
let tls: NonNullable<ListenSettings['tls']>
let upstream: StrictUpstream
let under: TestGateway

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-enemy-tls-'))
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const name = ['-days', '2', '-subj', '/CN=localhost', '-keyout', keyFile, '-out', certFile]
  execFileSync('openssl', ['req', '-x509', ...curve, ...name], { stdio: 'ignore' })
  tls = { certFile, keyFile, clientCaFile: null }
  upstream = await startStrictUpstream()
  under = await startTestGateway({
    upstream: [upstream.url],
    settings: {
      listen: [{ host: '127.0.0.1', port: 0, tls }],
    },
  })
})
afterAll(async () => {
  await under.stop()
  await upstream.stop()
  rmSync(folder, { recursive: true })
})

const portOf = ({ url }: TestGateway): number => Number(new URL(url).port)

const GET = {
  ':method': 'GET',
  ':scheme': 'https',
  ':authority': 'api.example.com',
  ':path': '/open/a',
}

/** The status of an answer, and what it permits; null where the stream was refused. */
async function ask(
  lines: OutgoingHttpHeaders,
  url = under.url,
): Promise<{ status: number; permits: string | null } | null> {
  const session = connect(url, { rejectUnauthorized: false })
  session.on('error', () => undefined)
  try {
    return await new Promise((resolve) => {
      const stream = session.request(lines, { endStream: true })
      stream.on('error', () => resolve(null))
      stream.on('close', () => resolve(null))
      stream.on('response', (headers) => {
        const permits = headers['access-control-allow-origin']
        resolve({ status: Number(headers[':status']), permits: permits ?? null })
      })
    })
  } finally {
    session.destroy()
  }
}

/** Over frames, since a client library would not send them. */
async function askRaw(lines: readonly (readonly [string, string])[]): Promise<Session> {
  const session = await openSession(portOf(under))
  session.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, block(lines)))
  const end = Date.now() + 300_000
  const isDone = (): boolean =>
    session.isOver() || session.came().some((type) => type === HEADERS || type === RST_STREAM)
  while (!isDone() && Date.now() < end) await pause(5)
  session.socket.destroy()
  return session
}

const expectServed = async (): Promise<void> => {
  expect(await ask(GET)).toEqual({ status: 203, permits: null })
}

describe('what is said of the host and the target', () => {
  const cases: readonly (readonly [string, OutgoingHttpHeaders, number, boolean])[] = [
    ['an authority alone', {}, 203, true],
    ['a Host that agrees', { host: 'api.example.com' }, 203, true],
    ['a Host that differs', { host: 'evil.example' }, 400, false],
    ['a Host in another case', { host: 'API.example.com' }, 203, true],
    ['an authority with a user', { ':authority': 'a@api.example.com' }, 400, false],
    [
      'a dot segment of a stranger',
      { ':path': '/open/../closed/a', origin: 'https://evil.example' },
      400,
      false,
    ],
    ['a path of the gateway', { ':path': '/.well-known/marque/x' }, 404, false],
    ['a path that is read as the gateway’s', { ':path': '/%2ewell-known/marque/x' }, 404, false],
    ['an absolute path', { ':path': '//evil.example/open/a' }, 203, true],
    [
      'a fragment of a stranger',
      { ':path': '/open/a#b', origin: 'https://evil.example' },
      400,
      false,
    ],
    ['a stranger', { ':path': '/closed/a', origin: 'https://evil.example' }, 403, false],
    [
      'another kind of CONNECT',
      { ':method': 'CONNECT', ':scheme': undefined, ':path': undefined, ':authority': 'a:443' },
      405,
      false,
    ],
    [
      'a CONNECT of a protocol that is no WebSocket’s',
      { ':method': 'CONNECT', ':protocol': 'connect-udp' },
      405,
      false,
    ],
    [
      'the same of a page that the policy refuses',
      { ':method': 'CONNECT', ':protocol': 'connect-udp', origin: 'https://evil.example' },
      403,
      false,
    ],
    ['what only some know to expect', { expect: 'the-moon' }, 417, false],
    [
      'statements of its own',
      { 'marque-decision': 'x', marque_token: 'x', te: 'trailers', priority: 'u=1' },
      203,
      true,
    ],
  ]
  test.each(cases)('%s', async (_name, lines, status, isPassed) => {
    upstream.take()
    const answer = await ask({ ...GET, ...lines })
    // The protocol itself may refuse what is no authority.
    expect(answer ?? { status: 400, permits: null }).toEqual({ status, permits: null })
    const reached = upstream.take()
    expect(reached).toHaveLength(isPassed ? 1 : 0)
    const names = reached.flatMap(({ headers }) => headers.map(([name]) => name.toLowerCase()))
    expect(names.filter((name) => /^(?:marque|te$|:)/.test(name))).toEqual([])
    expect(names.filter((name) => name === 'host')).toHaveLength(isPassed ? 1 : 0)
  })
})

describe('what is no request over HTTP/2', () => {
  const base: readonly (readonly [string, string])[] = Object.entries(GET)
  const without = (name: string): typeof base => base.filter(([one]) => one !== name)
  const cases: readonly (readonly [string, typeof base])[] = [
    ['a field of one connection', [...base, ['connection', 'close']]],
    ['a coding', [...base, ['transfer-encoding', 'chunked']]],
    ['an upgrade', [...base, ['upgrade', 'websocket']]],
    ['a name in upper case', [...base, ['Origin', 'https://app.example.com']]],
    ['a line end in the path', [...without(':path'), [':path', '/open/a HTTP/1.1\r\nx: y']]],
    ['a space in the path', [...without(':path'), [':path', '/open/a b']]],
    ['an empty path', [...without(':path'), [':path', '']]],
    ['a path without a slash', [...without(':path'), [':path', 'open/a']]],
    ['no path', without(':path')],
    ['no scheme', without(':scheme')],
    ['a second path', [...base, [':path', '/open/b']]],
    ['a second authority', [...base, [':authority', 'evil.example']]],
    ['an unknown pseudo field', [...base, [':evil', '1']]],
    ['a pseudo field behind others', [...without(':path'), ['x-a', '1'], [':path', '/open/a']]],
    ['a length and no body', [...base, ['content-length', '5']]],
    ['a method that is none', [...without(':method'), [':method', 'GET /closed/a HTTP/1.1']]],
    [
      'a path without a slash below another scheme',
      [
        ...without(':path').filter(([one]) => one !== ':scheme'),
        [':scheme', 'ftp'],
        [':path', 'm/open/a'],
      ],
    ],
    [
      'a whole address as the path below another scheme',
      [
        ...without(':path').filter(([one]) => one !== ':scheme'),
        [':scheme', 'ftp'],
        [':path', 'https://evil.example/open/a'],
      ],
    ],
  ]
  test.each(cases)('%s', async (_name, lines) => {
    upstream.take()
    await askRaw(lines)
    expect(upstream.take().map(({ line, headers }) => [line, headers])).toEqual([])
    expect(upstream.unreadable).toEqual([])
    await expectServed()
  })
})

test('a field whose value is none does not reach the application', async () => {
  for (const value of [
    '1\r\norigin: https://app.example.com',
    'https://app.example.com\0',
    'a\nb',
  ]) {
    upstream.take()
    await askRaw([...Object.entries(GET), ['origin', value], ['x-a', value]])
    const names = upstream.take().flatMap(({ headers }) => headers.map(([name]) => name))
    expect(names.filter((name) => name === 'origin' || name === 'x-a')).toEqual([])
    expect(upstream.unreadable).toEqual([])
  }
})

describe('floods', () => {
  const opened = block(Object.entries(GET))
  const over = async (session: Session): Promise<boolean> => {
    const end = Date.now() + 300_000
    while (!session.isOver() && Date.now() < end) await pause(10)
    return session.isOver()
  }

  test('streams that are reset at once (CVE-2023-44487) end the connection', async () => {
    const session = await openSession(portOf(under))
    const frames: Buffer[] = []
    for (let id = 1; id < 40_000; id += 2) {
      frames.push(frame(HEADERS, END_STREAM | END_HEADERS, id, opened))
      frames.push(frame(RST_STREAM, 0, id, Buffer.of(0, 0, 0, 8)))
    }
    upstream.take()
    session.send(...frames)
    expect(await over(session)).toBe(true)
    expect(upstream.take().length).toBeLessThan(5_000)
    await expectServed()
  })

  test('a header that never ends (CONTINUATION) ends the connection', async () => {
    const session = await openSession(portOf(under))
    session.send(frame(HEADERS, END_STREAM, 1, opened))
    const more = frame(CONTINUATION, 0, 1, block([['x-a', 'a'.repeat(16_000)]]))
    for (let nth = 0; nth < 100; nth++) session.send(more)
    expect(await over(session)).toBe(true)
    await expectServed()
  })

  test('settings and pings without end end the connection', async () => {
    for (const one of [
      frame(SETTINGS, 0, 0, Buffer.of(0, 4, 0, 0, 255, 255)),
      frame(PING, 0, 0, Buffer.alloc(8)),
    ]) {
      const session = await openSession(portOf(under))
      session.socket.pause()
      session.send(Buffer.concat(Array.from({ length: 20_000 }, () => one)))
      await pause(50)
      session.socket.resume()
      await over(session)
      session.socket.destroy()
      await expectServed()
    }
  })

  test('a header of many thousand small lines is refused', async () => {
    const session = await openSession(portOf(under))
    const lines = block([
      ...Object.entries(GET),
      ...Array.from({ length: 4_000 }, (): [string, string] => ['a', '']),
    ])
    upstream.take()
    session.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, lines.subarray(0, 16_000)))
    await over(session)
    session.socket.destroy()
    expect(upstream.take()).toEqual([])
    await expectServed()
  })

  test('a window of nothing holds no connection to the application', async () => {
    const flood = await startRawUpstream((socket, request) => {
      const length = request.includes('/open/flood') ? 50_000_000 : 2
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`)
      socket.write(Buffer.alloc(length, 'x'))
    })
    const one = await startTestGateway({
      upstream: [flood.url],
      upstreamSettings: { connections: 1 },
      settings: {
        listen: [{ host: '127.0.0.1', port: 0, tls }],
        limits: { ...DEFAULT_LIMITS, stall: 300 },
      },
    })
    try {
      const lines = { ...GET, ':path': '/open/flood' }
      // INITIAL_WINDOW_SIZE, 0.
      const session = await openSession(portOf(one), Buffer.of(0, 4, 0, 0, 0, 0))
      session.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, block(Object.entries(lines))))
      const end = Date.now() + 300_000
      while (!flood.seen().includes('/open/flood') && Date.now() < end) await pause(5)
      expect(await ask(GET, one.url)).toEqual({ status: 200, permits: null })
      session.socket.destroy()
    } finally {
      await one.stop()
      await flood.stop()
    }
  })
})
