/**
 * Sends what a browser would send from a page: first the preflight where there must be one, then the request.
 *
 * @module
 */
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { headersOf, type SampleRequest, urlOf } from '../page/index.ts'

export interface Sent {
  /** The cookie that came with the answer, or null. */
  readonly cookie: string | null
  /** Whether the headers of the answer let script of the page read it. */
  readonly isReadable: boolean
}

interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
}

/**
 * @param needsPreflight As the explain endpoint says.
 * @param cookie What the browser would send along, or null.
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

/** One request; ends as soon as there are headers. */
function exchange(
  url: string,
  method: string,
  headers: { readonly [name: string]: string },
  body: string | null = null,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(toThisMachine(url, method, headers))
    const take = (response: IncomingMessage): void => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
      response.socket.destroy()
    }
    asked.on('response', take)
    asked.on('upgrade', take)
    asked.on('error', reject)
    asked.end(body ?? undefined)
  })
}

/** A simple request of a page, with the whole answer. */
export function post(
  url: string,
  origin: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(toThisMachine(url, 'POST', { origin, 'content-type': 'text/plain' }))
    asked.on('error', reject)
    asked.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('error', reject)
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    })
    asked.end(body)
  })
}

/** Not every system finds the names below `localhost`; browsers and curl do. */
function toThisMachine(
  url: string,
  method: string,
  headers: { readonly [name: string]: string },
): RequestOptions {
  const { host, port, pathname, search } = new URL(url)
  const path = `${pathname}${search}`
  return { host: '127.0.0.1', port, method, path, headers: { host, ...headers }, agent: false }
}
