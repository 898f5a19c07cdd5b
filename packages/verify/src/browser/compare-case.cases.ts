/**
 * What browsers did in one case, as the proxy and the page saw it, and the part of the prediction that does not hold.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import type { Arrival } from './arrival.ts'
import type { BrowserFacet } from './compare-case.ts'
import type { TestedBrowser } from './find-browser.ts'
import type { PageResult } from './page.ts'

export interface ComparisonCase {
  readonly name: string
  readonly browser?: TestedBrowser
  readonly page?: Partial<PageRequest>
  readonly arrivals: readonly Arrival[]
  readonly result: PageResult
  /** Null where the prediction holds. */
  readonly want: BrowserFacet | null
}

const APP = 'https://app.example.com'

export const PAGE: PageRequest = {
  origin: APP,
  method: 'GET',
  url: 'https://api.example.com/items?marque-probe=1-b0',
  headers: [],
  credentials: false,
}

const ALLOW: HeaderLine = ['Access-Control-Allow-Origin', APP]
const CREDENTIALS: HeaderLine = ['Access-Control-Allow-Credentials', 'true']
const FAILED: PageResult = { failed: 'Failed to fetch' }

function request(headers: readonly HeaderLine[], hasCookie = false, status = 200): Arrival {
  const sent: readonly HeaderLine[] = [['Origin', APP]]
  return {
    isPreflight: false,
    method: 'GET',
    headers: sent,
    hasCookie,
    forwarded: null,
    delivered: { status, headers },
  }
}

function preflight(
  method: string,
  names: string | null,
  headers: readonly HeaderLine[],
  hasCookie = false,
): Arrival {
  const asked: HeaderLine[] = [
    ['Origin', APP],
    ['Access-Control-Request-Method', method],
  ]
  if (names !== null) asked.push(['Access-Control-Request-Headers', names])
  return {
    isPreflight: true,
    method: 'OPTIONS',
    headers: asked,
    hasCookie,
    forwarded: null,
    delivered: { status: 204, headers },
  }
}

function read(...names: readonly string[]): PageResult {
  return { status: 200, names }
}

const PUT = { method: 'PUT' }
const ALLOW_PUT: readonly HeaderLine[] = [ALLOW, ['Access-Control-Allow-Methods', 'PUT']]
const LOGIN = { credentials: true }

