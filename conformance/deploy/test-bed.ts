/**
 * A gateway with an application, for the proxies of `docs/guide/deploy` to stand in front of.
 *
 * @module
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  request,
} from 'node:http'
import type { Settings } from '@marque/gateway'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { closeServer, listen } from '@marque/testkit/http'

export const API_HOST = 'api.example.com'
export const APP = 'https://app.example.com'
export const PARTNER = 'https://partner.example'
export const STRANGER = 'https://evil.example'

/** Two own origins, so that `Host` chooses between them (D6), and a resource that names its host. */
export const POLICY = `version: 1
self: [https://api.example.com, https://www.example.com]
contact: api@example.com
unmatched: headers
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
  partner: { allow: [${PARTNER}], owner: web@example.com, purpose: partner }
resources:
  - name: assets
    match: [{ path: /assets/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET] }]
  - name: prices
    match: [{ path: /prices/** }]
    sensitivity: internal
    enforce: headers
    grants: [{ origins: [web, partner], methods: [GET] }]
  - name: account
    match: [{ host: api.example.com, path: /account/** }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET, PUT], credentials: true }]
`

/** A request that reached the application. */
export interface Arrived {
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

export interface DeployTestBed {
  readonly gateway: TestGateway
  /** Host and port of the gateway, for configurations. */
  readonly address: string
  readonly applicationPort: number
  /** The requests since the last call. */
  take(): readonly Arrived[]
  close(): Promise<void>
}

/** The application sends `Cache-Control: public, max-age=60` and a new body each time. */
export async function openDeployTestBed(
  settings: Partial<Settings> = {},
  policy: string = POLICY,
): Promise<DeployTestBed> {
  let arrived: Arrived[] = []
  let count = 0
  const application = createServer(({ url = '', headers }, response) => {
    arrived.push({ url, headers })
    count += 1
    response.writeHead(200, { 'cache-control': 'public, max-age=60', 'content-type': 'text/plain' })
    response.end(`answer ${count}`)
  })
  const applicationPort = await listen(application)
  const upstream = [`http://127.0.0.1:${applicationPort}`]
  const gateway = await startTestGateway({ upstream, policy, settings })
  return {
    gateway,
    address: `127.0.0.1:${gateway.port}`,
    applicationPort,
    take() {
      const taken = arrived
      arrived = []
      return taken
    },
    async close() {
      await gateway.stop()
      await closeServer(application)
    },
  }
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends a request to a loopback port; `host` is the `Host` header. */
export function send(
  port: number,
  path: string,
  headers: OutgoingHttpHeaders = {},
  { method = 'GET', localAddress = '127.0.0.1' } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        localAddress,
        agent: false,
        headers: { host: API_HOST, ...headers },
      },
      async (response) => {
        let body = ''
        for await (const chunk of response.setEncoding('utf8')) body += chunk
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}
