/**
 * Where the engines of browsers differ from one another or from the Fetch standard: one row a difference, each with its source. The
 * model of a browser has no other knowledge of engines.
 *
 * Measured means: seen in a run of Chromium 156, Firefox 153 ESR and WebKitGTK 2.50.6 on Debian, 22 November 2026.
 *
 * @module
 */
import type { BrowserName, BrowserNote } from './browser-verdict.ts'

/** One row: what the engine does, and where that is known from. */
export interface Row<Value> {
  readonly value: Value
  readonly source: string
}

export interface EngineRows {
  /** The longest that a preflight is kept, seconds, whatever Access-Control-Max-Age says; null: as long as it says. */
  readonly longestKept: Row<number | null>
  /** What an Access-Control-Max-Age that is no number of seconds means: as if there were none, or not kept at all. */
  readonly unreadableMaxAge: Row<'default' | 'not-kept'>
  /** `*` in Access-Control-Allow-Headers covers `authorization`, which the standard excepts. */
  readonly wildcardCoversAuthorization: Row<boolean>
  /** Client hints that script may set without a preflight. */
  readonly safelistsClientHints: Row<boolean>
  /** Several lines of one header are judged as one value, or each by itself. */
  readonly repeatedHeaders: Row<'joined' | 'apart'>
  /** Bytes of all safelisted values together from which a preflight is needed; null: no such bound. */
  readonly safelistedBytes: Row<number | null>
  /** `Bytes=0-9` is a range that needs no preflight, as `bytes=0-9` is. */
  readonly rangeUnitInAnyCase: Row<boolean>
  /** A User-Agent that script sets is dropped without a word. */
  readonly dropsUserAgent: Row<boolean>
  /** Methods and header names that were granted by different preflights are put together. */
  readonly combinesPreflights: Row<boolean>
  /** A kept preflight serves HEAD only where Access-Control-Allow-Methods named it, though none need name it. */
  readonly keepsHeadWhereNamed: Row<boolean>
  /** Requests to this machine or the local network need a permission of the user; null: they do not. */
  readonly localNetwork: BrowserNote | null
  /** What holds cookies back that CORS would let travel. */
  readonly cookies: BrowserNote
  /** What becomes of a request whose body is a stream. */
  readonly streamedBody: BrowserNote
  /** An older behaviour that users may still meet; null: none. */
  readonly methodCaseBefore: BrowserNote | null
}

/** Seconds that a preflight without Access-Control-Max-Age is kept (Fetch, CORS-preflight fetch, step 7.8; the same everywhere). */
export const DEFAULT_KEPT = 5

/** The letter of the Fetch standard, for comparison; no browser is this. */
export const STANDARD: EngineRows = {
  longestKept: row(null, 'Fetch, CORS-preflight fetch: a limit is left to the user agent'),
  unreadableMaxAge: row('default', 'Fetch, CORS-preflight fetch: failure is 5 seconds'),
  wildcardCoversAuthorization: row(false, 'Fetch, CORS non-wildcard request-header name'),
  safelistsClientHints: row(false, 'Fetch, CORS-safelisted request-header'),
  repeatedHeaders: row('apart', 'Fetch, CORS-unsafe request-header names'),
  safelistedBytes: row(1024, 'Fetch, CORS-unsafe request-header names'),
  rangeUnitInAnyCase: row(false, 'Fetch, parse a single range header value'),
  dropsUserAgent: row(false, 'Fetch, forbidden request-header'),
  combinesPreflights: row(
    true,
    'Fetch, CORS-preflight cache: one entry a method and a header name',
  ),
  keepsHeadWhereNamed: row(false, 'Fetch, CORS-preflight cache: GET, HEAD and POST match always'),
  localNetwork: null,
  cookies: {
    text: 'cookies travel as far as their SameSite attribute lets them',
    source: 'RFC 6265bis, 5.6',
  },
  streamedBody: { text: 'a streamed body always asks first', source: 'Fetch, request constructor' },
  methodCaseBefore: null,
}

const LOCAL_REFUSAL =
  'a refusal looks to script like a CORS error, and no header of the server can help'

const CHROMIUM_PREFLIGHT = 'Chromium, services/network/cors/preflight_result.cc'
const CHROMIUM_SAFELIST = 'Chromium, services/network/public/cpp/cors/cors.cc'
const GECKO_PREFLIGHT = 'Firefox, netwerk/protocol/http/nsCORSListenerProxy.cpp'
const GECKO_SAFELIST = 'Firefox, dom/fetch/InternalHeaders.cpp (IsSimpleHeader)'
const WEBKIT_PREFLIGHT = 'WebKit, Source/WebCore/loader/CrossOriginPreflightResultCache.cpp'
const WEBKIT_SAFELIST = 'WebKit, Source/WebCore/platform/network/HTTPParsers.cpp'

