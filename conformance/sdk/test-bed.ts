/**
 * Where the SDK is tried: pages of several origins, a real gateway in front of an application, and a server without any policy.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runGateway } from '@marque/gateway'
import { readCertificate, selfSigned } from '@marque/testkit/certificates'
import { gatewaySettings } from '@marque/testkit/gateway'
import { closeServer, listen, portOf } from '@marque/testkit/http'
import { freePort, temporaryFolder } from '@marque/testkit/processes'
import { build } from 'rolldown'

/** A request that came to the application. */
export interface Arrived {
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface TestBed {
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
export async function openTestBed(): Promise<TestBed> {
  const folder = temporaryFolder()
  const sdk = await bundleInto(folder.path)
  const pages = await serve((request, response) => servePage(sdk, request, response))
  const pagePort = portOf(pages)
  const arrived: Arrived[] = []
  const application = await serve((request, response) => void apply(arrived, request, response))
  const plain = await serve((_, response) => response.end('plain'))
  const certificate = selfSigned(folder.path, 'unsigned.site.localhost')
  const unsigned = createTlsServer(readCertificate(certificate), (_, response) => response.end())
  await listen(unsigned)
  const dead = `http://dead.site.localhost:${await freePort()}`
  const file = folder.write('policy.yaml', policyAt(pagePort))
  const gateway = await runGateway(
    gatewaySettings(`http://127.0.0.1:${portOf(application)}`, {
      policy: { from: 'file', file },
      drain: 500,
    }),
  )
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
      await Promise.all([pages, application, plain, unsigned].map(closeServer))
      folder.remove()
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
  await listen(server)
  return server
}