export const comparisonCases: readonly ComparisonCase[] = [
  {
    name: 'script reads a granted answer',
    arrivals: [request([ALLOW])],
    result: read(),
    want: null,
  },
  {
    name: 'script reads nothing of a denied answer',
    arrivals: [request([])],
    result: FAILED,
    want: null,
  },
  {
    name: 'script reads an answer without the header',
    arrivals: [request([])],
    result: read(),
    want: 'read',
  },
  {
    name: 'script cannot read a granted answer',
    arrivals: [request([ALLOW])],
    result: FAILED,
    want: 'read',
  },
  {
    name: 'script does not see a header that is not exposed',
    arrivals: [request([ALLOW, ['ETag', '"1"'], ['Content-Type', 'text/plain']])],
    result: read('content-type'),
    want: null,
  },
  {
    name: 'script sees a header that is not exposed',
    arrivals: [request([ALLOW, ['ETag', '"1"']])],
    result: read('etag'),
    want: 'exposed',
  },
  {
    name: 'script does not see a header that is exposed',
    arrivals: [request([ALLOW, ['ETag', '"1"'], ['Access-Control-Expose-Headers', 'ETag']])],
    result: read(),
    want: 'exposed',
  },
  {
    name: 'an exposed header that the answer does not have is not missed',
    arrivals: [request([ALLOW, ['Access-Control-Expose-Headers', 'ETag, x-total']])],
    result: read(),
    want: null,
  },
  {
    name: 'a preflight that passes, and the request behind it',
    page: PUT,
    arrivals: [preflight('PUT', null, ALLOW_PUT), request([ALLOW])],
    result: read(),
    want: null,
  },
  {
    name: 'a preflight that fails, and no request',
    page: PUT,
    arrivals: [preflight('PUT', null, [ALLOW])],
    result: FAILED,
    want: null,
  },
  {
    name: 'a request behind a preflight that fails',
    page: PUT,
    arrivals: [preflight('PUT', null, [ALLOW]), request([ALLOW])],
    result: read(),
    want: 'sent',
  },
  {
    name: 'no request behind a preflight that passes',
    page: PUT,
    arrivals: [preflight('PUT', null, ALLOW_PUT)],
    result: FAILED,
    want: 'sent',
  },
  {
    name: 'no preflight for PUT',
    page: PUT,
    arrivals: [request([ALLOW])],
    result: read(),
    want: 'preflight',
  },
  {
    name: 'a preflight for a plain GET',
    arrivals: [preflight('GET', null, ALLOW_PUT), request([ALLOW])],
    result: read(),
    want: 'preflight',
  },
  { name: 'nothing arrives', arrivals: [], result: FAILED, want: 'sent' },
  {
    name: 'the names of a preflight in another order',
    page: {
      headers: [
        ['x-a', '1'],
        ['x-b', '1'],
      ],
    },
    arrivals: [preflight('GET', 'x-b,x-a', [ALLOW])],
    result: FAILED,
    want: 'preflight-request',
  },
  {
    name: 'a cookie with the preflight',
    page: { ...PUT, ...LOGIN },
    arrivals: [
      preflight('PUT', null, [...ALLOW_PUT, CREDENTIALS], true),
      request([ALLOW, CREDENTIALS]),
    ],
    result: read(),
    want: 'preflight-cookie',
  },
  {
    name: 'a cookie with credentials',
    page: LOGIN,
    arrivals: [request([ALLOW, CREDENTIALS], true)],
    result: read(),
    want: null,
  },
  {
    name: 'a cookie that the browser keeps apart for another host',
    page: LOGIN,
    arrivals: [request([ALLOW, CREDENTIALS], false)],
    result: read(),
    want: null,
  },
  {
    name: 'no cookie to the host of the page itself',
    page: { ...LOGIN, origin: 'https://api.example.com' },
    arrivals: [request([], false)],
    result: read(),
    want: 'cookie',
  },
  {
    name: 'a cookie without credentials',
    arrivals: [request([ALLOW], true)],
    result: read(),
    want: 'cookie',
  },
  {
    name: 'script reads an answer with `*` and a login',
    page: LOGIN,
    arrivals: [request([['Access-Control-Allow-Origin', '*'], CREDENTIALS], true)],
    result: read(),
    want: 'read',
  },
  {
    name: 'Chromium drops a User-Agent of script, so that nothing needs a preflight',
    page: { headers: [['User-Agent', 'x']] },
    arrivals: [request([ALLOW])],
    result: read(),
    want: null,
  },
  {
    name: 'Firefox does not',
    browser: 'firefox',
    page: { headers: [['User-Agent', 'x']] },
    arrivals: [request([ALLOW])],
    result: read(),
    want: 'preflight',
  },
  {
    name: 'a WebSocket that opens',
    page: { url: 'wss://api.example.com/live', credentials: true },
    arrivals: [request([], true, 101)],
    result: { open: true },
    want: null,
  },
  {
    name: 'a WebSocket that opens at a refusal',
    page: { url: 'wss://api.example.com/live', credentials: true },
    arrivals: [request([], true, 403)],
    result: { open: true },
    want: 'read',
  },
  {
    name: 'nothing arrives of mixed content',
    page: { url: 'http://api.example.com/items' },
    arrivals: [],
    result: FAILED,
    want: null,
  },
  {
    name: 'mixed content arrives',
    page: { url: 'http://api.example.com/items' },
    arrivals: [request([ALLOW])],
    result: read(),
    want: 'sent',
  },
]
