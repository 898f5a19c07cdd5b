/**
 * What a gateway needs around it: a policy file, an application, and settings that name both.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http'
import type { Settings } from '@marque/gateway'
import { closeServer, listen } from '../http/index.ts'
import { API_HOST, APP, PARTNER } from '../policies/index.ts'
import { temporaryFolder } from '../processes/index.ts'
import { gatewaySettings } from './gateway-settings.ts'

/** Grants with and without conditions, one that has ended, and a tenant. */
export const GATEWAY_POLICY = `
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

export interface GatewayFixture {
  readonly folder: string
  /** The path of the policy file. */
  readonly policy: string
  readonly upstream: Server
  readonly settings: Settings
  remove(): Promise<void>
}

/**
 * Makes one.
 *
 * @param app The application; it responds `hello` unless given.
 * @param settings Replace those of the fixture, key by key.
 */
export async function gatewayFixture({
  app = (_request, response) => response.end('hello'),
  settings = {},
  policy = GATEWAY_POLICY,
}: {
  readonly app?: RequestListener
  readonly settings?: Partial<Settings>
  readonly policy?: string
} = {}): Promise<GatewayFixture> {
  const folder = temporaryFolder({ 'policy.yaml': policy })
  const upstream = createServer(app)
  const port = await listen(upstream)
  const file = folder.at('policy.yaml')
  return {
    folder: folder.path,
    policy: file,
    upstream,
    settings: gatewaySettings(`http://127.0.0.1:${port}`, {
      policy: { from: 'file', file },
      drain: 2_000,
      ...settings,
    }),
    async remove() {
      await closeServer(upstream)
      folder.remove()
    },
  }
}

export interface ClientResponse {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly body: string
}

/** Sends one request on a connection of its own, to {@link API_HOST} unless another Host is given. */
export async function sendRequest(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: {
    readonly method?: string
    readonly headers?: { readonly [name: string]: string | readonly string[] }
    readonly body?: string
  } = {},
): Promise<ClientResponse> {
  const { hostname, port, pathname, search } = new URL(url)
  const request = httpRequest({
    host: hostname,
    port,
    path: pathname + search,
    method,
    headers: { host: API_HOST, ...(headers as { [name: string]: string }) },
    agent: false,
  })
  request.end(body)
  const [response] = await once(request, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
  }
}
