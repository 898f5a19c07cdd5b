/** Bodies whose end two servers could see at different places (RFC 9112, 6.3 and 7.1), each followed by what must not become a request. */
export interface FramingCase {
  readonly name: string
  readonly bytes: string
  /** Of all answers, in order. */
  readonly statuses: readonly number[]
  /** What reaches the application: method, target and body. */
  readonly reached: readonly string[]
}

const HOST = 'Host: api.example.com\r\n'
const NEXT = `GET /closed/smuggled HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`
const NEXT_REACHED = 'GET /closed/smuggled '
const post = (lines: string, body: string, version = '1.1'): string =>
  `POST /open/a HTTP/${version}\r\n${HOST}${lines}\r\n${body}`
const refused = (name: string, lines: string, body: string): FramingCase => ({
  name,
  bytes: post(lines, body + NEXT),
  statuses: [400],
  reached: [],
})
/** The body ends where it must, and what follows is a request of its own. */
const passed = (name: string, lines: string, body: string, read: string): FramingCase => ({
  name,
  bytes: post(lines, body + NEXT),
  statuses: [203, 203],
  reached: [`POST /open/a ${read}`, NEXT_REACHED],
})
const CHUNKED = 'Transfer-Encoding: chunked\r\n'
const END = '0\r\n\r\n'
const ABC = `3\r\nabc\r\n${END}`
/** The length covers the request behind it. */
const long = (body: string): string => `Content-Length: ${body.length}\r\n`

const lengths: readonly FramingCase[] = [
  passed('a length', 'Content-Length: 3\r\n', 'abc', 'abc'),
  passed('a length with zeros before', 'Content-Length: 0003\r\n', 'abc', 'abc'),
  passed('a length with spaces around', 'Content-Length:  3 \t\r\n', 'abc', 'abc'),
  ...[
    '+3',
    '-3',
    '0x3',
    '3.0',
    '3e0',
    '3;',
    '3,3',
    '3 3',
    '"3"',
    '',
    ' ',
    '\u00b3',
    '18446744073709551619',
    '1'.repeat(40),
  ].map((value) =>
    refused(`a length of \`${value.slice(0, 22)}\``, `Content-Length: ${value}\r\n`, 'abc'),
  ),
  refused('a length before a tab and the colon', 'Content-Length\t: 3\r\n', 'abc'),
  refused('a length behind a space', ' Content-Length: 3\r\n', 'abc'),
  refused('a length folded', 'Content-Length:\r\n 3\r\n', 'abc'),
  refused('a length broken by NUL', 'Content-Length: 3\0\r\n', 'abc'),
  refused('two lengths', 'Content-Length: 3\r\nContent-Length: 0\r\n', 'abc'),
  refused('two equal lengths', 'Content-Length: 3\r\nContent-Length: 3\r\n', 'abc'),
  refused('a length and chunks', `Content-Length: 3\r\n${CHUNKED}`, ABC),
  refused('chunks and a length of nothing', `${CHUNKED}Content-Length: 0\r\n`, ABC),
  {
    name: 'a length in a spelling that only some servers read',
    bytes: post('Content_Length: 400\r\nContent-Length: 3\r\n', `abc${NEXT}`),
    statuses: [203, 203],
    reached: ['POST /open/a abc', NEXT_REACHED],
  },
]

const codings: readonly FramingCase[] = [
  passed('chunks', CHUNKED, ABC, 'abc'),
  passed('chunks in upper case', 'TRANSFER-ENCODING: CHUNKED\r\n', ABC, 'abc'),
  passed('chunks without a space', 'Transfer-Encoding:chunked\r\n', ABC, 'abc'),
  passed('chunks behind a tab', 'Transfer-Encoding:\tchunked\r\n', ABC, 'abc'),
  ...[
    'xchunked',
    'chunked, identity',
    'identity',
    'chunkedx',
    '"chunked"',
    "'chunked'",
    'chunked;q=1',
    'chunked, chunked',
    'chunked,',
    ',chunked',
    'chunked x',
    'x chunked',
    '',
    'chun\tked',
    'gzip',
    'deflate, gzip',
    'chunked\x0b',
    '\x0cchunked',
    'chunked\x00',
    '\xa0chunked',
  ].map((value) =>
    refused(
      `the coding \`${JSON.stringify(value).slice(1, -1)}\``,
      `Transfer-Encoding: ${value}\r\n`,
      ABC,
    ),
  ),
  refused('a coding before a space and the colon', 'Transfer-Encoding : chunked\r\n', ABC),
  refused('a coding behind a space', ' Transfer-Encoding: chunked\r\n', ABC),
  refused('a coding folded', 'Transfer-Encoding:\r\n chunked\r\n', ABC),
  refused('a coding behind a bare LF', 'X-A: 1\nTransfer-Encoding: chunked\r\n', ABC),
  refused('a coding behind a bare CR', 'X-A: 1\rTransfer-Encoding: chunked\r\n', ABC),
  refused('two codings', `${CHUNKED}Transfer-Encoding: identity\r\n`, ABC),
  refused('two codings the other way', `Transfer-Encoding: identity\r\n${CHUNKED}`, ABC),
  refused(
    'an unknown coding beside a length',
    'Transfer-Encoding: x\r\nContent-Length: 3\r\n',
    'abc',
  ),
]

