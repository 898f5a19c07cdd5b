import type { HeaderLine } from '../request.ts'
import type { BrowserName } from './browser-verdict.ts'

/**
 * What Chromium 156, Firefox 153 and WebKitGTK 2.50 did with these responses of a server, as measured.
 *
 * The page is `ORIGIN`; the server answers a preflight with `preflight` and anything else with `answer`.
 */
export interface Measured {
  readonly name: string
  readonly method?: string
  readonly headers?: readonly HeaderLine[]
  readonly credentials?: boolean
  readonly forcesPreflight?: boolean
  readonly status?: number
  readonly preflight?: readonly HeaderLine[]
  readonly answer?: readonly HeaderLine[]
  readonly want: string | { readonly [name in BrowserName]: string }
}

export const ORIGIN = 'https://app.example.com'

const ANY: HeaderLine = ['Access-Control-Allow-Origin', '*']
const OURS: HeaderLine = ['Access-Control-Allow-Origin', ORIGIN]
const ACAC: HeaderLine = ['Access-Control-Allow-Credentials', 'true']
const methods = (value: string): HeaderLine => ['Access-Control-Allow-Methods', value]
const names = (value: string): HeaderLine => ['Access-Control-Allow-Headers', value]
const expose = (value: string): HeaderLine => ['Access-Control-Expose-Headers', value]
const age = (value: string): HeaderLine => ['Access-Control-Max-Age', value]
const set = (name: string, value: string): Pick<Measured, 'headers'> => ({
  headers: [[name, value]],
})

const NO_PREFLIGHT = 'read'
const FAILS = 'preflight fails'
const kept = (seconds: number): string => `preflight kept ${seconds}, read`
const REFUSED = 'sent, not read'

/** Headers that need no preflight, and ones that do. No preflight is ever answered here. */
const safelist: readonly Measured[] = [
  {
    name: 'three of the safelist',
    headers: [
      ['Accept', 'a'],
      ['accept-language', 'en'],
      ['Content-Language', 'de'],
    ],
    want: NO_PREFLIGHT,
  },
  { name: 'accept of 129 bytes', ...set('accept', 'a'.repeat(129)), want: FAILS },
  { name: 'accept of 128 bytes', ...set('accept', 'a'.repeat(128)), want: NO_PREFLIGHT },
  { name: 'accept with a colon', ...set('accept', 'a:b'), want: FAILS },
  { name: 'accept-language with a quote', ...set('accept-language', 'en"'), want: FAILS },
  {
    name: 'text/plain with a parameter',
    method: 'POST',
    ...set('content-type', 'text/plain;charset=utf-8'),
    want: NO_PREFLIGHT,
  },
  { name: 'TEXT/PLAIN', method: 'POST', ...set('content-type', 'TEXT/PLAIN'), want: NO_PREFLIGHT },
  {
    name: 'text/plain of more than 128 bytes',
    method: 'POST',
    ...set('content-type', `text/plain;a=${'a'.repeat(130)}`),
    want: FAILS,
  },
  {
    name: 'text/plain with a quote',
    method: 'POST',
    ...set('content-type', 'text/plain;a="b"'),
    want: FAILS,
  },
  {
    name: 'application/json',
    method: 'POST',
    ...set('content-type', 'application/json'),
    want: FAILS,
  },
  { name: 'an empty content-type', method: 'POST', ...set('content-type', ''), want: FAILS },
  { name: 'a range', ...set('range', 'bytes=0-1'), want: NO_PREFLIGHT },
  { name: 'a range without an end', ...set('range', 'bytes=5-'), want: NO_PREFLIGHT },
  { name: 'a range without a start', ...set('range', 'bytes=-5'), want: FAILS },
  { name: 'a range with a space', ...set('range', 'bytes= 0-5'), want: FAILS },
  {
    name: 'a range unit in upper case',
    ...set('range', 'Bytes=0-5'),
    want: { chromium: FAILS, firefox: FAILS, webkit: NO_PREFLIGHT },
  },
  {
    name: 'save-data',
    ...set('save-data', 'on'),
    want: { chromium: NO_PREFLIGHT, firefox: FAILS, webkit: FAILS },
  },
  { name: 'save-data with another value', ...set('save-data', 'x'), want: FAILS },
  {
    name: 'client hints',
    headers: [
      ['dpr', '2'],
      ['downlink', '1'],
      ['width', '10'],
      ['device-memory', '1'],
      ['rtt', '5'],
      ['ect', '4g'],
    ],
    want: { chromium: NO_PREFLIGHT, firefox: FAILS, webkit: FAILS },
  },
  {
    name: 'user-agent',
    ...set('User-Agent', 'x'),
    want: { chromium: NO_PREFLIGHT, firefox: FAILS, webkit: FAILS },
  },
  {
    name: 'accept nine times, 120 bytes each',
    headers: Array.from({ length: 9 }, (): HeaderLine => ['accept', 'a'.repeat(120)]),
    want: { chromium: FAILS, firefox: NO_PREFLIGHT, webkit: FAILS },
  },
  {
    name: 'forbidden headers alone',
    headers: [
      ['Cookie', 'a=b'],
      ['Host', 'x'],
      ['sec-a', '1'],
      ['Proxy-A', '2'],
      ['DNT', '1'],
      ['Set-Cookie', 'x'],
    ],
    want: NO_PREFLIGHT,
  },
  {
    name: 'an override to a forbidden method',
    headers: [
      ['X-HTTP-Method-Override', 'TRACE'],
      ['x-http-method', 'GET, track'],
    ],
    want: NO_PREFLIGHT,
  },
  { name: 'an override to PUT', ...set('x-method-override', 'PUT'), want: FAILS },
  {
    name: 'the header of Private Network Access',
    ...set('access-control-request-private-network', 'true'),
    want: FAILS,
  },
  { name: 'last-event-id', ...set('Last-Event-ID', 'x'), want: FAILS },
  { name: 'TRACE', method: 'trace', want: 'not sent' },
  { name: 'an upload listener', method: 'POST', forcesPreflight: true, want: FAILS },
]

