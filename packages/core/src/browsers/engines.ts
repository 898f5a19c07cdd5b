/**
 * The differences of browser engines from one another and from the Fetch standard, each with its source. The model of browsers has no other knowledge
 * of engines.
 *
 * "Measured" means observed in a run of Chromium 156, Firefox 153 ESR and WebKitGTK 2.50.6 on Debian, 22 and 30 November 2026.
 *
 * @module
 */

import type { InsecureHosts } from '../address/index.ts'
import type { BrowserName, BrowserNote } from './browser-verdict.ts'

/** What the engine does, and the source of the claim. */
export interface Row<Value> {
  readonly value: Value
  readonly source: string
}

/** One engine: a row for each difference. */
export interface EngineRows {
  /** Upper limit on Access-Control-Max-Age, seconds; null for none. */
  readonly longestKept: Row<number | null>
  /** An invalid Access-Control-Max-Age counts as missing, or prevents caching. */
  readonly unreadableMaxAge: Row<'default' | 'not-kept'>
  /** `*` in Access-Control-Allow-Headers covers `authorization`, against the standard. */
  readonly wildcardCoversAuthorization: Row<boolean>
  /** Client hints that script may set without a preflight. */
  readonly safelistsClientHints: Row<boolean>
  /** Repeated headers are checked as one joined value, or each separately. */
  readonly repeatedHeaders: Row<'joined' | 'apart'>
  /** Total bytes of safelisted values above which a preflight is needed; null for no limit. */
  readonly safelistedBytes: Row<number | null>
  /** The unit of `Range` is compared without case: `Bytes=0-9` needs no preflight either. */
  readonly rangeUnitInAnyCase: Row<boolean>
  /** A User-Agent that script sets is silently dropped. */
  readonly dropsUserAgent: Row<boolean>
  /** The methods and header names of different preflights combine in the cache. */
  readonly combinesPreflights: Row<boolean>
  /** A cached preflight covers HEAD only where Access-Control-Allow-Methods names it, although the standard does not require that. */
  readonly keepsHeadWhereNamed: Row<boolean>
  /** The hosts that an https page may request over `http:` and `ws:`; requests to others are blocked as mixed content. */
  readonly insecureHosts: Row<InsecureHosts>
  /** Requests to loopback or local addresses need the user's permission; null where they do not. */
  readonly localNetwork: BrowserNote | null
  /** What withholds cookies that CORS allows. */
  readonly cookies: BrowserNote
  /** What happens to a request with a stream as its body. */
  readonly streamedBody: BrowserNote
  /** Behaviour of older versions that are still in use; null for none. */
  readonly methodCaseBefore: BrowserNote | null
}

/** Seconds for which a preflight without Access-Control-Max-Age is cached (Fetch, CORS-preflight fetch, step 7.8; the same in all engines). */
export const DEFAULT_KEPT = 5

/** The Fetch standard to the letter, for comparison; no browser implements exactly this. */
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
    'Fetch, CORS-preflight cache: one entry per method and per header name',
  ),
  keepsHeadWhereNamed: row(false, 'Fetch, CORS-preflight cache: GET, HEAD and POST match always'),
  insecureHosts: row('loopback', 'Mixed Content, 4.4; Secure Contexts, 3.1'),
  localNetwork: null,
  cookies: {
    text: 'cookies are sent as far as their SameSite attribute allows',
    source: 'RFC 6265bis, 5.6',
  },
  streamedBody: {
    text: 'a streamed body always causes a preflight',
    source: 'Fetch, request constructor',
  },
  methodCaseBefore: null,
}

const LOCAL_REFUSAL =
  'to script a refusal looks like a CORS error, and no response header changes that'

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
      'Chromium, services/network/cors/preflight_cache.cc: one result per URL; measured',
    ),
    insecureHosts: row(
      'local',
      'WICG local-network-access, Mixed Content: literal addresses and names under .local, with the permission of the user; measured',
    ),
    localNetwork: {
      text: `since version 142 a page in a more public address space than this URL needs a secure context and the user's permission; ${LOCAL_REFUSAL}`,
      source:
        'developer.chrome.com/blog/local-network-access; WICG local-network-access, Permissions and Fetching',
    },
    cookies: {
      text: 'a cookie without SameSite counts as Lax and is not sent from another site; one with SameSite=None must be Secure; users may block third-party cookies',
      source: 'chromium.org/updates/same-site',
    },
    streamedBody: {
      text: 'a streamed body always causes a preflight, and needs HTTP/2 or later',
      source: 'developer.chrome.com/docs/capabilities/web-apis/fetch-streaming-requests; measured',
    },
    methodCaseBefore: {
      text: 'Chromium up to 108, and newer ones under the policy AccessControlAllowMethodsInCORSPreflightSpecConformant=false, compared the method in upper case',
      source: `${CHROMIUM_PREFLIGHT} (acam_preflight_spec_conformant); the new behaviour measured`,
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
    insecureHosts: row('loopback', 'Mixed Content, 4.4; measured'),
    localNetwork: {
      text: `in a rollout that has not reached every user, a page in a more public address space than this URL needs the user's permission; ${LOCAL_REFUSAL}`,
      source:
        'support.mozilla.org/kb/control-personal-device-local-network-permissions-firefox; firefox-admin-docs.mozilla.org, LocalNetworkAccess',
    },
    cookies: {
      text: "third-party cookies are partitioned by the embedding site (Total Cookie Protection), so the cookie of a login on the API's own site is not sent",
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
    combinesPreflights: row(
      false,
      `${WEBKIT_PREFLIGHT} (appendEntry): one result per URL; measured`,
    ),
    insecureHosts: row('none', 'measured; webkit.org/b/171934'),
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
