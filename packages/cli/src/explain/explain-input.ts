/**
 * Builds the request to explain from the command line.
 *
 * Input that no client can send is rejected. Everything else is explained as given, including malformed values: the steps show what is
 * wrong with them.
 *
 * @module
 */
import {
  type Context,
  type HeaderLine,
  isForbiddenRequestHeader,
  isToken,
  normalizeMethod,
  type RequestFacts,
} from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import { isRequestProblem, readContext } from '@marque/core/wire'
import { CommandError, EXIT } from '../errors.ts'

/** Parsed by commander. */
export interface ExplainInputOptions {
  readonly origin: string | undefined
  readonly method: string
  readonly header: readonly string[]
  readonly credentials: boolean
  readonly context: string | undefined
  readonly preflight: boolean
}

export interface ExplainInput {
  readonly request: RequestFacts
  readonly context: Context
  /** The fetch by script; null without `--origin`, and for a preflight given explicitly. */
  readonly page: PageRequest | null
}

/** Represents any cookie of the browser. */
const ANY_COOKIE = 'session=1'

/** @throws {CommandError} Exit 64 for invalid input. */
export function readExplainInput(url: string, flags: ExplainInputOptions): ExplainInput {
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
  if (origin === undefined || isExplicitPreflight(request)) return { request, context, page: null }
  checkSetByScript(headers, isSocket)
  const page: PageRequest = {
    origin,
    method: flags.method,
    url,
    headers,
    credentials: sendsCookie,
    ...(flags.preflight && { forcesPreflight: true }),
  }
  return { request, context, page }
}

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
      `invalid URL \`${url}\``,
      'expected an absolute URL with http, https, ws or wss: https://api.example.com/v1/me',
    )
  }
  if (/[^\x21-\x7e]/.test(url)) {
    throw usage(
      `\`${url}\` contains a space, a control character or a non-ASCII character, which no client sends`,
      'percent-encode it',
    )
  }
  if (url.includes('#')) {
    throw usage(
      `\`${url}\` has a fragment, which clients do not send`,
      'remove the fragment; encode a `#` in the path as `%23`',
    )
  }
}

function checkMethod(method: string, isSocket: boolean): void {
  if (!isToken(method)) {
    throw usage(`invalid method \`${method}\``, 'expected a token such as GET or PATCH')
  }
  if (isSocket && method.toUpperCase() !== 'GET') {
    throw usage(
      `a WebSocket handshake uses GET, not \`${method}\``,
      'remove `--method`, or use an `https:` URL',
    )
  }
}

function readHeader(text: string): HeaderLine {
  const colon = text.indexOf(':')
  const name = colon === -1 ? '' : text.slice(0, colon)
  if (!isToken(name)) {
    throw usage(`invalid header \`${text}\``, "expected name and value: --header 'x-trace: 1'")
  }
  const value = text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')
  // Fetch, header value: bytes without NUL, CR and LF. Other control characters cannot be displayed or copied.
  if (/[^\t\x20-\x7e\xa0-\xff]/.test(value)) {
    throw usage(
      `the value of \`${name}\` contains a control character or a character outside ISO 8859-1, which a header cannot contain`,
      null,
    )
  }
  return [name, value]
}

function checkOrigin(origin: string | undefined, headers: readonly HeaderLine[]): void {
  if (headers.some(([name]) => name.toLowerCase() === 'origin')) {
    throw usage(
      '`Origin` cannot be set with `--header`',
      'use --origin https://app.example.com; for several Origin lines use `marque decide`',
    )
  }
  if (origin === undefined) return
  if (origin.trim() === '') {
    throw usage(
      '`--origin` is empty',
      'omit it for a request without Origin, as native apps, servers and command-line tools send',
    )
  }
  if (/[^\x20-\x7e]/.test(origin)) {
    throw usage(
      `the origin \`${origin}\` contains a control character or a non-ASCII character, which browsers do not send`,
      'browsers send such a host as punycode: https://xn--bcher-kva.example',
    )
  }
}

/** Engines let script set these, although Fetch once forbade them; measured. */
const NO_LONGER_FORBIDDEN = /^access-control-request-(?:local|private)-network$/

/** Headers of the fetch by script: one that browsers set themselves would make the decision and the browser table disagree. */
function checkSetByScript(headers: readonly HeaderLine[], isSocket: boolean): void {
  for (const [name] of headers) {
    const lower = name.toLowerCase()
    // The second argument of `new WebSocket`.
    if (isSocket && lower === 'sec-websocket-protocol') continue
    if (!isForbiddenRequestHeader(lower) || NO_LONGER_FORBIDDEN.test(lower)) continue
    throw usage(
      `\`${name}\` cannot be set with \`--header\` and \`--origin\`: browsers set it themselves, and script may not`,
      insteadOf(lower),
    )
  }
}

function insteadOf(lower: string): string {
  switch (lower) {
    case 'host':
      return 'Host is the host of the URL: give the URL with the host that the layer receives; for a request whose Host line names another one use `marque decide`'
    case 'cookie':
      return 'use `--credentials`'
    case 'access-control-request-method':
    case 'access-control-request-headers':
      return 'give method and headers of the request, and its preflight is explained too; for a preflight alone add `--method OPTIONS` and `Access-Control-Request-Method`'
    default:
      return 'remove it; for a request as the layer received it use `marque decide`'
  }
}

function checkPreflight(origin: string | undefined, isSocket: boolean): void {
  if (origin === undefined) {
    throw usage('`--preflight` requires `--origin`', null)
  }
  if (isSocket) throw usage('browsers send no preflight for a WebSocket', 'remove `--preflight`')
}

function contextOf(text: string | undefined): Context {
  if (text === undefined) return {}
  const help = `expected JSON: --context '{"roles":["reader"]}'`
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

/** OPTIONS with `Access-Control-Request-Method`: the preflight itself is to be explained, as copied from a log. */
function isExplicitPreflight({ method, headers }: RequestFacts): boolean {
  return (
    method === 'OPTIONS' &&
    headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  )
}

function usage(message: string, help: string | null): CommandError {
  return new CommandError(EXIT.usage, message, help)
}
