/**
 * Notes on behaviour that readers of a verdict may not expect, as far as it concerns the request.
 *
 * @module
 */
import { splitTarget } from '../path/index.ts'
import { quoteAll } from '../quote.ts'
import type { BrowserNote, BrowserVerdict, PageRequest } from './browser-verdict.ts'
import { isSafelistedMethod } from './cors-check.ts'
import type { EngineRows } from './engines.ts'
import { isDropped } from './request-safelist.ts'

/**
 * @param page As script wrote it.
 * @param sent As the engine sends it: the method normalized, without forbidden headers.
 * @param names The header names that the preflight requests.
 */
export function notesOn(
  engine: EngineRows,
  page: PageRequest,
  sent: PageRequest,
  names: readonly string[],
  verdict: Omit<BrowserVerdict, 'notes'>,
): readonly BrowserNote[] {
  const notes: BrowserNote[] = []
  const isSocket = /^wss?:/i.test(page.url)
  if (isSocket) notes.push(SOCKET)
  if (!isSocket) notes.push(...onMethod(engine, page, sent), ...onHeaders(engine, page))
  if (verdict.preflight) notes.push(...onPreflight(engine, page, names, verdict))
  if (page.origin === 'null') notes.push(OPAQUE)
  if (verdict.credentials) notes.push(engine.cookies)
  if (verdict.read && !isSocket && hasAuthorization(page)) notes.push(REDIRECT)
  if (verdict.needsPermission && engine.localNetwork !== null) notes.push(engine.localNetwork)
  if (isRewritten(page.url)) notes.push(REWRITTEN)
  return notes
}

const SOCKET: BrowserNote = {
  text: 'browsers do not apply CORS to WebSocket handshakes and always send cookies: only the server can keep other origins out (D25)',
  source: 'WebSockets Standard, establish a WebSocket connection; RFC 6455, 10.2',
}

const OPAQUE: BrowserNote = {
  text: 'the origin is `null` in sandboxed frames, for local files, and after a redirect from one foreign origin to another: granting it grants everyone',
  source: 'Fetch, serializing a request origin; HTML, sandboxed origin browsing context flag',
}

const REDIRECT: BrowserNote = {
  text: 'after a redirect to another origin, its response is checked separately and Authorization is removed; after a redirect by a foreign origin, Origin is `null`',
  source: 'Fetch, HTTP-redirect fetch',
}

const REWRITTEN: BrowserNote = {
  text: 'browsers rewrite this URL before they send it (dot segments, `\\`, raw characters): repeat with the URL as it is sent',
  source: 'URL Standard, basic URL parser',
}

const STALE_LISTS: BrowserNote = {
  text: 'methods and header names are cached separately, so the results of two preflights combine: a method that one grant allows and a header that another allows can be sent without a third preflight; the response is still checked (D9)',
  source: '',
}

const ONE_RESULT: BrowserNote = {
  text: 'one preflight result is cached per URL: a later one for another method or header replaces it (D9)',
  source: '',
}

function onMethod(engine: EngineRows, page: PageRequest, sent: PageRequest): BrowserNote[] {
  const notes: BrowserNote[] = []
  if (sent.method !== page.method) {
    notes.push({
      text: `the method is sent in upper case: ${quoteAll([sent.method])}`,
      source: 'Fetch, normalize a method',
    })
  } else if (sent.method !== sent.method.toUpperCase()) {
    notes.push({
      text: `the method is sent as written: ${quoteAll([sent.method])} is not ${quoteAll([sent.method.toUpperCase()])}, because methods are case-sensitive (D27)`,
      source: 'Fetch, normalize a method; measured in all three engines',
    })
    if (engine.methodCaseBefore !== null) notes.push(engine.methodCaseBefore)
  }
  return notes
}

function onHeaders(engine: EngineRows, page: PageRequest): BrowserNote[] {
  const dropped = page.headers.filter((line) => isDropped(engine, line)).map(([name]) => name)
  const notes: BrowserNote[] = []
  if (dropped.length > 0) {
    const isOnlyAgent = dropped.every((name) => name.toLowerCase() === 'user-agent')
    notes.push({
      text: `silently dropped, because script may not set them: ${quoteAll(dropped)}`,
      source: isOnlyAgent ? engine.dropsUserAgent.source : 'Fetch, forbidden request-header',
    })
  }
  return notes
}

function onPreflight(
  engine: EngineRows,
  page: PageRequest,
  names: readonly string[],
  { preflightPasses, keptFor }: Omit<BrowserVerdict, 'notes'>,
): BrowserNote[] {
  const notes: BrowserNote[] = []
  if (page.forcesPreflight === true && names.length === 0 && isSafelistedMethod(page.method)) {
    notes.push(
      {
        text: 'method and headers need no preflight: an upload listener of XMLHttpRequest causes it',
        source: 'XMLHttpRequest Standard, upload listener flag; measured in all three engines',
      },
      engine.streamedBody,
    )
  }
  if (preflightPasses !== true) return notes
  const { longestKept, combinesPreflights } = engine
  if (keptFor !== null && keptFor === longestKept.value) {
    notes.push({
      text: `preflight results are cached for at most ${longestKept.value} s`,
      source: longestKept.source,
    })
  }
  if (keptFor === 0 && page.method === 'HEAD' && engine.keepsHeadWhereNamed.value) {
    notes.push({
      text: 'every HEAD needs a preflight: a cached result covers HEAD only where Access-Control-Allow-Methods names it, and a grant of GET covers HEAD without naming it',
      source: engine.keepsHeadWhereNamed.source,
    })
  }
  if (keptFor !== 0) {
    const note = combinesPreflights.value ? STALE_LISTS : ONE_RESULT
    notes.push({ ...note, source: combinesPreflights.source })
  }
  return notes
}

/**
 * The note on a preflight in which only `*` covers Authorization.
 *
 * @param allowed Access-Control-Allow-Headers of the response.
 */
export function onWildcard(
  engine: EngineRows,
  names: readonly string[],
  allowed: readonly string[],
): readonly BrowserNote[] {
  const { value, source } = engine.wildcardCoversAuthorization
  if (!value || !names.includes('authorization') || !allowed.includes('*')) return []
  if (allowed.some((name) => name.toLowerCase() === 'authorization')) return []
  const text =
    'in this engine `*` in Access-Control-Allow-Headers covers Authorization, against the standard: name it (D24)'
  return [{ text, source }]
}

function hasAuthorization({ headers }: PageRequest): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'authorization')
}

function isRewritten(url: string): boolean {
  const { start } = splitTarget(url)
  const target = url.slice(start)
  const path = target.split(/[?#]/, 1)[0] ?? ''
  return /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)|\\/i.test(path) || /[^\x21-\x7e]/.test(target)
}