const put = { method: 'put' } as const
const a = set('X-A', '1')
const preflights: readonly Measured[] = [
  { name: 'a method that is named', ...put, preflight: [ANY, methods('PUT')], want: kept(5) },
  { name: 'a method named in lower case', ...put, preflight: [ANY, methods('put')], want: FAILS },
  { name: 'patch against PATCH', method: 'patch', preflight: [ANY, methods('PATCH')], want: FAILS },
  {
    name: 'patch against patch',
    method: 'patch',
    preflight: [ANY, methods('patch')],
    want: kept(5),
  },
  { name: 'Foo against FOO', method: 'Foo', preflight: [ANY, methods('FOO')], want: FAILS },
  {
    name: 'a safelisted method that is not named',
    ...a,
    preflight: [ANY, names('x-a')],
    want: kept(5),
  },
  { name: 'any method', ...put, preflight: [ANY, methods('*')], want: kept(5) },
  {
    name: 'any method with credentials',
    ...put,
    credentials: true,
    preflight: [OURS, ACAC, methods('*')],
    want: FAILS,
  },
  { name: 'any header', ...a, preflight: [ANY, names('*')], want: kept(5) },
  {
    name: 'any header with credentials',
    ...a,
    credentials: true,
    preflight: [OURS, ACAC, names('*')],
    want: FAILS,
  },
  {
    name: 'authorization under `*`',
    ...set('Authorization', 'x'),
    preflight: [ANY, names('*')],
    want: kept(5),
  },
  {
    name: 'authorization beside `*`',
    headers: [
      ['Authorization', 'x'],
      ['x-a', '1'],
    ],
    preflight: [ANY, names('*, authorization')],
    want: kept(5),
  },
  { name: 'header names in upper case', ...a, preflight: [ANY, names('X-A')], want: kept(5) },
  {
    name: 'lists on two lines, with empty elements',
    headers: [
      ['x-a', '1'],
      ['x-b', '1'],
    ],
    preflight: [ANY, names('x-a,,'), names(' x-b')],
    want: kept(5),
  },
  { name: 'a header name that is missing', ...a, preflight: [ANY, names('x-b')], want: FAILS },
  {
    name: 'an element that is no token among headers',
    ...a,
    preflight: [ANY, names('x-a, b c')],
    want: FAILS,
  },
  {
    name: 'an element that is no token among methods',
    ...put,
    preflight: [ANY, methods('PUT, b c')],
    want: FAILS,
  },
  {
    name: 'credentials that the preflight does not allow',
    ...put,
    credentials: true,
    preflight: [OURS, methods('PUT')],
    want: FAILS,
  },
  { name: 'status 200', status: 200, ...a, preflight: [ANY, names('x-a')], want: kept(5) },
  { name: 'status 302', status: 302, ...a, preflight: [ANY, names('x-a')], want: FAILS },
  { name: 'status 304', status: 304, ...a, preflight: [ANY, names('x-a')], want: FAILS },
  { name: 'status 403', status: 403, ...a, preflight: [ANY, names('x-a')], want: FAILS },
  { name: 'max-age 0', ...put, preflight: [ANY, methods('PUT'), age('0')], want: kept(0) },
  {
    name: 'a negative max-age',
    ...put,
    preflight: [ANY, methods('PUT'), age('-1')],
    want: kept(0),
  },
  { name: 'an empty max-age', ...put, preflight: [ANY, methods('PUT'), age('')], want: kept(5) },
  {
    name: 'a max-age in words',
    ...put,
    preflight: [ANY, methods('PUT'), age('abc')],
    want: { chromium: kept(5), firefox: kept(0), webkit: kept(5) },
  },
  {
    name: 'two max-ages',
    ...put,
    preflight: [ANY, methods('PUT'), age('600'), age('600')],
    want: { chromium: kept(5), firefox: kept(0), webkit: kept(5) },
  },
  { name: 'ten minutes', ...put, preflight: [ANY, methods('PUT'), age('600')], want: kept(600) },
  {
    name: 'a year',
    ...put,
    preflight: [ANY, methods('PUT'), age('31536000')],
    want: { chromium: kept(7200), firefox: kept(86400), webkit: kept(600) },
  },
]

