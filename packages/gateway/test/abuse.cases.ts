/** What hostile or broken clients send, as bytes. */
export interface AbuseCase {
  readonly name: string
  readonly bytes: string
  /** The status of the first answer. */
  readonly status: number
  /** What reached the upstream: nothing, or text that is in it. */
  readonly reached?: string
  /** Text that must not be in what reached the upstream. */
  readonly absent?: string
  /** How many answers came; one where it is left out. */
  readonly answers?: number
}

const HOST = 'Host: api.example.com\r\n'
const END = 'Connection: close\r\n\r\n'
const FOREIGN = 'Origin: https://evil.example\r\n'
const get = (target: string, lines = ''): string =>
  `GET ${target} HTTP/1.1\r\n${HOST}${lines}${END}`
const post = (lines: string, body: string): string =>
  `POST /open/a HTTP/1.1\r\n${HOST}${lines}${END}${body}`

export const abuseCases: readonly AbuseCase[] = [
  { name: 'a plain request goes on', bytes: get('/open/a'), status: 200, reached: 'GET /open/a ' },
  // Smuggling (RFC 9112, 6.3)
  {
    name: 'Content-Length beside Transfer-Encoding',
    bytes: post(
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
      '0\r\n\r\nGET /x HTTP/1.1\r\n\r\n',
    ),
    status: 400,
  },
  {
    name: 'Transfer-Encoding beside Content-Length',
    bytes: post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', '0\r\n\r\n'),
    status: 400,
  },
  {
    name: 'two lengths that differ',
    bytes: post('Content-Length: 4\r\nContent-Length: 5\r\n', 'abcde'),
    status: 400,
  },
  {
    name: 'two lengths that agree',
    bytes: post('Content-Length: 4\r\nContent-Length: 4\r\n', 'abcd'),
    status: 400,
  },
  { name: 'a length that is a list', bytes: post('Content-Length: 4, 4\r\n', 'abcd'), status: 400 },
  { name: 'a length with a sign', bytes: post('Content-Length: +4\r\n', 'abcd'), status: 400 },
  { name: 'a negative length', bytes: post('Content-Length: -1\r\n', ''), status: 400 },
  { name: 'a length in hex', bytes: post('Content-Length: 0x4\r\n', 'abcd'), status: 400 },
  {
    name: 'a length beyond all numbers',
    bytes: post('Content-Length: 99999999999999999999999\r\n', ''),
    status: 400,
  },
  {
    name: 'a coding besides chunked',
    bytes: post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
    status: 400,
  },
  {
    name: 'chunked that is not last',
    bytes: post('Transfer-Encoding: chunked, identity\r\n', '0\r\n\r\n'),
    status: 400,
  },
  {
    name: 'an unknown coding',
    bytes: post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'),
    status: 400,
  },
  {
    name: 'chunked twice',
    bytes: post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    status: 400,
  },
  {
    name: 'a coding name that is broken by a tab',
    bytes: post('Transfer-Encoding:\x0bchunked\r\n', '0\r\n\r\n'),
    status: 400,
  },
  {
    name: 'white space before the colon',
    bytes: post('Transfer-Encoding : chunked\r\n', '0\r\n\r\n'),
    status: 400,
  },
  {
    name: 'chunked over HTTP/1.0',
    bytes: `POST /open/a HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    status: 400,
  },
  {
    name: 'a line that is folded',
    bytes: get('/open/a', 'X-A: 1\r\n Origin: https://evil.example\r\n'),
    status: 400,
  },
  { name: 'bare LF', bytes: `GET /open/a HTTP/1.1\n${HOST.replace('\r', '')}\n`, status: 400 },
  {
    name: 'bare LF behind a line',
    bytes: `GET /open/a HTTP/1.1\r\nHost: api.example.com\nX-A: 1\r\n${END}`,
    status: 400,
  },
  {
    name: 'a bare CR in a value',
    bytes: get('/open/a', 'X-A: 1\rOrigin: https://app.example.com\r\n'),
    status: 400,
  },
  { name: 'NUL in a value', bytes: get('/open/a', 'X-A: a\x00b\r\n'), status: 400 },
  { name: 'a name with a space', bytes: get('/open/a', 'X A: 1\r\n'), status: 400 },
  { name: 'a line without a colon', bytes: get('/open/a', 'Origin\r\n'), status: 400 },
  {
    name: 'chunk extensions are read and not passed on',
    bytes: post('Transfer-Encoding: chunked\r\n', '4;a=b;c="d"\r\nabcd\r\n0\r\n\r\n'),
    status: 200,
    reached: 'abcd',
    absent: 'a=b',
  },
  {
    name: 'a chunk size with garbage',
    bytes: post('Transfer-Encoding: chunked\r\n', '4zz\r\nabcd\r\n0\r\n\r\n'),
    status: 400,
    reached: '',
  },
  {
    name: 'trailers of the request are not passed on',
    bytes: post('Transfer-Encoding: chunked\r\n', '1\r\na\r\n0\r\nMarque-Decision: x\r\n\r\n'),
    status: 200,
    reached: 'POST /open/a',
    absent: 'Marque-Decision: x',
  },
  // Targets (D1)
  {
    name: 'absolute-form that agrees with Host',
    bytes: get('http://api.example.com/open/a?q=1'),
    status: 200,
    reached: 'GET /open/a?q=1 ',
  },
  {
    name: 'absolute-form that differs from Host',
    bytes: get('http://other.example/open/a'),
    status: 400,
  },
  {
    name: 'absolute-form with a user',
    bytes: get('http://user@api.example.com/open/a'),
    status: 400,
  },
  {
    name: 'absolute-form over HTTP/1.0 names the host',
    bytes: 'GET http://api.example.com/open/a HTTP/1.0\r\n\r\n',
    status: 200,
    reached: 'host: api.example.com\r\n',
  },
  { name: 'no Host', bytes: `GET /open/a HTTP/1.1\r\n${END}`, status: 400 },
  { name: 'no Host over HTTP/1.0', bytes: 'GET /open/a HTTP/1.0\r\n\r\n', status: 400 },
  { name: 'Host twice', bytes: get('/open/a', 'Host: api.example.com\r\n'), status: 400 },
  { name: 'Host twice and different', bytes: get('/open/a', 'Host: x.example\r\n'), status: 400 },
  {
    name: 'Host with a user',
    bytes: `GET /open/a HTTP/1.1\r\nHost: a@api.example.com\r\n${END}`,
    status: 400,
  },
  { name: 'Host that is empty', bytes: `GET /open/a HTTP/1.1\r\nHost:\r\n${END}`, status: 400 },
  {
    name: 'OPTIONS * is passed on as it is',
    bytes: `OPTIONS * HTTP/1.1\r\n${HOST}${END}`,
    status: 200,
    reached: 'OPTIONS * HTTP/1.1\r\n',
  },
  {
    name: 'OPTIONS * of a stranger, where anything is blocked',
    bytes: `OPTIONS * HTTP/1.1\r\n${HOST}${FOREIGN}${END}`,
    status: 403,
  },
  { name: 'GET *', bytes: get('*'), status: 400 },
  {
    name: 'two slashes are judged and forwarded as they are',
    bytes: get('//evil.example/open/a'),
    status: 200,
    reached: 'GET //evil.example/open/a ',
  },
  {
    name: 'a dot segment of a stranger',
    bytes: get('/open/../closed/a', FOREIGN),
    status: 400,
  },
  {
    name: 'a dot segment without Origin goes on as it is',
    bytes: get('/open/%2e%2e/closed/a'),
    status: 200,
    reached: 'GET /open/%2e%2e/closed/a ',
  },
  { name: 'a backslash of a stranger', bytes: get('/open\\a', FOREIGN), status: 400 },
  {
    name: 'a backslash without Origin',
    bytes: get('/open\\a'),
    status: 200,
    reached: 'GET /open\\a ',
  },
  { name: 'a raw byte over 0x7f without Origin', bytes: get('/open/\xe9'), status: 400 },
  { name: 'a raw byte over 0x7f of a stranger', bytes: get('/open/\xe9', FOREIGN), status: 400 },
  { name: 'a fragment of a stranger', bytes: get('/open/a#b', FOREIGN), status: 400 },
  {
    name: 'a fragment without Origin is forwarded as it is',
    bytes: get('/open/a#b'),
    status: 200,
    reached: 'GET /open/a#b ',
  },
  { name: 'a space in the target', bytes: get('/open/a b'), status: 400 },
  { name: 'a control character in the target', bytes: get('/open/\x01'), status: 400 },
  // Methods
  {
    name: 'CONNECT',
    bytes: `CONNECT api.example.com:443 HTTP/1.1\r\n${HOST}\r\n`,
    status: 405,
  },
  { name: 'a method in lower case', bytes: `get /open/a HTTP/1.1\r\n${HOST}${END}`, status: 400 },
  {
    name: 'TRACE of a stranger',
    bytes: `TRACE /open/a HTTP/1.1\r\n${HOST}${FOREIGN}${END}`,
    status: 403,
  },
  { name: 'HTTP/2.0 in clear', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: 400 },
  { name: 'HTTP/0.9', bytes: 'GET /open/a\r\n\r\n', status: 400 },
  { name: 'no HTTP at all', bytes: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', status: 400 },
  // Between neighbours
  {
    name: 'Upgrade: h2c is stripped',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
    status: 200,
    reached: 'GET /open/a ',
    absent: 'h2c',
  },
  {
    name: 'what Connection names is dropped',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}Connection: close, X-Hop\r\nX-Hop: 1\r\nX-End: 2\r\n\r\n`,
    status: 200,
    reached: 'X-End: 2',
    absent: 'X-Hop',
  },
  {
    name: 'Connection cannot name Origin and Cookie away (D29)',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}Connection: close, Origin, Cookie\r\nCookie: a=1\r\nOrigin: https://app.example.com\r\n\r\n`,
    status: 200,
    reached: 'Cookie: a=1\r\nOrigin: https://app.example.com',
  },
  {
    name: 'statements and forwarding fields of a client are dropped in any spelling',
    bytes: get(
      '/open/a',
      'Marque_Decision: x\r\nMARQUE-DECISION: x\r\nX_Forwarded_For: x\r\nMarque-Token: x\r\nX-Forwarded-User: x\r\nx_forwarded_prefix: x\r\n',
    ),
    status: 200,
    reached: 'GET /open/a ',
    absent: ': x\r\n',
  },
  {
    name: 'a WebSocket asked with POST is a POST',
    bytes: `POST /open/a HTTP/1.1\r\n${HOST}Connection: Upgrade, close\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\na`,
    status: 200,
    reached: 'POST /open/a ',
    absent: 'pgrade: websocket',
  },
  {
    name: 'a handshake with a body is a request without an upgrade',
    bytes: `GET /open/a HTTP/1.1\r\n${HOST}Connection: Upgrade, close\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\na`,
    status: 200,
    reached: 'GET /open/a ',
    absent: 'pgrade: websocket',
  },
  {
    name: 'pipelined requests are answered in order',
    bytes: `GET /open/1 HTTP/1.1\r\n${HOST}\r\nGET /open/2 HTTP/1.1\r\n${HOST}\r\n${get('/open/3')}`,
    status: 200,
    reached: 'GET /open/3 ',
    answers: 3,
  },
  {
    name: 'pipelined behind a refusal',
    bytes: `GET /closed/1 HTTP/1.1\r\n${HOST}${FOREIGN}\r\n${get('/open/2')}`,
    status: 403,
    reached: 'GET /open/2 ',
    answers: 2,
  },
  // Bombs
  {
    name: 'a header of more bytes than the bound',
    bytes: get('/open/a', `X-A: ${'a'.repeat(70_000)}\r\n`),
    status: 431,
  },
  {
    name: 'the second Origin behind nine hundred lines is seen',
    bytes: get(
      '/closed/a',
      `Origin: https://app.example.com\r\n${'a:\r\n'.repeat(900)}Origin: https://evil.example\r\n`,
    ),
    status: 403,
  },
  {
    name: 'more lines than any server reads',
    bytes: get('/open/a', 'X-A: 1\r\n'.repeat(3_000)),
    status: 431,
  },
  {
    name: 'a body that is told to be too large',
    bytes: post('Content-Length: 1000001\r\n', 'a'),
    status: 413,
  },
  {
    name: 'a target that is too long',
    bytes: get(`/open/${'a'.repeat(70_000)}`),
    status: 431,
  },
  {
    name: 'an unknown expectation',
    bytes: post('Content-Length: 1\r\nExpect: the-moon\r\n', 'a'),
    status: 417,
  },
]
