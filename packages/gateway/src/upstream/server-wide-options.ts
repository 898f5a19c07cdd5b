/**
 * `OPTIONS *` (RFC 9112, 3.2.4), which undici cannot send.
 *
 * @module
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { UpstreamSettings } from '../config/index.ts'

export interface ServerAddress {
  readonly url: string
  readonly ca: Buffer | undefined
  readonly timeouts: UpstreamSettings['timeouts']
}

/** Maximum size of the response header, bytes, as for pooled connections. */
const MAX_HEADER_BYTES = 65_536

/** Sends the request on a connection of its own and calls the handler as undici would. Such requests are rare. */
export function dispatchServerWideOptions(
  { url, ca, timeouts }: ServerAddress,
  { method, headers, body }: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
): boolean {
  const { protocol, hostname, port } = new URL(url)
  const request = (protocol === 'https:' ? requestHttps : requestHttp)({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    servername: serverNameOf(url),
    method,
    path: '*',
    headers: [...(headers as readonly string[]), 'connection', 'close'],
    agent: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    ...(ca !== undefined && { ca }),
  })
  const controller = new Controller(request)
  const fail = (error: Error): void => handler.onResponseError?.(controller, asUndiciError(error))
  const timer = setTimeout(() => request.destroy(headersTimeout()), timeouts.headers).unref()
  request.once('close', () => clearTimeout(timer))
  request.once('error', fail)
  request.once('response', (response) => {
    clearTimeout(timer)
    controller.onResponse(response)
    const { statusCode = 0, statusMessage = '' } = response
    try {
      handler.onResponseStart?.(controller, statusCode, {}, statusMessage)
    } catch (error) {
      request.destroy()
      fail(error instanceof Error ? error : new Error(String(error)))
      return
    }
    response.on('data', (chunk: Buffer) => handler.onResponseData?.(controller, chunk))
    response.once('error', fail)
    response.once('end', () => {
      controller.rawTrailers = toBuffers(response.rawTrailers)
      handler.onResponseEnd?.(controller, {})
    })
  })
  handler.onRequestStart?.(controller, {})
  if (body instanceof Readable) body.pipe(request)
  else request.end()
  return true
}

/**
 * The TLS server name of an upstream.
 *
 * @returns Empty for an IP address: the certificate is then for the address, and no name is sent (RFC 6066, 3).
 */
export function serverNameOf(url: string): string {
  const { hostname } = new URL(url)
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0 ? hostname : ''
}

class Controller implements Dispatcher.DispatchController {
  rawHeaders: Buffer[] = []
  rawTrailers: Buffer[] = []
  readonly reason: Error | null = null
  readonly #request: ClientRequest
  #response: IncomingMessage | null = null

  constructor(request: ClientRequest) {
    this.#request = request
  }

  onResponse(response: IncomingMessage): void {
    this.#response = response
    this.rawHeaders = toBuffers(response.rawHeaders)
  }

  get aborted(): boolean {
    return this.#request.destroyed
  }

  get paused(): boolean {
    return this.#response?.isPaused() ?? false
  }

  abort(reason: Error): void {
    this.#request.destroy(reason)
  }

  pause(): void {
    this.#response?.pause()
  }

  resume(): void {
    this.#response?.resume()
  }
}

function toBuffers(raw: readonly string[]): Buffer[] {
  return raw.map((text) => Buffer.from(text, 'latin1'))
}

function headersTimeout(): Error {
  return Object.assign(new Error('response header timeout'), { code: 'UND_ERR_HEADERS_TIMEOUT' })
}

/** Node marks parser errors by a code, undici by the error's name. */
function asUndiciError(error: Error): Error {
  if (!('code' in error) || !String(error.code).startsWith('HPE_')) return error
  return Object.assign(new Error(error.message), { name: 'HTTPParserError' })
}
