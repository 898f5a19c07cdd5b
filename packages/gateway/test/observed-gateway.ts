/**
 * A gateway with a policy file and an application behind it, for the tests of what operators see.
 *
 * @module
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_CONNECTIONS, DEFAULT_TIMEOUTS, DEFAULTS, type Settings } from '../src/index.ts'

export const APP = 'https://app.example.com'
export const PARTNER = 'https://partner.example'
export const HOST = 'api.example.com'

export const POLICY = `
version: 1
self: [http://api.example.com]
contact: api-support@example.com
context: { roles: { claim: roles } }
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
  old: { allow: [${PARTNER}], owner: web@example.com, purpose: ended, until: 2020-01-31T00:00:00Z }
tenants:
  identify: { host: "{tenant}.rest.example.com" }
  members:
    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: customer portal }
resources:
  - name: account
    match: [{ host: api.example.com, path: /v1/account/** }]
    sensitivity: confidential
    grants:
      - { origins: [web], methods: [GET, PATCH], requestHeaders: [content-type], credentials: true }
      - { origins: [old], methods: [GET] }
  - name: reports
    match: [{ path: /v1/reports }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET], when: { roles: [reader] } }
      - { origins: ["@tenant"], methods: [GET] }
`

/** Where things are while a test runs. */
export interface Place {
  readonly folder: string
  readonly policy: string
  readonly upstream: Server
  readonly settings: Settings
  remove(): Promise<void>
}

/** A policy file, and an application that answers `hello` where nothing else is said. */
export async function newPlace(
  options: { readonly app?: RequestListener; readonly settings?: Partial<Settings> } = {},
): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'marque-gateway-'))
  const policy = join(folder, 'policy.yaml')
  writeFileSync(policy, POLICY)
  const upstream = createServer(options.app ?? ((_request, response) => response.end('hello')))
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const { port } = upstream.address() as AddressInfo
  const settings: Settings = {
    ...DEFAULTS,
    policy: { from: 'file', file: policy },
    listen: [{ host: '127.0.0.1', port: 0, tls: null }],
    admin: null,
    log: { access: false, decisions: { granted: 0, denied: 0 } },
    upstreams: {
      app: {
        urls: [`http://127.0.0.1:${port}`],
        caFile: null,
        timeouts: DEFAULT_TIMEOUTS,
        connections: DEFAULT_CONNECTIONS,
      },
    },
    routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
    drain: 2_000,
    ...options.settings,
  }
  return {
    folder,
    policy,
    upstream,
    settings,
    async remove() {
      upstream.closeAllConnections()
      upstream.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly body: string
}

/** One request on a connection of its own, to `url`, as if to `HOST` where no other Host is given. */
export async function send(
  url: string,
  options: {
    readonly method?: string
    readonly headers?: { readonly [name: string]: string | readonly string[] }
    readonly body?: string
  } = {},
): Promise<Answer> {
  const { hostname, port, pathname, search } = new URL(url)
  const request = httpRequest({
    host: hostname,
    port,
    path: pathname + search,
    method: options.method ?? 'GET',
    headers: { host: HOST, ...(options.headers as { [name: string]: string }) },
    agent: false,
  })
  request.end(options.body)
  const [response] = await once(request, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
  }
}

/** Bytes as they are, and all that comes back until the other side ends. */
export async function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  socket.write(bytes, 'latin1')
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}
