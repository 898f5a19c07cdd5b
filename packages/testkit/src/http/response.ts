/**
 * Reading of HTTP/1.1 responses without repairing them.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'

/** Status and header lines of a final response. */
export interface ResponseHead {
  readonly status: number
  /** In the order and spelling in which they came. */
  readonly headers: readonly HeaderLine[]
}

export interface Response extends ResponseHead {
  /** Without the framing of chunks. */
  readonly body: string
  /** The field lines behind a chunked body. */
  readonly trailers: readonly HeaderLine[]
  /** Interim responses that came before it. */
  readonly interim: readonly ResponseHead[]
}

/** A response whose framing says that nothing of it is missing. */
export interface CompleteResponse {
  readonly status: number
  /** Status line and header lines, with their line ends. */
  readonly head: string
  readonly body: string
}

/** The status of the first response in a text; 0 where it begins with none. */
export function statusOf(text: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
}

/** The values of the lines of one field, in order. `name` is lower case. */
export function valuesOf({ headers }: Pick<ResponseHead, 'headers'>, name: string): string[] {
  return headers.filter(([own]) => own.toLowerCase() === name).map(([, value]) => value)
}

/** The head of the first final response and the text behind it; null where it has not come yet. */
export function responseHead(text: string): (ResponseHead & { readonly rest: string }) | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  const rest = text.slice(end + 4)
  if (isInterim(status)) return responseHead(rest)
  return { status, headers: lines.map(headerLine), rest }
}

/**
 * Parses one response that ended with its connection.
 *
 * @throws {Error} The bytes hold no complete head of a final response.
 */
export function parseResponse(bytes: Buffer): Response {
  const interim: ResponseHead[] = []
  let rest = bytes.toString('latin1')
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) throw new Error(`no response: ${JSON.stringify(rest.slice(0, 200))}`)
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n')
    const status = Number(statusLine.split(' ')[1])
    const headers = lines.map(headerLine)
    rest = rest.slice(end + 4)
    if (!isInterim(status)) {
      const isChunked = headers.some(
        ([name, value]) => name.toLowerCase() === 'transfer-encoding' && value === 'chunked',
      )
      const { body, trailers } = isChunked ? dechunked(rest) : { body: rest, trailers: [] }
      return { status, headers, body, trailers, interim }
    }
    interim.push({ status, headers })
  }
}

/** The first response of a text, by its framing; null where a part of it is missing. */
export function completeResponse(text: string): CompleteResponse | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = text.slice(0, end + 2)
  const status = Number(head.split(' ')[1])
  const rest = text.slice(end + 4)
  if (/^transfer-encoding: chunked\r$/im.test(head)) {
    let body = ''
    for (let at = 0; ; ) {
      const size = Number.parseInt(rest.slice(at), 16)
      const start = rest.indexOf('\r\n', at) + 2
      if (Number.isNaN(size) || start < 2 || rest.length < start + size + 2) return null
      if (size === 0) return { status, head, body }
      body += rest.slice(start, start + size)
      at = start + size + 2
    }
  }
  const length = Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0)
  return rest.length < length ? null : { status, head, body: rest }
}

/** 101 ends the exchange of HTTP/1.1; the other responses below 200 are followed by another. */
function isInterim(status: number): boolean {
  return status < 200 && status !== 101
}

function dechunked(text: string): Pick<Response, 'body' | 'trailers'> {
  let body = ''
  let at = 0
  for (;;) {
    const end = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, end), 16)
    if (end < 0) return { body, trailers: [] }
    if (!(size > 0)) {
      const lines = text.slice(end + 2).split('\r\n')
      return { body, trailers: lines.filter((line) => line !== '').map(headerLine) }
    }
    body += text.slice(end + 2, end + 2 + size)
    at = end + 2 + size + 2
  }
}

function headerLine(line: string): HeaderLine {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}