const chunks: readonly FramingCase[] = [
  passed('chunks with zeros before', CHUNKED, `0003\r\nabc\r\n000\r\n\r\n`, 'abc'),
  passed('chunk extensions', CHUNKED, `3;a=b;c\r\nabc\r\n0;d="e"\r\n\r\n`, 'abc'),
  passed(
    'trailers, which stay behind',
    CHUNKED,
    `3\r\nabc\r\n0\r\nOrigin: https://evil.example\r\nMarque-Decision: x\r\n\r\n`,
    'abc',
  ),
  ...[
    '0x3',
    '+3',
    '-3',
    '3.',
    '3g',
    ' 3',
    '3,',
    '',
    ';a',
    '\t3',
    '10000000000000003',
    'ffffffffffffffffffff',
  ].map((size) =>
    refused(
      `a chunk of \`${JSON.stringify(size).slice(1, -1)}\``,
      CHUNKED,
      `${size}\r\nabc\r\n${END}`,
    ),
  ),
  refused('a chunk that is longer than it says', CHUNKED, `2\r\nabc\r\n${END}`),
  refused('a chunk that is shorter than it says', CHUNKED, `4\r\nabc\r\n${END}`),
  refused('a chunk size that ends with LF', CHUNKED, `3\nabc\r\n${END}`),
  refused('a chunk that ends with LF', CHUNKED, `3\r\nabc\n${END}`),
  refused('an extension that ends with LF', CHUNKED, `3;a\nabc\r\n${END}`),
  refused('an extension with a bare CR', CHUNKED, `3;a\rb\r\nabc\r\n${END}`),
  refused('an extension with NUL', CHUNKED, `3;a=\0\r\nabc\r\n${END}`),
  refused('a last chunk that ends with LF', CHUNKED, `3\r\nabc\r\n0\n\n`),
  refused('trailers that end with LF', CHUNKED, `3\r\nabc\r\n0\r\nX-A: 1\n\n`),
  refused('a trailer that is folded', CHUNKED, `3\r\nabc\r\n0\r\nX-A: 1\r\n b\r\n\r\n`),
  refused('a length in a trailer', CHUNKED, `3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n`),
  refused('a trailer without a colon', CHUNKED, `3\r\nabc\r\n0\r\nX-A\r\n\r\n`),
]

