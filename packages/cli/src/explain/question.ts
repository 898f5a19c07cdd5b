/**
 * From the words of the command line to the request that is explained.
 *
 * Forms that no client can send are refused with a message; whatever a client can send is asked as it is written, also where
 * it is wrong: the steps say what is wrong with it.
 *
 * @module
 */
import {
  type Context,
  type HeaderLine,
  isToken,
  normalizeMethod,
  type RequestFacts,
} from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import { isRequestProblem, readContext } from '@marque/core/wire'
import { CommandError, EXIT } from '../errors/index.ts'

/** As commander gives them. */
export interface QuestionFlags {
  readonly origin: string | undefined
  readonly method: string
  readonly header: readonly string[]
  readonly credentials: boolean
  readonly context: string | undefined
  readonly preflight: boolean
}

export interface Question {
  readonly request: RequestFacts
  readonly context: Context
  /** What script asks the browser for; null where no page asks, and where the request is a preflight that was written out. */
  readonly page: PageRequest | null
}

/** Stands for whatever cookie the browser has. */
const ANY_COOKIE = 'session=1'

/** @throws {CommandError} Exit 64: what is wrong with the words, and how they are written. */
export function readQuestion(url: string, flags: QuestionFlags): Question {
  checkUrl(url)
  const { origin, credentials } = flags
  const isSocket = /^wss?:/i.test(url)
  checkMethod(flags.method, isSocket)
  const headers = flags.header.map(readHeader)
  checkOrigin(origin, headers)
  if (flags.preflight) checkPreflight(origin, isSocket)
  const method = origin === undefined ? flags.method : normalizeMethod(flags.method)
  const hasCookie = headers.some(([name]) => name.toLowerCase() === 'cookie')
  const sendsCookie = credentials || isSocket
  const request: RequestFacts = {
    method,
    url,
    headers: [
      ...(origin === undefined ? [] : [['Origin', origin] as const]),
      ...(isSocket ? HANDSHAKE : []),
      ...headers,
      ...(sendsCookie && !hasCookie ? [['Cookie', ANY_COOKIE] as const] : []),
    ],
  }
  const context = contextOf(flags.context)
  if (origin === undefined || isWrittenPreflight(request)) return { request, context, page: null }
  const page: PageRequest = {
    origin,
    method: flags.method,
    url,
    headers: headers.filter(([name]) => !BROWSER_OWN.test(name)),
    credentials: sendsCookie || hasCookie,
    ...(flags.preflight && { forcesPreflight: true }),
  }
  return { request, context, page }
}

// What a browser adds by itself: written on the command line it describes the request, not what script asks for.
const BROWSER_OWN = /^(?:cookie|host|sec-fetch-.*)$/i

/** RFC 6455, 4.1; the key is the example of 1.2. */
const HANDSHAKE: readonly HeaderLine[] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
]

function checkUrl(url: string): void {
  if (!/^(?:https?|wss?):\/\/./i.test(url)) {
    throw usage(
      `\`${url}\` is no URL of http, https, ws or wss`,
      'write it whole: https://api.example.com/v1/me',
    )
  }
  if (/[^\x21-\x7e]/.test(url)) {
    throw usage(
      `\`${url}\` holds a space, a control character or one beyond ASCII, and no client sends that`,
      'write it as it travels, percent-encoded',
    )
  }
  if (url.includes('#')) {
    throw usage(
      `\`${url}\` has a fragment, and no client sends that`,
      'leave out the `#` and what follows; a `#` of the path is written `%23`',
    )
  }
}

function checkMethod(method: string, isSocket: boolean): void {
  if (!isToken(method)) {
    throw usage(`\`${method}\` is no method`, 'a method is one word, such as GET or PATCH')
  }
  if (isSocket && method.toUpperCase() !== 'GET') {
    throw usage(
      `a WebSocket is opened with GET, not with \`${method}\``,
      'leave out `--method`, or write the URL with `https:`',
    )
  }
}

function readHeader(text: string): HeaderLine {
  const colon = text.indexOf(':')
  const name = colon === -1 ? '' : text.slice(0, colon)
  if (!isToken(name)) {
    throw usage(`\`${text}\` is no header`, "write name and value: --header 'x-trace: 1'")
  }
  const value = text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')
  // Fetch, header value: bytes, without NUL, CR and LF. What else is no text cannot be shown or copied.
  if (/[^\t\x20-\x7e\xa0-\xff]/.test(value)) {
    throw usage(
      `the value of \`${name}\` holds a control character or one beyond ISO 8859-1, and no header can`,
      null,
    )
  }
  return [name, value]
}

function checkOrigin(origin: string | undefined, headers: readonly HeaderLine[]): void {
  if (headers.some(([name]) => name.toLowerCase() === 'origin')) {
    throw usage(
      '`Origin` is not written as a header here',
      '--origin https://app.example.com; several lines of it take `marque decide`',
    )
  }
  if (origin === undefined) return
  if (origin.trim() === '') {
    throw usage(
      '`--origin` is empty',
      'leave it out for a request without Origin: from a native app, a server, a command line',
    )
  }
  if (/[^\x20-\x7e]/.test(origin)) {
    throw usage(
      `the origin \`${origin}\` holds a control character or one beyond ASCII, and no browser sends that`,
      'browsers send the host of such a name as punycode: https://xn--bcher-kva.example',
    )
  }
}

function checkPreflight(origin: string | undefined, isSocket: boolean): void {
  if (origin === undefined) {
    throw usage('`--preflight` is of pages, and without `--origin` no page asks', null)
  }
  if (isSocket) throw usage('a WebSocket has no preflight', 'leave out `--preflight`')
}

function contextOf(text: string | undefined): Context {
  if (text === undefined) return {}
  const help = `write JSON: --context '{"roles":["reader"]}'`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw usage(`\`--context ${text}\` is not JSON`, help)
  }
  const context = readContext(value, 'ignore')
  if (isRequestProblem(context)) throw usage(context.message, help)
  return context
}

/** An OPTIONS with the header that makes it one: somebody asks for the preflight itself, as it stood in a log. */
function isWrittenPreflight({ method, headers }: RequestFacts): boolean {
  return (
    method === 'OPTIONS' &&
    headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  )
}

function usage(message: string, help: string | null): CommandError {
  return new CommandError(EXIT.usage, message, help)
}
