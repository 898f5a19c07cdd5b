import { APP, PARTNER } from '@marque/testkit/policies'
/**
 * Requests as clients send them, line by line. What must come of each is the engine's to say.
 *
 * @module
 */

export interface RequestCase {
  readonly title: string
  readonly method?: string
  readonly target?: string
  readonly host?: string
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly body?: string
}

const ME = '/v1/account/me'
const origin = (value: string) => ['Origin', value] as const
const asks = (method: string) => ['Access-Control-Request-Method', method] as const
const names = (value: string) => ['Access-Control-Request-Headers', value] as const
const SOCKET = [
  ['Connection', 'keep-alive, Upgrade'],
  ['Upgrade', 'WebSocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
] as const

export const requests: readonly RequestCase[] = [
  { title: 'granted', lines: [origin(APP)] },
  { title: 'granted with a cookie', lines: [origin(APP), ['Cookie', 'a=1']] },
  { title: 'granted with a body', method: 'POST', lines: [origin(APP)], body: 'x'.repeat(70_000) },
  { title: 'granted HEAD', method: 'HEAD', lines: [origin(APP)] },
  ...[301, 304, 401, 403, 404, 500].map((status) => ({
    title: `granted, and the application answers ${status}`,
    target: `${ME}?status=${status}`,
    lines: [origin(APP)],
  })),
  { title: 'another origin', lines: [origin('https://evil.example')] },
  {
    title: 'another origin, with a query',
    target: `${ME}?a=/nginx/check`,
    lines: [origin('https://evil.example')],
  },
  { title: 'HEAD of another origin', method: 'HEAD', lines: [origin('https://evil.example')] },
  { title: 'a method that few know', method: 'PROPFIND', lines: [origin(APP)] },
  { title: 'Host with a port', host: 'API.example.com:8080', lines: [origin(APP)] },
  { title: 'Host with a dot', host: 'api.example.com.', lines: [origin(APP)] },
  {
    title: 'the application leads to another location',
    target: `${ME}?accel`,
    lines: [origin(APP)],
  },
  { title: 'a set that ended', lines: [origin(PARTNER)] },
  { title: 'a method without a grant', method: 'DELETE', lines: [origin(APP)] },
  { title: 'origin null', lines: [origin('null')] },
  { title: 'a malformed origin', lines: [origin('https://app.example.com/')] },
  { title: 'two origins', lines: [origin(APP), origin('https://evil.example')] },
  { title: 'two origins, the good one last', lines: [origin('https://evil.example'), origin(APP)] },
  { title: 'the same origin twice', lines: [origin(APP), origin(APP)] },
  { title: 'an empty origin', lines: [origin('')] },
  { title: 'no origin', lines: [] },
  { title: 'the own origin', lines: [origin('http://api.example.com')] },
  {
    title: 'no grant under `headers`',
    target: '/v1/reports/1',
    lines: [origin('https://evil.example')],
  },
  {
    title: 'DELETE under `headers`',
    method: 'DELETE',
    target: '/v1/reports/1',
    lines: [origin(APP)],
  },
  {
    title: 'credentials without a grant',
    target: '/v1/reports/1',
    lines: [origin(APP), ['Cookie', 'a=1']],
  },
  { title: 'unmatched', target: '/v2', lines: [origin(APP)] },
  { title: 'any origin', target: '/assets/a.js', lines: [origin('https://evil.example')] },
  { title: 'any origin, and none', target: '/assets/a.js', lines: [] },
  {
    title: 'a tenant',
    target: '/v1/reports/1',
    host: 'globex.rest.example.com',
    lines: [origin('https://portal.globex.example')],
  },
  {
    title: 'a tenant of another host',
    target: '/v1/reports/1',
    lines: [origin('https://portal.globex.example')],
  },
  {
    title: 'preflight',
    method: 'OPTIONS',
    lines: [origin(APP), asks('PATCH'), names('content-type')],
  },
  { title: 'preflight without headers', method: 'OPTIONS', lines: [origin(APP), asks('POST')] },
  {
    title: 'preflight of another origin',
    method: 'OPTIONS',
    lines: [origin('https://evil.example'), asks('PATCH')],
  },
  {
    title: 'preflight for a header without a grant',
    method: 'OPTIONS',
    lines: [origin(APP), asks('PATCH'), names('x-other')],
  },
  {
    title: 'preflight in two lines',
    method: 'OPTIONS',
    lines: [origin(APP), asks('PATCH'), names('content-type'), names('x-other')],
  },
  {
    title: 'preflight for two methods',
    method: 'OPTIONS',
    lines: [origin(APP), asks('GET'), asks('PATCH')],
  },
  {
    title: 'preflight of two origins',
    method: 'OPTIONS',
    lines: [origin(APP), origin(APP), asks('PATCH')],
  },
  {
    title: 'preflight, unmatched',
    method: 'OPTIONS',
    target: '/v2',
    lines: [origin(APP), asks('GET')],
  },
  {
    title: 'preflight with a body',
    method: 'OPTIONS',
    lines: [origin(APP), asks('PATCH')],
    body: 'x',
  },
  { title: 'plain OPTIONS', method: 'OPTIONS', target: '/v1/reports/1', lines: [origin(APP)] },
  { title: 'WebSocket', target: '/v1/live', lines: [origin(APP), ...SOCKET] },
  {
    title: 'WebSocket of another origin',
    target: '/v1/live',
    lines: [origin('https://evil.example'), ...SOCKET],
  },
  { title: 'WebSocket, unmatched', target: '/v2', lines: [origin(APP), ...SOCKET] },
  { title: 'WebSocket without an origin', target: '/v1/live', lines: SOCKET },
  ...[
    '//v1/account/me',
    '/v1//account/me',
    '/v1/account/../account/me',
    '/v1/reports/../account/me',
    '/v1/./account/me',
    '/v1/reports/..%2faccount/me',
    '/v1/reports/%2e%2e/account/me',
    '/v1/reports/%252e%252e/account/me',
    '/v1%2faccount/me',
    '/v1/account;x=1/me',
    '/v1/reports/..;/account/me',
    '/V1/Account/me',
    '/%76%31/account/me',
    '/v1/account\\me',
    '/v1/account/me%00',
    '/v1/account/%zz',
    '/v1/account/m%c3',
    '/v1/account/%20',
    '/v1/account/me?a=/../b#c',
    '/v1/account/me/',
    '/.marque/check',
    '/nginx/check',
  ].flatMap((target) => [
    { title: `the path ${target}`, target, lines: [origin(APP)] },
    {
      title: `the path ${target}, of another origin`,
      target,
      lines: [origin('https://evil.example')],
    },
    { title: `the path ${target}, without an origin`, target, lines: [] },
  ]),
  {
    title: 'the client says what is asked',
    lines: [
      origin('https://evil.example'),
      ['X-Original-URI', '/assets/a.js'],
      ['X-Original-Method', 'GET'],
      ['X-Original-Host', 'other.example.com'],
      ['X-Original-Name', 'other.example.com'],
      ['X-Original-Scheme', 'https'],
      ['X-Forwarded-Uri', '/assets/a.js'],
      ['X-Forwarded-Method', 'GET'],
      ['X-Forwarded-Host', 'other.example.com'],
      ['X-Forwarded-Proto', 'https'],
      ['X_Original_URI', '/assets/a.js'],
      ['Marque-Service-Key', 'x'],
      ['Marque-Owns', 'x'],
    ],
  },
  {
    title: 'the client says that it is upgraded',
    lines: [origin(APP), ['X-Original-Upgrade', 'websocket'], ['X-Original-Connection', 'upgrade']],
  },
  { title: 'another upgrade', lines: [origin(APP), ['Connection', 'upgrade'], ['Upgrade', 'h2c']] },
  {
    title: 'an upgrade without its connection',
    target: '/v1/reports/1',
    lines: [origin('https://evil.example'), ['Upgrade', 'websocket']],
  },
  {
    title: 'Connection names Origin',
    lines: [origin('https://evil.example'), ['Connection', 'Origin, Cookie']],
  },
]
