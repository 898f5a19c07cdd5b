/**
 * The address for operators: health, readiness, metrics, explain, and what policy is held.
 *
 * It tells all that there is to tell, so it listens on the loopback address unless somebody says otherwise, answers no page of another origin, and sends no
 * CORS headers.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { explain } from '@marque/core/explain'
import type { PolicySource } from '@marque/sync'
import { readBody } from '../explain/read-body.ts'
import type { Address } from '../settings/settings.ts'
import { refusalOf } from './admin-guard.ts'
import { policyState } from './policy-state.ts'

export interface AdminParts {
  readonly policy: PolicySource
  /** Why no traffic should come; empty where it may. */
  readonly notReady: () => readonly string[]
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>
}

export interface Admin {
  /** `http://127.0.0.1:9901` */
  readonly url: string
  close(): Promise<void>
}

const BODY_BYTES = 65_536

/** @throws The address cannot be listened on. */
export async function startAdmin({ host, port }: Address, parts: AdminParts): Promise<Admin> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (...exchange) => {
    take(parts, host, ...exchange).catch(() => exchange[1].destroy())
  })
  server.maxConnections = 256
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, port: chosen, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface AdminAnswer {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly allow?: string
}

async function take(
  parts: AdminParts,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(request, host)
  const { status, type, text, allow } =
    refusal === null ? await answerTo(parts, request) : json(403, { problem: refusal })
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

async function answerTo(parts: AdminParts, request: IncomingMessage): Promise<AdminAnswer> {
  const target = URL.parse(request.url ?? '/', 'http://admin.invalid')
  const path = target?.pathname ?? ''
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (path === '/explain' && request.method === 'POST') return explainBody(parts, request)
  const read = READ[path]
  if (read === undefined) return json(404, { problem: 'there is nothing here', paths: PATHS })
  if (isRead) return read(parts, target?.searchParams ?? new URLSearchParams())
  const allow = path === '/explain' ? 'GET, HEAD, POST' : 'GET, HEAD'
  return { ...json(405, { problem: 'this method has no answer here' }), allow }
}

type Read = (parts: AdminParts, query: URLSearchParams) => AdminAnswer | Promise<AdminAnswer>

const READ: { readonly [path: string]: Read } = {
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
  '/explain': async ({ policy }, query) => {
    const { readExplainQuery } = await import('./explain-request.ts')
    return explained(policy, readExplainQuery(query))
  },
}

const PATHS: readonly string[] = Object.keys(READ)

const NO_POLICY = { problem: 'no policy is held yet' }

async function explainBody({ policy }: AdminParts, request: IncomingMessage): Promise<AdminAnswer> {
  const { readExplainBody } = await import('./explain-request.ts')
  const body = await new Promise<string>((resolve) => readBody(request, BODY_BYTES, resolve))
  if (body === 'too-large') return json(413, { problem: 'the body is too large' })
  if (body === 'too-slow') return json(408, { problem: 'the body did not come in time' })
  return explained(policy, readExplainBody(body))
}

function explained(
  policy: PolicySource,
  question: Awaited<ReturnType<typeof import('./explain-request.ts')['readExplainBody']>>,
): AdminAnswer {
  if ('problem' in question) return json(400, question)
  const { engine } = policy
  if (engine === null) return json(503, NO_POLICY)
  const { request, context, now } = question
  const moment = policy.moment()
  return json(200, explain(engine, request, context, now === null ? moment : { ...moment, now }))
}

function json(status: number, value: object): AdminAnswer {
  return { status, type: 'application/json', text: `${JSON.stringify(value)}\n` }
}
