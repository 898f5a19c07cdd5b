/**
 * `OPTIONS *`, a question to the server as a whole (RFC 9112, 3.2.4), which undici has no way to ask.
 *
 * @module
 */
import { request as askHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as askHttps } from 'node:https'
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { UpstreamSettings } from '../settings/settings.ts'
import { serverNameOf } from './server-name.ts'

/** Where it is asked. */
export interface ServerAddress {
  readonly url: string
  readonly ca: Buffer | undefined
  readonly timeouts: UpstreamSettings['timeouts']
}

/** Bytes of an answer's header, as on the other connections. */
const MOST_HEADER = 65_536

/** Asks on a connection of its own, and tells the handler what undici would tell it. Such questions are rare. */
export function askServerWide(
  { url, ca, timeouts }: ServerAddress,
  { method, headers, body }: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
): boolean {
  const { protocol, hostname, port } = new URL(url)
  const ask = protocol === 'https:' ? askHttps : askHttp
  const asked = ask({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    servername: serverNameOf(url),
    method,
    path: '*',
    headers: [...(headers as readonly string[]), 'connection', 'close'],
    agent: false,
    maxHeaderSize: MOST_HEADER,
    ...(ca !== undefined && { ca }),
  })
  const controller = new Controller(asked)
  const fail = (error: Error): void => handler.onResponseError?.(controller, asParsed(error))
  const wait = setTimeout(() => asked.destroy(tooLate()), timeouts.headers).unref()
  asked.once('close', () => clearTimeout(wait))
  asked.once('error', fail)
  asked.once('response', (answer) => {
    clearTimeout(wait)
    controller.begin(answer)
    try {
      handler.onResponseStart?.(controller, answer.statusCode ?? 0, {}, answer.statusMessage ?? '')
    } catch (error) {
      asked.destroy()
      fail(error instanceof Error ? error : new Error(String(error)))
      return
    }
    answer.on('data', (chunk: Buffer) => handler.onResponseData?.(controller, chunk))
    answer.once('error', fail)
    answer.once('end', () => {
      controller.rawTrailers = buffers(answer.rawTrailers)
      handler.onResponseEnd?.(controller, {})
    })
  })
  handler.onRequestStart?.(controller, {})
  if (body instanceof Readable) body.pipe(asked)
  else asked.end()
  return true
}

class Controller implements Dispatcher.DispatchController {
  rawHeaders: Buffer[] = []
  rawTrailers: Buffer[] = []
  readonly reason: Error | null = null
  readonly #asked: ClientRequest
  #answer: IncomingMessage | null = null

  constructor(asked: ClientRequest) {
    this.#asked = asked
  }

  begin(answer: IncomingMessage): void {
    this.#answer = answer
    this.rawHeaders = buffers(answer.rawHeaders)
  }

  get aborted(): boolean {
    return this.#asked.destroyed
  }

  get paused(): boolean {
    return this.#answer?.isPaused() ?? false
  }

  abort(reason: Error): void {
    this.#asked.destroy(reason)
  }

  pause(): void {
    this.#answer?.pause()
  }

  resume(): void {
    this.#answer?.resume()
  }
}

function buffers(raw: readonly string[]): Buffer[] {
  return raw.map((text) => Buffer.from(text, 'latin1'))
}

function tooLate(): Error {
  return Object.assign(new Error('no header came in time'), { code: 'UND_ERR_HEADERS_TIMEOUT' })
}

/** Node names what its parser refuses by a code, undici by the class of the error. */
function asParsed(error: Error): Error {
  if (!('code' in error) || !String(error.code).startsWith('HPE_')) return error
  return Object.assign(new Error(error.message), { name: 'HTTPParserError' })
}
