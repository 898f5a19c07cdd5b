/**
 * What browsers do with a page's request: the Fetch algorithm from `fetch()` to the response that script reads, once for each engine.
 *
 * @module
 */

import { badPortOf, isLessPublic, isMixedContent } from '../address/index.ts'
import { answerHeaders } from '../answer/index.ts'
import { decide } from '../decide/index.ts'
import { isForbiddenMethod, isToken, normalizeMethod, trimSpace } from '../headers/index.ts'
import { splitTarget } from '../path/index.ts'
import type { Engine } from '../prepared/index.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'
import { notesOn, onWildcard } from './browser-notes.ts'
import type {
  BrowserNote,
  BrowserVerdict,
  BrowserVerdicts,
  PageRequest,
  ServerAnswer,
} from './browser-verdict.ts'
import {
  exposedNames,
  isSafelistedMethod,
  keptFor,
  tokensOf,
  whyPreflightFails,
  whyUnreadable,
} from './cors-check.ts'
import { ENGINES, type EngineRows, STANDARD } from './engines.ts'
import { isDropped, unsafeNames } from './request-safelist.ts'

/**
 * What Chromium, Firefox and WebKit do with a page's request under a policy, on an empty preflight cache.
 *
 * {@link decide} decides the preflight and the request that the engine would send. The application is assumed to set no CORS headers, and with
 * `credentials` a cookie is assumed to exist.
 *
 * @example
 * ```ts
 * browse(engine, { origin, method: 'PUT', url, headers: [], credentials: false }, {}, { now: Date.now() }).webkit.keptFor // 600
 * ```
 */
export function browse(
  engine: Engine,
  page: PageRequest,
  context: Context,
  moment: Moment,
): BrowserVerdicts {
  return browseAnswers(page, answersUnder(engine, page, context, moment))
}

/** The same, as the Fetch standard says. */
export function browseStandard(
  engine: Engine,
  page: PageRequest,
  context: Context,
  moment: Moment,
): BrowserVerdict {
  return browseAs(STANDARD, page, answersUnder(engine, page, context, moment))
}

function answersUnder(
  engine: Engine,
  page: PageRequest,
  context: Context,
  moment: Moment,
): (request: RequestFacts) => ServerAnswer {
  return (request) => {
    const decision = decide(engine, request, context, moment)
    const upgraded = decision.kind === 'websocket' || isWebSocket(page)
    return {
      status: decision.status ?? (upgraded ? 101 : 200),
      headers: answerHeaders(decision, []),
      reason: decision.reason,
    }
  }
}

/**
 * The same for the responses of any server.
 *
 * @param answer The server's response to a request. Called several times.
 */
export function browseAnswers(
  page: PageRequest,
  answer: (request: RequestFacts) => ServerAnswer,
): BrowserVerdicts {
  return {
    chromium: browseAs(ENGINES.chromium, page, answer),
    firefox: browseAs(ENGINES.firefox, page, answer),
    webkit: browseAs(ENGINES.webkit, page, answer),
  }
}

const NOT_SENT: Omit<BrowserVerdict, 'notes'> = {
  blocked: null,
  needsPermission: false,
  preflight: false,
  preflightPasses: null,
  keptFor: null,
  sent: false,
  read: false,
  exposed: [],
  credentials: false,
}

/** What one engine does. */
export function browseAs(
  engine: EngineRows,
  page: PageRequest,
  answer: (request: RequestFacts) => ServerAnswer,
): BrowserVerdict {
  const thrown = whyThrown(page)
  if (thrown !== null) return { ...NOT_SENT, blocked: 'invalid-request', notes: [thrown] }
  if (isMixedContent(page.origin, page.url, engine.insecureHosts.value)) {
    return { ...NOT_SENT, blocked: 'mixed-content', notes: [mixedContent(engine, page)] }
  }
  const port = badPortOf(page.url)
  if (port !== undefined) return { ...NOT_SENT, blocked: 'bad-port', notes: [badPort(port)] }
  if (isWebSocket(page)) return browseSocket(engine, page, answer)
  const headers = page.headers.filter((line) => !isDropped(engine, line))
  const sent: PageRequest = {
    ...page,
    url: withoutFragment(page.url),
    method: normalizeMethod(page.method),
    headers,
  }
  return isSameOrigin(sent) ? browseOwn(engine, page, sent) : browseCors(engine, page, sent, answer)
}

/** Fetch, request constructor: an invalid or forbidden method and an invalid header throw before anything is sent. */
function whyThrown({ method, headers }: PageRequest): BrowserNote | null {
  const source = 'Fetch, new Request(input, init)'
  if (!isToken(method)) return { text: 'fetch throws: the method is not a token', source }
  if (isForbiddenMethod(method)) {
    return { text: 'fetch throws: CONNECT, TRACE and TRACK are forbidden', source }
  }
  const isBad = headers.some(
    ([name, value]) => !isToken(name) || /[\0\r\n]|[^\0-\xff]/.test(trimSpace(value)),
  )
  return isBad ? { text: 'fetch throws: a header has an invalid name or value', source } : null
}

function mixedContent({ insecureHosts }: EngineRows, { url }: PageRequest): BrowserNote {
  const scheme = isWebSocket({ url }) ? 'ws' : 'http'
  const text = `blocked as mixed content: an https page cannot request \`${scheme}:\`, whatever the server responds; serve the API over \`${scheme}s:\``
  return { text, source: insecureHosts.source }
}

