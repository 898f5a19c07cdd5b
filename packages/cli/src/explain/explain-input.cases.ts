import type { ExplainInputOptions } from './explain-input.ts'

export const flags: ExplainInputOptions = {
  origin: undefined,
  method: 'GET',
  header: [],
  credentials: false,
  context: undefined,
  preflight: false,
}

const URL = 'https://api.example.com/v1/me'
const origin = 'https://app.example.com'

/** Invalid input, and a part of the message. */
export const refused: readonly (readonly [
  name: string,
  url: string,
  flags: Partial<ExplainInputOptions>,
  says: string,
])[] = [
  ['a path', '/v1/me', {}, 'invalid URL `/v1/me`'],
  ['a host', 'api.example.com/v1', {}, 'invalid URL'],
  ['another scheme', 'ftp://api.example.com/', {}, 'invalid URL'],
  ['no host', 'https://', {}, 'invalid URL'],
  ['nothing', '', {}, 'invalid URL ``'],
  ['a space', 'https://api.example.com/a b', {}, 'contains a space'],
  ['a letter beyond ASCII', 'https://api.example.com/ä', {}, 'non-ASCII'],
  ['a line break', 'https://api.example.com/\nx', {}, 'a control character'],
  ['a fragment', `${URL}#top`, {}, 'has a fragment'],
  ['a method of two words', URL, { method: 'GET POST' }, 'invalid method `GET POST`'],
  ['an empty method', URL, { method: '' }, 'invalid method ``'],
  ['a socket with POST', 'wss://api.example.com/', { method: 'POST' }, 'handshake uses GET'],
  ['a header without colon', URL, { header: ['x-trace'] }, 'invalid header `x-trace`'],
  ['a header without name', URL, { header: [': 1'] }, 'invalid header `: 1`'],
  ['a header with a space in its name', URL, { header: ['x trace: 1'] }, 'invalid header'],
  ['a line break in a value', URL, { header: ['x: a\r\ny: b'] }, 'the value of `x`'],
  ['an emoji in a value', URL, { header: ['x: 🙂'] }, 'the value of `x`'],
  ['Origin as a header', URL, { header: ['origin: x'] }, '`Origin` cannot be set with `--header`'],
  [
    'Host from a page: the verdict and the browser table would disagree',
    URL,
    { origin, header: ['host: api.example.com'] },
    '`host` cannot be set with `--header` and `--origin`',
  ],
  ['a cookie from a page', URL, { origin, header: ['Cookie: a=b'] }, '`Cookie` cannot be set'],
  ['a fetch metadata header from a page', URL, { origin, header: ['Sec-Fetch-Site: none'] }, 'set'],
  ['a proxy header from a page', URL, { origin, header: ['proxy-authorization: x'] }, 'cannot be'],
  ['Connection from a page', URL, { origin, header: ['connection: close'] }, 'cannot be set'],
  ['Referer from a page', URL, { origin, header: ['referer: https://a.example/'] }, 'cannot be'],
  [
    'a requested method without OPTIONS',
    URL,
    { origin, header: ['Access-Control-Request-Method: PUT'] },
    'cannot be set',
  ],
  ['an empty origin', URL, { origin: ' ' }, '`--origin` is empty'],
  ['an origin beyond ASCII', URL, { origin: 'https://bücher.example' }, 'non-ASCII'],
  ['a preflight without an origin', URL, { preflight: true }, 'requires `--origin`'],
  ['a preflight of a socket', 'wss://a.example/', { preflight: true, origin }, 'no preflight'],
  ['a context that is not JSON', URL, { context: '{roles' }, 'is not JSON'],
  ['a context that is a list', URL, { context: '[]' }, '`context` must be an object'],
  ['roles that are a text', URL, { context: '{"roles":"x"}' }, '`context.roles` must be an array'],
]
