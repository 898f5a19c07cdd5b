/**
 * The test bed of the decision service: the service, a hostile application, and raw connections.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import {
  type DecisionServiceSettings,
  type RunningDecisionService,
  runDecisionService,
} from '@marque/gateway'
import { closeServer, listen } from '@marque/testkit/http'
import { APP, PARTNER } from '@marque/testkit/policies'
import { temporaryFolder } from '@marque/testkit/processes'

/** A policy without logins. */
export const POLICY = `
version: 1
self: [http://api.example.com]
contact: api-support@example.com
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
  old: { allow: [${PARTNER}], owner: web@example.com, purpose: ended, until: 2020-01-31T00:00:00Z }
tenants:
  identify: { host: "{tenant}.rest.example.com" }
  members:
    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: customer portal }
resources:
  - name: assets
    match: [{ path: /assets/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], exposeHeaders: [etag] }]
  - name: account
    match: [{ host: api.example.com, path: /v1/account/** }]
    sensitivity: confidential
    resourcePolicy: same-site
    grants:
      - { origins: [web], methods: [GET, PATCH, POST], requestHeaders: [content-type], exposeHeaders: [etag], credentials: true, timing: true }
      - { origins: [old], methods: [GET] }
  - name: live
    match: [{ path: /v1/live }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
  - name: reports
    match: [{ path: /v1/reports/** }]
    sensitivity: internal
    enforce: headers
    grants: [{ origins: [web, "@tenant"], methods: [GET] }]
`

/** The same with a resource that requires a login, so that ambiguous paths require one too (ADR 0009, 3). */
export const WITH_LOGIN = `${POLICY}  - name: login
    match: [{ path: /v1/login }]
    sensitivity: internal
    authentication: required
    grants: [{ origins: [web], methods: [GET], credentials: true }]
`

/** A request that reached the application. */
export interface Arrived {
  readonly line: string
  /** Names and values in turn. */
  readonly raw: readonly string[]
  readonly body: string
}

export interface TestBed {
  readonly folder: string
  readonly service: RunningDecisionService
  readonly applicationPort: number
  /** The requests since the last call. */
  take(): readonly Arrived[]
  close(): Promise<void>
}

export async function openTestBed(
  more: Partial<DecisionServiceSettings> = {},
  policy: string = WITH_LOGIN,
): Promise<TestBed> {
  const folder = temporaryFolder()
  const file = folder.write('policy.yaml', policy)
  const service = await runDecisionService({
    policy: { from: 'file', file },
    environment: 'production',
    listen: { host: '127.0.0.1', port: 0 },
    keyFile: null,
    ...more,
  })
  const arrived: Arrived[] = []
  const application = hostile(arrived)
  return {
    folder: folder.path,
    service,
    applicationPort: await listen(application),
    take: () => arrived.splice(0),
    async close() {
      await service.close()
      await closeServer(application)
      folder.remove()
    },
  }
}

/** Sends CORS headers of its own, repeated and in mixed case. */
function hostile(arrived: Arrived[]): Server {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { method, url = '/', rawHeaders } = request
    arrived.push({ line: `${method} ${url}`, raw: rawHeaders, body })
    const status = Number(/[?&]status=(\d+)/.exec(url)?.[1] ?? 200)
    response.writeHead(status, [
      ...['Access-Control-Allow-Origin', '*'],
      ...['access-control-allow-ORIGIN', 'https://evil.example'],
      ...['ACCESS-CONTROL-ALLOW-CREDENTIALS', 'true'],
      ...['Access-Control-Allow-Methods', '*'],
      ...['Access-Control-Allow-Headers', '*'],
      ...['Access-Control-Expose-Headers', '*'],
      ...['Access-Control-Max-Age', '86400'],
      ...['Access-Control-Allow-Private-Network', 'true'],
      ...['Timing-Allow-Origin', '*'],
      ...['Cross-Origin-Resource-Policy', 'cross-origin'],
      ...['Vary', 'Accept-Encoding'],
      ...(url.includes('accel') ? ['X-Accel-Redirect', '/.marque/check'] : []),
      ...['ETag', '"1"'],
      ...['Content-Length', status === 304 ? '0' : '4'],
    ])
    response.end(status === 304 ? undefined : 'body')
  })
  server.on('upgrade', (request, socket) => {
    arrived.push({ line: `UPGRADE ${request.url}`, raw: request.rawHeaders, body: '' })
    socket.end(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAccess-Control-Allow-Origin: *\r\n\r\n',
    )
  })
  return server
}

export interface Answer {
  readonly status: number
  /** Lower-case names. */
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly body: string
  valuesOf(lower: string): readonly string[]
}

/** Sends bytes on a connection of their own and parses the response. */
export async function sendRaw(port: number, bytes: string): Promise<Answer> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  // If the connection stays open, the response counts as complete after a pause.
  const isClosing = /^connection: close\r$/im.test(bytes)
  socket.setTimeout(isClosing ? 10_000 : 400, () => socket.destroy())
  socket.write(bytes, 'latin1')
  await once(socket, 'close')
  const text = Buffer.concat(chunks).toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...rest] = text.slice(0, Math.max(end, 0)).split('\r\n')
  const lines = rest.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0),
    lines,
    body: text.slice(end + 4),
    valuesOf: (lower) => lines.filter(([name]) => name === lower).map(([, value]) => value),
  }
}
