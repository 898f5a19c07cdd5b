/** Formats of text logs: what is read, and what no value can fake. */
import { expect, test } from 'vitest'
import { compileFormat } from './line-format.ts'

const NGINX = `log_format cors '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
  '"$http_origin" "$sent_http_access_control_allow_origin"';`
const APACHE = String.raw`LogFormat "%h %l %u %t \"%r\" %>s %O \"%{Origin}i\" \"%{Access-Control-Allow-Origin}o\"" cors`
const PLAIN =
  '$http_origin $request_method $request_uri $status $sent_http_access_control_allow_origin'

const read: readonly (readonly [
  name: string,
  format: string,
  line: string,
  want: object | undefined,
])[] = [
  [
    'nginx',
    NGINX,
    '192.0.2.1 - - [30/Nov/2026:12:00:00 +0000] "GET /a HTTP/1.1" 200 5 "https://a.example" "-"',
    { request: 'GET /a HTTP/1.1', status: '200', origin: 'https://a.example', allowOrigin: '' },
  ],
  [
    'Apache',
    APACHE,
    '192.0.2.1 - - [30/Nov/2026:12:00:00 +0000] "GET /a HTTP/1.1" 200 5 "https://a.example" "*"',
    { request: 'GET /a HTTP/1.1', status: '200', origin: 'https://a.example', allowOrigin: '*' },
  ],
  [
    'without quotes',
    PLAIN,
    'https://a.example GET /a?x=1 200 https://a.example',
    {
      origin: 'https://a.example',
      method: 'GET',
      target: '/a?x=1',
      status: '200',
      allowOrigin: 'https://a.example',
    },
  ],
  [
    'a value with spaces where there are no quotes',
    PLAIN,
    'https://b.example GET /a 200 https://b.example GET /a 403 -',
    undefined,
  ],
  [
    'a user name that looks like fields',
    NGINX,
    '192.0.2.1 - x] GET [30/Nov/2026:12:00:00 +0000] "GET /a HTTP/1.1" 200 5 "https://a.example" "-"',
    undefined,
  ],
  [
    'an escaped quote in a value',
    APACHE,
    String.raw`192.0.2.1 - - [30/Nov/2026:12:00:00 +0000] "GET /a HTTP/1.1" 403 5 "https://b.example\" \"https://b.example" "-"`,
    {
      request: 'GET /a HTTP/1.1',
      status: '403',
      origin: 'https://b.example" "https://b.example',
      allowOrigin: '',
    },
  ],
  [
    'a quote as nginx escapes it',
    NGINX,
    String.raw`192.0.2.1 - - [30/Nov/2026:12:00:00 +0000] "GET /a HTTP/1.1" 403 5 "x\x22y" "-"`,
    { request: 'GET /a HTTP/1.1', status: '403', origin: 'x"y', allowOrigin: '' },
  ],
  [
    'separators of its own',
    '$http_origin|$status|$request_method|$uri|$http_user_agent',
    'https://b.example|200|GET|/a|200|GET|/b|curl',
    undefined,
  ],
  [
    'the target as it was sent rather than as nginx normalises it',
    '"$uri" "$request_uri" $request_method $status "$http_origin"',
    '"/b" "/a/../b" GET 200 "https://a.example"',
    { target: '/a/../b', method: 'GET', status: '200', origin: 'https://a.example' },
  ],
]
for (const [name, format, line, want] of read) {
  test(`F12: ${name}`, () => {
    const { read: readLine, problem } = compileFormat(format)
    expect(problem).toBeNull()
    expect(readLine?.(line)).toEqual(want)
  })
}

const refused: readonly (readonly [format: string, problem: RegExp])[] = [
  [`log_format x escape=none '$request $status $http_origin';`, /escape=none/],
  ['$remote_addr "$request" $status', /\$http_origin/],
  ['"$request" "$http_origin"', /\$status/],
  ['$status "$http_origin"', /\$request/],
  ['$request_method$request_uri $status "$http_origin"', /separator/],
]
for (const [format, problem] of refused) {
  test(`F12: refused: ${format}`, () => expect(compileFormat(format).problem).toMatch(problem))
}

test('F12: a long hostile line is read in linear time', () => {
  const { read: readLine } = compileFormat(NGINX)
  expect(readLine?.(`${'- '.repeat(30_000)}"`)).toBeUndefined()
  expect(readLine?.(`1 - - [x] "${String.raw`\"`.repeat(30_000)}`)).toBeUndefined()
})
