/**
 * Where the engines of browsers differ, in words, each with what shows it: scenarios of these tests, a test of its own, or the
 * engine's source.
 *
 * @module
 */
import type { BrowserName, EngineRows } from '@marque/core/browsers'

/** One difference. */
export interface Difference {
  /** Names of the rows of the model of `explain` that it is; none where the model does not speak of it. */
  readonly rows: readonly (keyof EngineRows)[]
  readonly what: string
  /** What each engine does; the same words where two do the same. */
  readonly does: { readonly [name in BrowserName]: string }
  /** Ids of the scenarios that show it in each run. */
  readonly seen?: readonly string[]
  /** A test that shows it, in this folder, and the engines that it runs in. */
  readonly test?: { readonly file: string; readonly in: readonly BrowserName[] }
  /** Where that is known from which no run shows here. */
  readonly source?: string
}

/** The versions of the last measurement: Debian 12, 22 November 2026. */
export const MEASURED: { readonly [name in BrowserName]: { product: string; major: number } } = {
  chromium: { product: 'Chromium 156', major: 156 },
  firefox: { product: 'Firefox 153 ESR', major: 153 },
  webkit: { product: 'WebKitGTK 2.50', major: 2 },
}

export const DIFFERENCES: readonly Difference[] = [
  {
    rows: ['longestKept'],
    what: 'How long a preflight is kept at most, whatever Access-Control-Max-Age says',
    does: { chromium: '2 hours', firefox: '24 hours', webkit: '10 minutes' },
    test: { file: 'clock.browser.test.ts', in: ['chromium', 'webkit'] },
    source:
      'Firefox does not run under another clock; netwerk/protocol/http/nsCORSListenerProxy.cpp, AddResultToCache, has 86400 s',
  },
  {
    rows: ['unreadableMaxAge'],
    what: 'An Access-Control-Max-Age that is no number of seconds',
    does: { chromium: '5 seconds', firefox: 'not kept', webkit: '5 seconds' },
    seen: ['age-garbage', 'age-garbage-later', 'age-fraction', 'age-two-lines'],
  },
  {
    rows: ['combinesPreflights'],
    what: 'Two preflights to one URL, one that names the method and one that names the header',
    does: {
      chromium: 'the later takes the place of the earlier',
      firefox: 'are put together: a request is sent that neither allowed',
      webkit: 'the later takes the place of the earlier',
    },
    seen: ['combined', 'one-result'],
  },
  {
    rows: [],
    what: 'A preflight kept for a request with credentials, then the same request without',
    does: { chromium: 'serves', firefox: 'asks again', webkit: 'serves' },
    seen: ['credentials-then-not'],
  },
  {
    rows: [],
    what: '`cache: no-store` in the options of fetch',
    does: {
      chromium: 'passes the kept preflight by',
      firefox: 'passes the kept preflight by',
      webkit: 'uses the kept preflight',
    },
    seen: ['no-store'],
  },
  {
    rows: ['keepsHeadWhereNamed'],
    what: 'A kept preflight for HEAD that Access-Control-Allow-Methods did not name',
    does: { chromium: 'serves', firefox: 'asks again', webkit: 'serves' },
    seen: ['head-again'],
  },
  {
    rows: ['methodCaseBefore'],
    what: 'The case of methods in Access-Control-Allow-Methods',
    does: {
      chromium: 'counts, since version 109; before, the method was compared in upper case',
      firefox: 'counts',
      webkit: 'counts',
    },
    seen: ['patch-small', 'patch-small-granted', 'acam-upper', 'acam-lower', 'acam-put-small'],
    source:
      'before: Chromium, services/network/cors/preflight_result.cc (acam_preflight_spec_conformant)',
  },
  {
    rows: ['wildcardCoversAuthorization'],
    what: 'Authorization under `Access-Control-Allow-Headers: *`, which the standard excepts',
    does: { chromium: 'is sent', firefox: 'is sent', webkit: 'is sent' },
    seen: ['acah-star-authorization', 'authorization-any'],
  },
  {
    rows: ['safelistsClientHints'],
    what: 'Client hints from script',
    does: { chromium: 'need no preflight', firefox: 'ask first', webkit: 'ask first' },
    seen: ['client-hint', 'save-data'],
  },
  {
    rows: ['repeatedHeaders', 'safelistedBytes'],
    what: 'Many lines of one safelisted header, each of at most 128 bytes',
    does: {
      chromium: 'are one value: asks first beyond 128 bytes',
      firefox: 'are judged one by one: no preflight',
      webkit: 'are one value: asks first beyond 128 bytes',
    },
    seen: ['accept-many'],
    source:
      'the bound of 1024 bytes for all values together is in Chromium only, services/network/public/cpp/cors/cors.cc (CorsUnsafeRequestHeaderNames), and out of reach of script there without client hints',
  },
  {
    rows: [],
    what: 'A header that script sets twice, in Access-Control-Request-Headers',
    does: { chromium: 'is named once', firefox: 'is named twice', webkit: 'is named once' },
    seen: ['name-twice'],
  },
  {
    rows: ['rangeUnitInAnyCase'],
    what: '`Range: Bytes=0-1`, the unit in another case',
    does: { chromium: 'asks first', firefox: 'asks first', webkit: 'needs no preflight' },
    seen: ['range-case'],
  },
  {
    rows: ['dropsUserAgent'],
    what: 'A User-Agent from script',
    does: { chromium: 'is left out without a word', firefox: 'asks first', webkit: 'asks first' },
    seen: ['user-agent'],
  },
  {
    rows: ['streamedBody'],
    what: 'A streamed body',
    does: {
      chromium: 'asks first, then fails over HTTP/1.1',
      firefox: 'is sent as the text `[object ReadableStream]`',
      webkit: 'throws before anything is sent',
    },
    seen: ['stream'],
  },
  {
    rows: [],
    what: 'Authorization on a request that is redirected to another origin: it is dropped by all, and before the new request',
    does: {
      chromium: 'nothing is asked',
      firefox: 'a preflight asks for the method alone',
      webkit: 'a preflight asks for the header that is then dropped',
    },
    seen: ['redirect-own-to-api-authorization', 'redirect-api-to-other-authorization'],
  },
  {
    rows: ['insecureHosts'],
    what: 'An https page requests an http address (mixed content)',
    does: {
      chromium:
        'nothing is sent, except to the loopback, literal local addresses and names under `.local`',
      firefox: 'nothing is sent, except to the loopback',
      webkit: 'nothing is sent, to the loopback neither',
    },
    test: { file: 'mixed-content.browser.test.ts', in: ['chromium', 'firefox', 'webkit'] },
    source: 'Mixed Content, 4.4; Secure Contexts, 3.1',
  },
  {
    rows: ['localNetwork'],
    what: 'A public page asks for an address of this machine (Local Network Access)',
    does: {
      chromium: 'nothing is sent before the user permits it; no header can help',
      firefox: 'a permission in a rollout that has not reached every user',
      webkit: 'no such permission is known',
    },
    test: { file: 'local-network.browser.test.ts', in: ['chromium'] },
    source:
      'not run in the others. Firefox: support.mozilla.org/kb/control-personal-device-local-network-permissions-firefox; WebKit: no announcement known',
  },
  {
    rows: ['cookies'],
    what: 'Cookies that CORS would let travel to another site',
    does: {
      chromium: 'without SameSite they count as Lax and stay; users may block third-party cookies',
      firefox: 'are kept apart for each site that embeds them',
      webkit: 'are blocked in Safari',
    },
    seen: ['cookie', 'cookie-far'],
    source:
      'chromium.org/updates/same-site; developer.mozilla.org, State Partitioning; webkit.org/blog/10218; the scenarios show SameSite=Lax, which stays in all three',
  },
]