const others: readonly FramingCase[] = [
  ...['GET', 'HEAD', 'OPTIONS', 'DELETE', 'PUT'].map((method) => ({
    name: `a body of ${method} is not the next request`,
    bytes: `${method} /open/a HTTP/1.1\r\n${HOST}${long(NEXT)}\r\n${NEXT}${NEXT}`,
    statuses: [203, 203],
    reached: [`${method} /open/a ${NEXT}`, NEXT_REACHED],
  })),
  {
    name: 'a body of a preflight is not the next request',
    bytes: `OPTIONS /open/a HTTP/1.1\r\n${HOST}Origin: https://app.example.com\r\nAccess-Control-Request-Method: PUT\r\n${long(NEXT)}\r\n${NEXT}${NEXT}`,
    statuses: [204, 203],
    reached: [NEXT_REACHED],
  },
  {
    name: 'a body of what is refused is not the next request',
    bytes: `POST /closed/a HTTP/1.1\r\n${HOST}Origin: https://evil.example\r\n${long(NEXT)}\r\n${NEXT}${NEXT}`,
    statuses: [403, 203],
    reached: [NEXT_REACHED],
  },
  {
    name: 'the body of an ambiguous path is not the next request',
    bytes: `POST /open/../a HTTP/1.1\r\n${HOST}Origin: https://evil.example\r\n${CHUNKED}\r\n${NEXT.length.toString(16)}\r\n${NEXT}\r\n${END}${NEXT}`,
    statuses: [400, 203],
    reached: [NEXT_REACHED],
  },
  {
    name: 'the body of a question to the gateway is not the next request',
    bytes: `POST /.well-known/marque/x HTTP/1.1\r\n${HOST}${long(NEXT)}\r\n${NEXT}${NEXT}`,
    statuses: [404, 203],
    reached: [NEXT_REACHED],
  },
  {
    name: 'a request without a length has no body',
    bytes: post('', NEXT),
    statuses: [203, 203],
    reached: ['POST /open/a ', NEXT_REACHED],
  },
  {
    name: 'a length over HTTP/1.0, kept alive',
    bytes: post('Connection: keep-alive\r\nContent-Length: 3\r\n', `abc${NEXT}`, '1.0'),
    statuses: [203, 203],
    reached: ['POST /open/a abc', NEXT_REACHED],
  },
  {
    name: 'behind HTTP/1.0 nothing follows',
    bytes: post('Content-Length: 3\r\n', `abc${NEXT}`, '1.0'),
    statuses: [203],
    reached: ['POST /open/a abc'],
  },
  {
    name: 'chunks over HTTP/1.0',
    bytes: post(CHUNKED, ABC + NEXT, '1.0'),
    statuses: [400],
    reached: [],
  },
  {
    name: 'nothing follows a request that closes',
    bytes: post('Connection: close\r\nContent-Length: 3\r\n', `abc${NEXT}`),
    statuses: [203],
    reached: ['POST /open/a abc'],
  },
  {
    name: 'an upgrade with a body is a request with a body, and the last',
    bytes: `GET /live HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${long(NEXT)}\r\n${NEXT}${NEXT}`,
    statuses: [203],
    reached: [`GET /live ${NEXT}`],
  },
  {
    name: 'an upgrade to HTTP/2 in clear is none, and nothing follows',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n${NEXT}`,
    statuses: [203],
    reached: ['GET /open/a '],
  },
  {
    name: 'a whole request is answered though garbage follows it',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}\r\n\x00garbage\r\n\r\n`,
    statuses: [203, 400],
    reached: ['GET /open/a '],
  },
  {
    name: 'a whole request is answered though CONNECT follows it',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}\r\nCONNECT x:443 HTTP/1.1\r\n${HOST}\r\n`,
    statuses: [203, 405],
    reached: ['GET /open/a '],
  },
  {
    name: 'a whole request is answered though a broken body follows it',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}\r\n${post(CHUNKED, 'zz\r\n')}`,
    statuses: [203, 400],
    reached: ['GET /open/a '],
  },
  {
    name: 'a WebSocket waits for the answer before it',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}\r\nGET /live HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    statuses: [203, 203],
    reached: ['GET /open/a ', 'GET /live '],
  },
  {
    name: 'who expects to be asked is asked',
    bytes: post('Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n', 'abc'),
    statuses: [100, 203],
    reached: ['POST /open/a abc'],
  },
  {
    name: 'who expects over HTTP/1.0 is not',
    bytes: post('Expect: 100-continue\r\nContent-Length: 3\r\n', 'abc', '1.0'),
    statuses: [203],
    reached: ['POST /open/a abc'],
  },
  {
    name: 'who expects to be asked is not, where it is refused',
    bytes: `POST /closed/a HTTP/1.1\r\n${HOST}Origin: https://evil.example\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc`,
    statuses: [403],
    reached: [],
  },
  {
    name: 'what else is expected is not there, and what follows is not read',
    bytes: post('Expect: the-moon\r\nContent-Length: 3\r\n', 'abc'),
    statuses: [417],
    reached: [],
  },
  {
    name: 'a line without a version',
    bytes: `GET /open/a\r\n${HOST}\r\n`,
    statuses: [400],
    reached: [],
  },
  {
    name: 'HTTP/0.9 by name',
    bytes: `GET /open/a HTTP/0.9\r\n${HOST}\r\n`,
    statuses: [400],
    reached: [],
  },
  {
    name: 'HTTP/2.0 by name',
    bytes: `GET /open/a HTTP/2.0\r\n${HOST}\r\n`,
    statuses: [400],
    reached: [],
  },
  {
    name: 'HTTP/2.0 as a preface',
    bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    statuses: [400],
    reached: [],
  },
]

export const framingCases: readonly FramingCase[] = [...lengths, ...codings, ...chunks, ...others]
