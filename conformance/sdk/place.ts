/**
 * Where the SDK is tried: pages of several origins, a real gateway in front of an application, and a server without any policy.
 *
 * @module
 */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_CONNECTIONS, DEFAULT_TIMEOUTS, DEFAULTS, runGateway } from '@marque/gateway'
import { build } from 'rolldown'
import { certificateIn, readTls } from '../pages/certificate.ts'

/** A request that came to the application. */
export interface Arrived {
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Place {
  /** Origins, as browsers write them. */
  readonly app: string
  readonly stranger: string
  readonly api: string
  /** Answers everything, and knows nothing of CORS. */
  readonly plain: string
  /** Over TLS, with a certificate that nobody has signed. */
  readonly unsigned: string
  /** Nothing listens there. */
  readonly dead: string
  readonly pagePort: number
  /** What came to the application since it was last asked. */
  take(): readonly Arrived[]
  close(): Promise<void>
}

const policyAt = (port: number): string => `
version: 1
self: [http://api.site.localhost]
contact: api-support@example.com
context:
  roles: { claim: roles }
origins:
  web: { allow: ["http://app.site.localhost:${port}"], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: confidential
    grants:
      - { origins: [web], methods: [GET, PUT, POST], requestHeaders: [content-type, x-trace], credentials: true }
  - name: open
    match: [{ path: /v1/open/** }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET, POST, PUT], requestHeaders: [content-type, x-trace], exposeHeaders: [x-request-id] }
  - name: any
    match: [{ path: /v1/any/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET] }]
  - name: quiet
    match: [{ path: /v1/quiet/** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [POST], read: false }]
  - name: reports
    match: [{ path: /v1/reports/** }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET], when: { roles: [reader] } }]
`

/** Starts all of it on the loopback. */
export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'marque-sdk-'))
  const sdk = await bundleInto(folder)
  const pages = await serve((request, response) => servePage(sdk, request, response))
  const pagePort = portOf(pages)
  const arrived: Arrived[] = []
  const application = await serve((request, response) => void apply(arrived, request, response))
  const plain = await serve((_, response) => response.end('plain'))
  const unsigned = createTlsServer(readTls(certificateIn(folder)), (_, response) => response.end())
  unsigned.listen(0, '127.0.0.1')
  await once(unsigned, 'listening')
  const closed = await serve(() => undefined)
  const dead = `http://dead.site.localhost:${portOf(closed)}`
  await stop(closed)
  const policy = join(folder, 'policy.yaml')
  writeFileSync(policy, policyAt(pagePort))
  const gateway = await runGateway({
    ...DEFAULTS,
    policy: { from: 'file', file: policy },
    listen: [{ host: '127.0.0.1', port: 0, tls: null }],
    admin: null,
    log: { access: false, decisions: { granted: 0, denied: 0 } },
    upstreams: {
      app: {
        urls: [`http://127.0.0.1:${portOf(application)}`],
        caFile: null,
        timeouts: DEFAULT_TIMEOUTS,
        connections: DEFAULT_CONNECTIONS,
      },
    },
    routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
    drain: 500,
  })
  return {
    app: `http://app.site.localhost:${pagePort}`,
    stranger: `http://stranger.site.localhost:${pagePort}`,
    api: `http://api.site.localhost:${new URL(gateway.urls[0] ?? '').port}`,
    plain: `http://plain.site.localhost:${portOf(plain)}`,
    unsigned: `https://unsigned.site.localhost:${portOf(unsigned)}`,
    dead,
    pagePort,
    take: () => arrived.splice(0),
    async close() {
      await gateway.close()
      await Promise.all([pages, application, plain, unsigned].map(stop))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function bundleInto(folder: string): Promise<string> {
  await build({
    input: fileURLToPath(new URL('../../packages/browser/src/index.ts', import.meta.url)),
    output: { dir: folder, format: 'es', minify: true },
    logLevel: 'silent',
  })
  return readFileSync(join(folder, 'index.js'), 'utf8')
}

const PAGE = `<!doctype html><title>page</title>
<script type="module">import * as sdk from '/sdk.js'; globalThis.sdk = sdk</script>`
const WORKER = `import * as sdk from '/sdk.js'
onmessage = async ({ data: { options, url } }) => {
  const said = await sdk.createFetch(options)(url).then((answer) => answer.status, ({ kind, reason }) => ({ kind, reason }))
  postMessage(said)
}`

function servePage(sdk: string, { url = '/' }: IncomingMessage, response: ServerResponse): void {
  if (url === '/sdk.js' || url === '/worker.js') {
    // Pages of an opaque origin load it, too.
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('content-type', 'text/javascript')
    response.end(url === '/sdk.js' ? sdk : WORKER)
    return
  }
  response.setHeader('content-type', 'text/html')
  if (url === '/sandbox') response.setHeader('content-security-policy', 'sandbox allow-scripts')
  if (url === '/strict') response.setHeader('content-security-policy', "connect-src 'self'")
  response.end(PAGE)
}

async function apply(
  arrived: Arrived[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, url = '/', headers } = request
  if (url === '/favicon.ico') {
    response.writeHead(404).end()
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  arrived.push({ line: `${method} ${url}`, headers, body })
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  switch (pathname.split('/').at(-1)) {
    case 'login':
      response.setHeader('set-cookie', 'session=1; Path=/; SameSite=Lax')
      response.end('in')
      break
    case 'moved':
      response.writeHead(307, { location: searchParams.get('to') ?? '/' }).end()
      break
    case 'cut':
      response.destroy()
      break
    case 'torn':
      response.write('first')
      // The piece is on its way before the connection is cut.
      setTimeout(() => response.destroy(), 100)
      break
    case 'slow':
      break
    default:
      response.end(`body ${body}`)
  }
}

async function serve(listener: RequestListener): Promise<Server> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
