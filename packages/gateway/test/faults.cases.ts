/** Upstreams that misbehave, by what they write as the answer to one GET. */
export interface FaultCase {
  readonly name: string
  /** Written at once; then the connection stays, ends or is reset. */
  readonly bytes: string
  readonly ending?: 'stay' | 'end' | 'reset'
  readonly method?: string
  readonly status: number
  /** What the client's text holds. */
  readonly has?: readonly (string | RegExp)[]
  readonly hasNot?: readonly (string | RegExp)[]
  /** The kind of the fault that the observer hears. */
  readonly heard?: string
  /** The client sees that something is missing: its text ends before the answer does. */
  readonly isCut?: boolean
}

const OK = 'HTTP/1.1 200 OK\r\n'
const BODY = 'content-length: 2\r\n\r\nok'
const OURS = 'access-control-allow-origin: https://app.example.com'

export const faultCases: readonly FaultCase[] = [
  { name: 'a plain answer', bytes: OK + BODY, status: 200, has: [OURS, 'vary: Origin', 'ok'] },
  {
    name: 'CORS headers of its own, in any case and number',
    bytes: `${OK}Access-Control-Allow-Origin: *\r\nACCESS-CONTROL-ALLOW-ORIGIN: https://evil.example\r\naccess-control-allow-credentials: true\r\nAccess-Control-Max-Age: 9\r\naccess-control-x: 1\r\nVary: Accept-Encoding\r\nvary: origin\r\n${BODY}`,
    status: 200,
    has: [OURS, 'vary: Accept-Encoding, origin\r\n'],
    hasNot: ['evil', 'allow-origin: *', /max-age: 9/i, 'access-control-x'],
  },
  {
    name: 'CORS headers in its trailers',
    bytes: `${OK}Transfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n2\r\nok\r\n0\r\nAccess-Control-Allow-Origin: *\r\nX-Sum: 7\r\nTiming-Allow-Origin: *\r\nVary: x\r\nSet-Cookie: a=1\r\n\r\n`,
    status: 200,
    has: ['X-Sum: 7'],
    hasNot: ['allow-origin: *', /allow-origin: \*/i, 'Vary: x', 'Set-Cookie'],
  },
  {
    name: 'interim answers with CORS headers',
    bytes: `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\naccess-control-allow-origin: *\r\n\r\n${OK}${BODY}`,
    status: 200,
    has: [OURS, 'ok'],
    hasNot: ['103', 'allow-origin: *'],
  },
  {
    name: 'what Connection names goes, and what is between neighbours',
    bytes: `${OK}Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nProxy-Authenticate: x\r\nUpgrade: h2c\r\nMarque-Decision: v1\r\nServer: secret\r\nX-Request-Id: theirs\r\n${BODY}`,
    status: 200,
    hasNot: ['X-Hop', 'timeout=9', 'Proxy-', 'h2c', 'Marque-', 'secret', 'theirs'],
  },
  {
    name: 'its date is not doubled',
    bytes: `${OK}Date: Sun, 22 Nov 2026 00:00:00 GMT\r\n${BODY}`,
    status: 200,
    has: ['Date: Sun, 22 Nov 2026 00:00:00 GMT'],
    hasNot: [/date:[\s\S]*date:/i],
  },
  {
    name: '204 with a length',
    bytes: 'HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n',
    status: 204,
    has: [OURS],
    hasNot: [/content-length/i, /transfer-encoding/i],
  },
  {
    name: '304 with a length and no body',
    bytes: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\nETag: "a"\r\n\r\n',
    status: 304,
    has: [OURS, 'ETag: "a"', 'access-control-expose-headers: etag'],
    hasNot: [/transfer-encoding/i],
  },
  {
    name: 'HEAD with a length',
    method: 'HEAD',
    bytes: `${OK}Content-Length: 10\r\n\r\n`,
    status: 200,
    has: [OURS, 'Content-Length: 10'],
  },
  {
    name: 'several cookies stay several',
    bytes: `${OK}Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n${BODY}`,
    status: 200,
    has: ['Set-Cookie: a=1\r\nSet-Cookie: b=2'],
  },
  {
    name: 'an error of its own is readable',
    bytes: 'HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n',
    status: 500,
    has: [OURS],
  },
  {
    name: 'an answer that ends with the connection',
    bytes: `${OK}\r\nall there is`,
    ending: 'end',
    status: 200,
    has: ['all there is'],
  },
  {
    name: 'an answer of HTTP/1.0',
    bytes: 'HTTP/1.0 200 OK\r\n\r\nold',
    ending: 'end',
    status: 200,
    has: ['old', OURS],
  },
  // Broken
  {
    name: 'no answer and the end',
    bytes: '',
    ending: 'end',
    status: 502,
    has: [OURS],
    heard: 'upstream-reset',
  },
  {
    name: 'no answer and a reset',
    bytes: '',
    ending: 'reset',
    status: 502,
    has: [OURS],
    heard: 'upstream-reset',
  },
  {
    name: 'half a header and the end',
    bytes: 'HTTP/1.1 200 OK\r\nX-A',
    ending: 'end',
    status: 502,
    heard: 'upstream-reset',
  },
  { name: 'no answer in time', bytes: '', status: 504, has: [OURS], heard: 'upstream-timeout' },
  { name: 'no HTTP', bytes: 'SSH-2.0-OpenSSH\r\n\r\n', status: 502, heard: 'upstream-broken' },
  {
    name: 'conflicting lengths',
    bytes: `${OK}content-length: 2\r\ncontent-length: 3\r\n\r\nok!`,
    status: 502,
    heard: 'upstream-broken',
  },
  {
    name: 'a length beside chunks',
    bytes: `${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    status: 502,
    heard: 'upstream-broken',
  },
  {
    name: 'a control character in a value',
    bytes: `${OK}X-A: a\x01b\r\n${BODY}`,
    status: 502,
    heard: 'upstream-broken',
  },
  {
    name: 'a name with a space',
    bytes: `${OK}X A: 1\r\n${BODY}`,
    status: 502,
    heard: 'upstream-broken',
  },
  {
    name: 'a header beyond its bound',
    bytes: `${OK}X-A: ${'a'.repeat(80_000)}\r\n${BODY}`,
    status: 502,
    heard: 'upstream-broken',
  },
  {
    name: 'a switch of protocols that nobody asked for',
    bytes: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    status: 502,
    heard: 'upstream-broken',
  },
  {
    name: 'a body that is shorter than its length',
    bytes: `${OK}content-length: 10\r\n\r\nok`,
    ending: 'end',
    status: 200,
    has: ['ok'],
    heard: 'upstream-reset',
    isCut: true,
  },
  {
    name: 'a reset in the middle of the body',
    bytes: `${OK}content-length: 10\r\n\r\nok`,
    ending: 'reset',
    status: 200,
    heard: 'upstream-reset',
    isCut: true,
  },
  {
    name: 'chunks that end in the middle',
    bytes: `${OK}transfer-encoding: chunked\r\n\r\n2\r\nok\r\n`,
    ending: 'end',
    status: 200,
    hasNot: ['\r\n0\r\n'],
    heard: 'upstream-reset',
    isCut: true,
  },
  {
    name: 'a chunk size that is none',
    bytes: `${OK}transfer-encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n`,
    status: 200,
    hasNot: ['\r\n0\r\n'],
    heard: 'upstream-broken',
    isCut: true,
  },
]
