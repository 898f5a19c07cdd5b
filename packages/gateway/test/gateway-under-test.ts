/**
 * A real gateway on a port of its own, in front of a real upstream; and bytes sent to it as they stand.
 *
 * @module
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Bundle, type Engine, type Moment, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import type { PolicySource, SyncEvent } from '@marque/sync'
import type { Exchange } from '../src/exchange/exchange.ts'
import { type Gateway, type Parts, startGateway } from '../src/serve/gateway.ts'
import type { Observer } from '../src/serve/stages.ts'
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, DEFAULTS } from '../src/settings/defaults.ts'
import type { Settings, UpstreamSettings } from '../src/settings/settings.ts'
import { POLICY } from './abuse-policy.ts'

/** A policy that the test turns. */
export interface TurnedSource extends PolicySource {
  swap(policy: string): void
  at(moment: Partial<Moment>): void
}

export function bundleOf(policy: string): Bundle {
  const { bundle, findings } = compile(load(Buffer.from(policy), 'policy.yaml'), {
    environment: 'production',
    now: Date.now(),
  })
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

export function turnedSource(policy: string = POLICY): TurnedSource {
  let engine: Engine = prepare(bundleOf(policy))
  let more: Partial<Moment> = {}
  const listeners = new Set<(event: SyncEvent) => void>()
  const tell = (type: string): void => {
    for (const listener of listeners) listener({ type } as SyncEvent)
  }
  return {
    get engine() {
      return engine
    },
    held: null,
    moment: () => ({ now: Date.now(), ...more }),
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => undefined,
    swap(text) {
      engine = prepare(bundleOf(text))
      tell('swapped')
    },
    at(moment) {
      more = moment
      tell('lease')
    },
  }
}

/** What the observer heard, in a line each. */
export interface Heard extends Observer {
  readonly lines: string[]
}

export function listener(): Heard {
  const lines: string[] = []
  return {
    lines,
    decided: ({ decision }: Exchange) => lines.push(`decided ${decision.reason}`),
    finished: ({ status }: Exchange) => lines.push(`finished ${status}`),
    failed: (_exchange, { kind }, _error) => lines.push(`failed ${kind}`),
    limited: () => lines.push('limited'),
  }
}

export interface Stage {
  readonly port: number
  readonly url: string
  readonly gateway: Gateway
  readonly policy: TurnedSource
  readonly heard: Heard
  stop(): Promise<void>
}

export interface StageOptions {
  readonly upstream: readonly string[]
  readonly settings?: Partial<Settings>
  readonly parts?: Parts
  readonly upstreamSettings?: Partial<UpstreamSettings>
  readonly policy?: string
}

export async function stage(options: StageOptions): Promise<Stage> {
  const policy = turnedSource(options.policy)
  const heard = listener()
  const gateway = await startGateway(
    {
      ...DEFAULTS,
      policy: { from: 'file', file: '' },
      listen: [{ host: '127.0.0.1', port: 0, tls: null }],
      admin: null,
      upstreams: {
        app: {
          urls: options.upstream,
          caFile: null,
          timeouts: DEFAULT_TIMEOUTS,
          connections: 64,
          ...options.upstreamSettings,
        },
      },
      routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
      limits: { ...DEFAULT_LIMITS, bodyBytes: 1_000_000 },
      drain: 200,
      ...options.settings,
    },
    policy,
    { observe: heard, ...options.parts },
  )
  const [url = ''] = gateway.urls
  return {
    port: Number(new URL(url).port),
    url,
    gateway,
    policy,
    heard,
    stop: () => gateway.close(),
  }
}

/** An upstream of bytes: what is said on each connection is the test's own. */
export interface RawUpstream {
  readonly url: string
  /** All that came, of all connections. */
  readonly seen: () => string
  stop(): Promise<void>
}

export async function rawUpstream(
  talk: (socket: Socket, request: string, nth: number) => void,
): Promise<RawUpstream> {
  let seen = ''
  let nth = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let text = ''
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1')
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = text.slice(0, end + 4)
      text = ''
      talk(socket, head, nth++)
    })
  })
  const port = await listenOn(server)
  return {
    url: `http://127.0.0.1:${port}`,
    seen: () => seen,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export async function listenOn(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A connection that is written to by hand. */
export interface Wire {
  readonly socket: Socket
  readonly text: () => string
  send(bytes: string | Buffer): void
  /** Resolves when the text holds it; rejects where the connection ends or two seconds pass before. */
  until(part: string | RegExp, wait?: number): Promise<string>
  /** Resolves when the other side has ended. */
  ended(wait?: number): Promise<string>
}

/** @param isTls Speaks HTTP/1.1 behind TLS, and believes any certificate. */
export async function dial(port: number, isTls = false): Promise<Wire> {
  const socket = isTls
    ? connectTls({
        port,
        host: '127.0.0.1',
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: false,
      })
    : connect(port, '127.0.0.1')
  let text = ''
  let isOver = false
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => undefined)
  socket.on('end', () => {
    isOver = true
  })
  socket.on('close', () => {
    isOver = true
  })
  await new Promise<void>((resolve) => socket.once(isTls ? 'secureConnect' : 'connect', resolve))
  const wait = async (isDone: () => boolean, what: string, time: number): Promise<string> => {
    const end = Date.now() + time
    while (!isDone()) {
      if (Date.now() > end) throw new Error(`${what} did not come: ${JSON.stringify(text)}`)
      await pause(5)
    }
    return text
  }
  return {
    socket,
    text: () => text,
    send: (bytes) =>
      void socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes),
    until: (part, time = 4_000) =>
      wait(
        () => (typeof part === 'string' ? text.includes(part) : part.test(text)),
        String(part),
        time,
      ),
    ended: (time = 4_000) => wait(() => isOver, 'the end', time),
  }
}

/** Sends bytes on a connection of their own, asks for its end where they do not, and gives all that came. */
export async function say(
  port: number,
  bytes: string | Buffer,
  wait?: number,
  isTls = false,
): Promise<string> {
  const wire = await dial(port, isTls)
  wire.send(bytes)
  try {
    return await wire.ended(wait)
  } finally {
    wire.socket.destroy()
  }
}

/** A whole request that closes its connection. */
export function get(path: string, lines: readonly string[] = [], method = 'GET'): string {
  const all = ['Host: api.example.com', 'Connection: close', ...lines]
  return `${method} ${path} HTTP/1.1\r\n${all.map((line) => `${line}\r\n`).join('')}\r\n`
}

export const pause = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time))

export function statusOf(text: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
}
