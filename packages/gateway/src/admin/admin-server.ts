/**
 * The admin server: health, readiness, metrics, explain, loaded policy.
 *
 * It reveals the whole policy, so it listens on loopback by default, refuses requests from pages of other origins, and sends no CORS headers.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExplainRequest } from '@marque/core/wire'
import type { PolicySource } from '@marque/sync'
import type { Address } from '../config/index.ts'
import { readBody } from '../request/index.ts'
import { adminRefusal } from './admin-guard.ts'
import { readExplainQuery } from './explain-query.ts'
import { policyState } from './policy-state.ts'

export interface AdminDeps {
  readonly policy: PolicySource
  /** Why the layer should receive no traffic; empty if it is ready. */
  readonly notReady: () => readonly string[]
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>
}

export interface AdminServer {
  /** `http://127.0.0.1:9901` */
  readonly url: string
  close(): Promise<void>
}

const MAX_BODY_BYTES = 65_536

/** @throws The address cannot be listened on. */
export async function startAdmin({ host, port }: Address, deps: AdminDeps): Promise<AdminServer> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (...exchange) => {
    handle(deps, host, ...exchange).catch(() => exchange[1].destroy())
  })
  server.maxConnections = 256
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, port: assigned, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${assigned}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface AdminResponse {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly allow?: string
}

async function handle(
  deps: AdminDeps,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = adminRefusal(request, host)
  const { status, type, text, allow } =
    refusal === null ? await answer(deps, request) : json(403, { problem: refusal })
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    ...(allow !== undefined && { allow }),
    ...(!request.complete && { connection: 'close' }),
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

async function answer(deps: AdminDeps, request: IncomingMessage): Promise<AdminResponse> {
  const target = URL.parse(request.url ?? '/', 'http://admin.invalid')
  const path = target?.pathname ?? ''
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (path === '/explain' && request.method === 'POST') return explainBody(deps, request)
  const resource = RESOURCES[path]
  if (resource === undefined) return json(404, { problem: 'not found', paths: PATHS })
  if (isRead) return resource(deps, target?.searchParams ?? new URLSearchParams())
  const allow = path === '/explain' ? 'GET, HEAD, POST' : 'GET, HEAD'
  return { ...json(405, { problem: 'method not allowed' }), allow }
}

type Resource = (deps: AdminDeps, query: URLSearchParams) => AdminResponse | Promise<AdminResponse>

const RESOURCES: { readonly [path: string]: Resource } = {
  __proto__: null as never,
  '/healthz': () => json(200, { alive: true }),
  '/readyz': ({ notReady }) => {
    const reasons = notReady()
    return json(reasons.length === 0 ? 200 : 503, { ready: reasons.length === 0, reasons })
  },
  '/metrics': async ({ metrics }) => ({ status: 200, ...(await metrics()) }),
  '/policy': ({ policy }) => {
    const state = policyState(policy)
    return state === null ? json(503, NO_POLICY) : json(200, state)
  },
  '/explain': ({ policy }, query) => {
    const request = readExplainQuery(query)
    return 'problem' in request
      ? json(400, request)
      : explained(policy, { request, context: {}, now: undefined })
  },
}

const PATHS: readonly string[] = Object.keys(RESOURCES)

const NO_POLICY = { problem: 'no policy loaded yet' }

async function explainBody(
  { policy }: AdminDeps,
  request: IncomingMessage,
): Promise<AdminResponse> {
  const body = await new Promise<string>((resolve) => readBody(request, MAX_BODY_BYTES, resolve))
  if (body === 'too-large') return json(413, { problem: 'request body too large' })
  if (body === 'too-slow') return json(408, { problem: 'request body timed out' })
  const { isRequestProblem, readExplainRequest } = await import('@marque/core/wire')
  const read = readExplainRequest(body)
  return isRequestProblem(read) ? json(400, { problem: read.message }) : explained(policy, read)
}

/** The model of browsers is loaded with the first request. */
async function explained(
  policy: PolicySource,
  { request, context, now }: ExplainRequest,
): Promise<AdminResponse> {
  const { explain } = await import('@marque/core/explain')
  const { engine } = policy
  if (engine === null) return json(503, NO_POLICY)
  const moment = policy.moment()
  return json(
    200,
    explain(engine, request, context, now === undefined ? moment : { ...moment, now }),
  )
}

function json(status: number, value: object): AdminResponse {
  return { status, type: 'application/json', text: `${JSON.stringify(value)}\n` }
}
