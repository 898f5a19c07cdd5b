/**
 * Starts the servers of one stack, and stops them.
 *
 * @module
 */
import { connect, createServer as createSocketServer, type Server, type Socket } from 'node:net'
import type { Bundle, RequestFacts } from '@marque/core'
import { startTestGateway } from '@marque/testkit/gateway'
import { closeServer, listen } from '@marque/testkit/http'
import { startApache, startHaproxy, startNginx, startVarnish } from '../../deploy/index.ts'
import { POLICY } from '../policy.ts'
import type { Answer } from './application.ts'
import { startCaddy } from './caddy.ts'
import { type Framework, serverOf } from './frameworks.ts'
import { type Flaws, handWritten } from './hand-written.ts'
import { relayTo } from './relay.ts'

/** Each method starts a server and returns its URL. */
export interface Bed {
  /** An application that enforces the policy by itself. */
  app(framework: Framework, flaws?: Flaws): Promise<string>
  /** An application that answers without knowing any policy. */
  plain(answer: (request: RequestFacts) => Answer | Promise<Answer>): Promise<string>
  /** A proxy that enforces the policy itself, in front of a server at this URL. */
  enforcing(inner: string, flaws?: Flaws): Promise<string>
  /** A proxy that passes on what the server at this URL answers. */
  relay(inner: string, edit?: (answer: Answer, request: RequestFacts) => Answer): Promise<string>
  /** Marque's gateway in front of a server. */
  gateway(inner: string, policy?: string): Promise<string>
  /** nginx, with the lines of a `server` block and those of `http` before it. */
  nginx(server: string, http?: string): Promise<string>
  /** Apache, with the lines of its main server. */
  apache(lines: string): Promise<string>
  /** HAProxy, with the lines of a frontend, whose backend is the server at this URL, or several by turns. */
  haproxy(inner: string | readonly string[], lines: string): Promise<string>
  /** Varnish in front of a server, with subroutines. */
  varnish(inner: string, subroutines: string): Promise<string>
  /** Caddy, with the lines of one site. */
  caddy(lines: string): Promise<string>
  /** A server of bytes. */
  raw(onConnection: (socket: Socket) => void): Promise<string>
  /** A Node server of a test's own. */
  listen(server: Server): Promise<string>
  /** Stops what a stack has started by itself. */
  onStop(stop: () => Promise<unknown>): void
  stop(): Promise<void>
}

export function createBed(bundle: Bundle): Bed {
  const stops: (() => Promise<unknown>)[] = []
  const own = async (server: Server): Promise<string> => {
    const port = await listen(server)
    stops.push(() => closeServer(server))
    return `http://127.0.0.1:${port}`
  }
  const program = async (
    started: Promise<{ readonly port: number; stop(): Promise<void> }>,
  ): Promise<string> => {
    const { port, stop } = await started
    stops.push(stop)
    return `http://127.0.0.1:${port}`
  }
  const plain: Bed['plain'] = async (answer) =>
    own(
      await serverOf('node', {
        answer: async (request) => answer(request),
        isUpgraded: () => true,
      }),
    )
  const passThroughUpgrades = (server: Server, inner: string): Server => {
    server.removeAllListeners('upgrade')
    return server.on('upgrade', (request, socket: Socket) => tunnel(request, socket, inner))
  }
  return {
    plain,
    listen: own,
    app: async (framework, flaws) =>
      own(await serverOf(framework, handWritten({ bundle, ...flaws }))),
    enforcing: async (inner, flaws) =>
      own(await serverOf('node', handWritten({ bundle, application: relayTo(inner), ...flaws }))),
    async relay(inner, edit = (answer) => answer) {
      const ask = relayTo(inner)
      const server = await serverOf('node', {
        answer: async (request) => edit(await ask(request), request),
        isUpgraded: () => false,
      })
      return own(passThroughUpgrades(server, inner))
    },
    async gateway(inner, policy = POLICY) {
      const { url, stop } = await startTestGateway({ upstream: [inner], policy })
      stops.push(stop)
      return url
    },
    nginx: (lines, http = '') =>
      program(
        startNginx(
          (port) => `${http}
          map $http_upgrade $upgrade { default upgrade; "" ""; }
          server { listen 127.0.0.1:${port}; absolute_redirect off; ${lines.includes('merge_slashes') ? '' : 'merge_slashes off;'} ${lines} }`,
        ),
      ),
    apache: (lines) => program(startApache(() => lines)),
    haproxy: (inner, lines) =>
      program(
        startHaproxy(
          (port) => `
defaults
  mode http
  timeout connect 1m
  timeout client 2m
  timeout server 2m
frontend api
  bind 127.0.0.1:${port}
${lines}
  default_backend inner
backend inner
  balance roundrobin
${[inner]
  .flat()
  .map((url, at) => `  server s${at} ${new URL(url).host}`)
  .join('\n')}
`,
        ),
      ),
    varnish: (inner, subroutines) =>
      program(
        startVarnish(
          () => `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${new URL(inner).port}"; }
${subroutines}
`,
        ),
      ),
    caddy: (lines) => program(startCaddy(lines)),
    async raw(onConnection) {
      const sockets = new Set<Socket>()
      const server = createSocketServer((socket) => {
        sockets.add(socket)
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
        onConnection(socket)
      })
      const port = await listen(server)
      stops.push(async () => {
        for (const socket of sockets) socket.destroy()
        await closeServer(server)
      })
      return `http://127.0.0.1:${port}`
    },
    onStop: (stop) => void stops.push(stop),
    async stop() {
      for (const stop of stops.reverse()) await stop()
    },
  }
}

/** Passes a handshake and what follows on as bytes. */
function tunnel(
  request: { readonly method?: string; readonly url?: string; readonly rawHeaders: string[] },
  socket: Socket,
  inner: string,
): void {
  const { rawHeaders } = request
  const lines = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : [],
  )
  const upstream = connect(Number(new URL(inner).port), '127.0.0.1')
  upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  socket.on('error', () => upstream.destroy())
  upstream.on('error', () => socket.destroy())
  socket.pipe(upstream).pipe(socket)
}