function badPort(port: number): BrowserNote {
  const text = `blocked: browsers send nothing to port ${port}, whatever listens there; serve the API on another port`
  return { text, source: 'Fetch, port blocking' }
}

/** A same-origin request: CORS does not apply, and script reads every response. */
function browseOwn(engine: EngineRows, page: PageRequest, sent: PageRequest): BrowserVerdict {
  const verdict = { ...NOT_SENT, sent: true, read: true, exposed: '*', credentials: true } as const
  const own: BrowserNote = {
    text: 'the page and the URL have the same origin: CORS does not apply, and credentials are sent unless they are omitted',
    source: 'Fetch, main fetch, step 12',
  }
  return { ...verdict, notes: [own, ...notesOn(engine, page, sent, [], verdict)] }
}

function browseCors(
  engine: EngineRows,
  page: PageRequest,
  sent: PageRequest,
  answer: (request: RequestFacts) => ServerAnswer,
): BrowserVerdict {
  const { origin, method, credentials } = sent
  const names = unsafeNames(engine, sent.headers)
  const preflight = page.forcesPreflight === true || !isSafelistedMethod(method) || names.length > 0
  const before: BrowserNote[] = []
  const needsPermission = asksUser(engine, page)
  let kept: number | null = null
  if (preflight) {
    const answered = answer(preflightOf(sent, names))
    const failure = whyPreflightFails(engine, answered, { origin, method, names, credentials })
    if (failure !== null) {
      const verdict = { ...NOT_SENT, needsPermission, preflight, preflightPasses: false }
      return {
        ...verdict,
        notes: [failed(failure, answered), ...notesOn(engine, page, sent, names, verdict)],
      }
    }
    kept = keptFor(engine, answered.headers, method)
    const allowed = tokensOf(answered.headers, 'access-control-allow-headers') ?? []
    before.push(...onWildcard(engine, names, allowed))
  }
  const answered = answer(requestOf(sent))
  const { headers } = answered
  const unreadable = whyUnreadable(headers, origin, credentials)
  const verdict: Omit<BrowserVerdict, 'notes'> = {
    blocked: null,
    needsPermission,
    preflight,
    preflightPasses: preflight ? true : null,
    keptFor: kept,
    sent: true,
    read: unreadable === null,
    exposed: unreadable === null ? exposedNames(headers, credentials) : [],
    credentials,
  }
  if (unreadable !== null) before.push(hidden(unreadable, answered))
  return { ...verdict, notes: [...before, ...notesOn(engine, page, sent, names, verdict)] }
}

/** Fetch, CORS-preflight fetch, steps 1 to 5. */
function preflightOf({ method, url, origin }: PageRequest, names: readonly string[]): RequestFacts {
  const headers: HeaderLine[] = [
    ['Origin', origin],
    ['Access-Control-Request-Method', method],
  ]
  if (names.length > 0) headers.push(['Access-Control-Request-Headers', names.join(',')])
  return { method: 'OPTIONS', url, headers }
}

function requestOf({ method, url, origin, headers, credentials }: PageRequest): RequestFacts {
  const cookie: readonly HeaderLine[] = credentials ? [['Cookie', 'any=1']] : []
  return { method, url, headers: [['Origin', origin], ...headers, ...cookie] }
}

/** Browsers check only the status of the response: script can use every WebSocket that the server accepts (D25). */
function browseSocket(
  engine: EngineRows,
  page: PageRequest,
  answer: (request: RequestFacts) => ServerAnswer,
): BrowserVerdict {
  const sent: PageRequest = { ...page, method: 'GET', headers: [], credentials: true }
  const upgrade: readonly HeaderLine[] = [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
  ]
  const facts = requestOf(sent)
  const { status } = answer({ ...facts, headers: [...facts.headers, ...upgrade] })
  const verdict = {
    ...NOT_SENT,
    needsPermission: asksUser(engine, page),
    sent: true,
    read: status === 101,
    credentials: true,
  }
  return { ...verdict, notes: notesOn(engine, page, sent, [], verdict) }
}

/** Whether the URL opens a WebSocket. */
export function isWebSocket({ url }: Pick<PageRequest, 'url'>): boolean {
  return /^wss?:/i.test(url)
}

function isSameOrigin({ url, origin }: PageRequest): boolean {
  const { host } = splitTarget(url)
  return (
    host !== undefined && `${url.slice(0, url.indexOf('://')).toLowerCase()}://${host}` === origin
  )
}

function asksUser({ localNetwork }: EngineRows, { url, origin }: PageRequest): boolean {
  return localNetwork !== null && isLessPublic(url, origin)
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#')
  return at < 0 ? url : url.slice(0, at)
}

function failed(why: string, answered: ServerAnswer): BrowserNote {
  const text = `the preflight fails: ${why}${because(answered)}`
  return { text, source: 'Fetch, CORS-preflight fetch, step 7' }
}

function hidden(why: string, answered: ServerAnswer): BrowserNote {
  const text = `the request is sent, but script may not read the response: ${why}${because(answered)}`
  return { text, source: 'Fetch, CORS check' }
}

function because({ reason }: ServerAnswer): string {
  return reason === undefined ? '' : ` (\`${reason}\`)`
}
