/**
 * Sends what a browser would send from a page: the preflight if required, then the request.
 *
 * @module
 */
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { headersOf, type SampleRequest, urlOf } from '../page/index.ts'

export interface Sent {
  /** The cookie set by the response, or null. */
  readonly cookie: string | null
  /** Whether the response headers allow script of the page to read it. */
  readonly isReadable: boolean
}

interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
}

/**
 * @param needsPreflight As reported by the explain endpoint.
 * @param cookie The cookie that the browser would send, or null.
 */
export async function sendAs(
  origin: string,
  sample: SampleRequest,
  api: string,
  id: string,
  needsPreflight: boolean,
  cookie: string | null,
): Promise<Sent> {
  const url = urlOf(sample, api, id).replace(/^ws/, 'http')
  const headers: Record<string, string> = { ...headersOf(sample), origin }
  if (needsPreflight) {
    const names = Object.keys(sample.headers).sort().join(',')
    const preflight = await exchange(url, 'OPTIONS', {
      origin,
      'access-control-request-method': sample.method,
      ...(names !== '' && { 'access-control-request-headers': names }),
    })
    if (preflight.status !== 204) return { cookie: null, isReadable: false }
  }
  if (sample.credentials && cookie !== null) headers.cookie = cookie
  if (sample.transport === 'socket') {
    headers['sec-websocket-version'] = '13'
    headers['sec-websocket-key'] = 'dGhlIHNhbXBsZSBub25jZQ=='
    headers.connection = 'upgrade'
    headers.upgrade = 'websocket'
  }
  const answered = await exchange(url, sample.method, headers, sample.body)
  const allowed = answered.headers['access-control-allow-origin']
  const allows = answered.headers['access-control-allow-credentials'] === 'true'
  const isNamed = allowed === origin && (allows || !sample.credentials)
  return {
    cookie: answered.headers['set-cookie']?.[0]?.split(';')[0] ?? null,
    isReadable:
      sample.transport === 'socket'
        ? answered.status === 101
        : isNamed || (allowed === '*' && !sample.credentials),
  }
}

/** Sends one request; resolves when the response headers arrive. */
function exchange(
  url: string,
  method: string,
  headers: { readonly [name: string]: string },
  body: string | null = null,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = request(toThisMachine(url, method, headers))
    const take = (response: IncomingMessage): void => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
      response.socket.destroy()
    }
    outgoing.on('response', take)
    outgoing.on('upgrade', take)
    outgoing.on('error', reject)
    outgoing.end(body ?? undefined)
  })
}

/** Sends a simple request of a page and reads the whole response. */
export function post(
  url: string,
  origin: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(toThisMachine(url, 'POST', { origin, 'content-type': 'text/plain' }))
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('error', reject)
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    })
    outgoing.end(body)
  })
}

/** Connects to loopback, because not every system resolves names below `localhost`; browsers and curl do. */
function toThisMachine(
  url: string,
  method: string,
  headers: { readonly [name: string]: string },
): RequestOptions {
  const { host, port, pathname, search } = new URL(url)
  const path = `${pathname}${search}`
  return { host: '127.0.0.1', port, method, path, headers: { host, ...headers }, agent: false }
}