const answers: readonly Measured[] = [
  { name: 'no allowed origin', answer: [], want: REFUSED },
  { name: 'two allowed origins', answer: [OURS, OURS], want: REFUSED },
  { name: 'two stars', answer: [ANY, ANY], want: REFUSED },
  {
    name: 'an allowed origin in upper case',
    answer: [['access-control-allow-origin', 'HTTPS://app.example.com']],
    want: REFUSED,
  },
  {
    name: 'an allowed origin with a slash',
    answer: [['access-control-allow-origin', `${ORIGIN}/`]],
    want: REFUSED,
  },
  {
    name: 'True',
    credentials: true,
    answer: [OURS, ['access-control-allow-credentials', 'True']],
    want: REFUSED,
  },
  { name: 'a star with credentials', credentials: true, answer: [ANY, ACAC], want: REFUSED },
  { name: 'exposed by `*`', answer: [ANY, expose('*')], want: 'read *' },
  {
    name: 'exposed by `*` with credentials',
    credentials: true,
    answer: [OURS, ACAC, expose('*')],
    want: 'read [*]',
  },
  {
    name: 'exposed by name, Set-Cookie and a safelisted one beside it',
    answer: [ANY, expose('X-One, set-cookie, Expires')],
    want: 'read [x-one]',
  },
  {
    name: 'exposed beside something that is no token',
    answer: [ANY, expose('X-One, b c')],
    want: 'read',
  },
]

export const measured: readonly Measured[] = [...safelist, ...preflights, ...answers]