export const ENGINES: { readonly [name in BrowserName]: EngineRows } = {
  chromium: {
    longestKept: row(7200, `${CHROMIUM_PREFLIGHT} (kMaxTimeout)`),
    unreadableMaxAge: row('default', `${CHROMIUM_PREFLIGHT} (ParseAccessControlMaxAge); measured`),
    wildcardCoversAuthorization: row(
      true,
      `measured; ${CHROMIUM_PREFLIGHT} has a switch for the standard's rule`,
    ),
    safelistsClientHints: row(true, `${CHROMIUM_SAFELIST} (IsCorsSafelistedHeader); measured`),
    repeatedHeaders: row('joined', 'measured'),
    safelistedBytes: row(1024, `${CHROMIUM_SAFELIST} (CorsUnsafeRequestHeaderNames)`),
    rangeUnitInAnyCase: row(false, 'measured'),
    dropsUserAgent: row(true, 'measured; crbug.com/571722'),
    keepsHeadWhereNamed: row(false, 'measured'),
    combinesPreflights: row(
      false,
      'Chromium, services/network/cors/preflight_cache.cc: one result a URL; measured',
    ),
    localNetwork: {
      text: `since version 142 a page that is further away than this address needs a secure context and the user's permission; ${LOCAL_REFUSAL}`,
      source:
        'developer.chrome.com/blog/local-network-access; WICG local-network-access, Permissions and Fetching',
    },
    cookies: {
      text: 'a cookie without SameSite is treated as Lax and does not travel from another site; one with SameSite=None must be Secure; users may block third-party cookies',
      source: 'chromium.org/updates/same-site',
    },
    streamedBody: {
      text: 'a streamed body always asks first, and needs HTTP/2 or later',
      source: 'developer.chrome.com/docs/capabilities/web-apis/fetch-streaming-requests; measured',
    },
    methodCaseBefore: {
      text: 'Chromium up to 108, and newer ones under the policy AccessControlAllowMethodsInCORSPreflightSpecConformant=false, compared the method in upper case',
      source: `${CHROMIUM_PREFLIGHT} (acam_preflight_spec_conformant); the newer way measured`,
    },
  },
  firefox: {
    longestKept: row(86400, `${GECKO_PREFLIGHT} (AddResultToCache)`),
    unreadableMaxAge: row('not-kept', `${GECKO_PREFLIGHT} (AddResultToCache); measured`),
    wildcardCoversAuthorization: row(
      true,
      `measured; ${GECKO_PREFLIGHT}, preference network.cors_preflight.authorization_covered_by_wildcard`,
    ),
    safelistsClientHints: row(false, `${GECKO_SAFELIST}; measured`),
    repeatedHeaders: row('apart', `${GECKO_SAFELIST}; measured`),
    safelistedBytes: row(null, `${GECKO_SAFELIST}; measured`),
    rangeUnitInAnyCase: row(false, 'measured'),
    dropsUserAgent: row(false, 'measured'),
    keepsHeadWhereNamed: row(true, 'measured'),
    combinesPreflights: row(true, `${GECKO_PREFLIGHT} (CacheEntry::mMethods, mHeaders); measured`),
    localNetwork: {
      text: `in a rollout that has not reached every user, a page that is further away than this address needs the user's permission; ${LOCAL_REFUSAL}`,
      source:
        'support.mozilla.org/kb/control-personal-device-local-network-permissions-firefox; firefox-admin-docs.mozilla.org, LocalNetworkAccess',
    },
    cookies: {
      text: "third-party cookies are kept apart for each site that embeds them (Total Cookie Protection), so a login made on the API's own site does not travel",
      source: 'developer.mozilla.org, Privacy, State Partitioning',
    },
    streamedBody: {
      text: 'streamed bodies are not supported: a stream is sent as the text `[object ReadableStream]`, without a preflight',
      source: 'measured',
    },
    methodCaseBefore: null,
  },
  webkit: {
    longestKept: row(600, `${WEBKIT_PREFLIGHT} (maxPreflightCacheTimeout)`),
    unreadableMaxAge: row('default', `${WEBKIT_PREFLIGHT}; measured`),
    wildcardCoversAuthorization: row(
      true,
      `${WEBKIT_PREFLIGHT} (validateCrossOriginHeaders); measured`,
    ),
    safelistsClientHints: row(false, `${WEBKIT_SAFELIST}; measured`),
    repeatedHeaders: row('joined', 'measured'),
    safelistedBytes: row(null, `${WEBKIT_SAFELIST} (isCrossOriginSafeRequestHeader)`),
    rangeUnitInAnyCase: row(true, 'measured'),
    dropsUserAgent: row(false, 'measured'),
    keepsHeadWhereNamed: row(false, 'measured'),
    combinesPreflights: row(false, `${WEBKIT_PREFLIGHT} (appendEntry): one result a URL; measured`),
    localNetwork: null,
    cookies: {
      text: 'Safari blocks all third-party cookies unless the user allowed them through the Storage Access API',
      source: 'webkit.org/blog/10218/full-third-party-cookie-blocking-and-more',
    },
    streamedBody: {
      text: 'streamed bodies are not supported: fetch throws before anything is sent',
      source: 'measured',
    },
    methodCaseBefore: null,
  },
}

function row<Value>(value: Value, source: string): Row<Value> {
  return { value, source }
}
