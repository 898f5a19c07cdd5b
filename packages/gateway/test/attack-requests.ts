/**
 * Hostile requests, made of parts that layers read differently.
 *
 * @module
 */
import fc from 'fast-check'
import { host, method, often, pick, target } from './attack-targets.ts'

/** Bytes of one request, one character each, and what was put into it. */
export interface Attack {
  readonly bytes: string
}
const originValue = often(
  pick(
    'https://app.example.com',
    'https://evil.example',
    'https://api.example.com',
    'https://partner.example',
  ),
  pick(
    'null',
    'NULL',
    '',
    ' ',
    '\t',
    '*',
    'https://app.example.com ',
    ' https://app.example.com',
    '\thttps://app.example.com',
    'https://app.example.com\t',
    'https://app.example.com, https://evil.example',
    'https://app.example.com,',
    'https://app.example.com https://evil.example',
    'https://APP.example.com',
    'HTTPS://app.example.com',
    'https://app.example.com/',
    'https://app.example.com:443',
    'https://app.example.com.',
    'http://app.example.com',
    'https://app.example.com.evil.example',
    'https://app.example.com%00.evil.example',
    'https://evil.example#https://app.example.com',
    'https://app.example.com@evil.example',
    'https://evilapp.example.com',
    'file://',
    'https://',
    'app.example.com',
    'https://\xe4pp.example.com',
    'https://app.example.com\x00',
    'https://app.example.com\x0b',
    'https://app.example.com\r',
    'https://app.example.com\r\n https://evil.example',
    'https://app.example.com\xa0',
    `https://${'a'.repeat(300)}.example`,
  ),
)

const name = (...spellings: readonly string[]): fc.Arbitrary<string> => pick(...spellings)
const line = (names: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(names, often(pick(': '), pick(':', ':\t', ':  ')), value).map((parts) => parts.join(''))

const origin = line(often(name('Origin'), name('origin', 'ORIGIN', 'oRiGiN')), originValue)
const other = fc.oneof(
  line(
    name('Access-Control-Request-Method', 'access-control-request-method'),
    pick(
      'GET',
      'PUT',
      'POST',
      'DELETE',
      'put',
      '',
      ' ',
      'PUT, GET',
      'PUT\t',
      'OPTIONS',
      'CONNECT',
      '*',
      'x y',
      '\xff',
    ),
  ),
  line(
    name('Access-Control-Request-Headers', 'ACCESS-CONTROL-REQUEST-HEADERS'),
    pick(
      'content-type',
      'content-type,x-a',
      '',
      ',,content-type,,',
      ' Content-Type\t,\t',
      'x y',
      '*',
      'authorization',
      'content-type,'.repeat(129),
      'a'.repeat(8_193),
      '\xe9',
    ),
  ),
  line(
    name('Sec-Fetch-Site', 'sec-fetch-site'),
    pick('same-origin', 'cross-site', 'same-site', 'none', 'Cross-Site', '', 'cross-site, none'),
  ),
  line(name('Sec-Fetch-Mode'), pick('navigate', 'cors', 'no-cors', 'websocket', '')),
  line(name('Sec-Fetch-Dest'), pick('document', 'empty', 'iframe', '')),
  line(name('Cookie', 'cookie', 'COOKIE'), pick('a=1', '', ' ', 'a=1; b=2', ';', '\xff=1')),
  line(name('Authorization', 'authorization'), pick('Bearer x', '', ' ', 'Basic eDp5')),
  line(
    name('Connection', 'connection'),
    pick(
      'close',
      'keep-alive',
      'Origin',
      'origin, cookie',
      'Host',
      'close, Origin',
      'Sec-Fetch-Site',
      'Authorization, Access-Control-Request-Method',
      'upgrade',
      'Upgrade',
      'keep-alive, Upgrade',
      'upgrade x',
      '"upgrade"',
      ',upgrade,',
      'Marque-Decision',
      'X-Hop',
      'x-hop,,',
      'content-length',
      'x-forwarded-for',
      '',
    ),
  ),
  line(
    name('Upgrade', 'upgrade', 'UPGRADE'),
    pick(
      'websocket',
      'WebSocket',
      'h2c',
      'h2c, websocket',
      'websocket, h2c',
      'websocket ',
      'websocket/13',
      '',
      'TLS/1.0',
    ),
  ),
  line(name('Sec-WebSocket-Key'), pick('dGhlIHNhbXBsZSBub25jZQ==')),
  line(name('Sec-WebSocket-Version'), pick('13')),
  line(
    name(
      'Marque-Decision',
      'marque_decision',
      'MARQUE-DECISION',
      'Marque_Token',
      'Marque-Token',
      'Marque-Explain',
      'marque-Tenant',
      'MARQUE_anything',
    ),
    pick('v1.a.b.c', '', 'x'),
  ),
  line(
    name(
      'X-Forwarded-For',
      'x_forwarded_for',
      'X-Forwarded-Proto',
      'X-Forwarded-Host',
      'X-Forwarded-User',
      'x_forwarded_prefix',
      'X-Real-IP',
      'Forwarded',
      'Client-Cert',
      'client_cert',
      'X-Request-Id',
      'Via',
    ),
    pick('1.2.3.4', 'https', 'evil.example', 'for=1.2.3.4;host=evil.example', ''),
  ),
  line(
    name(
      'X-Hop',
      'Content_Length',
      'Transfer_Encoding',
      'TE',
      'Trailer',
      'Keep-Alive',
      'Proxy-Authorization',
      'Max-Forwards',
    ),
    pick('1', 'trailers', 'chunked', '0'),
  ),
  line(
    name('X-HTTP-Method-Override', 'X-Original-URL', 'X-Rewrite-URL', 'X-Host'),
    pick('PUT', '/closed/a', 'evil.example'),
  ),
  line(name('Expect'), pick('100-continue', '100-Continue', 'the-moon', '')),
  line(name('Host'), host),
  pick(
    'Origin : https://app.example.com',
    ' Origin: https://app.example.com',
    'Origin',
    ': x',
    'X A: 1',
    'X-\xe9: 1',
    'X-A: 1\r\n\tOrigin: https://app.example.com',
    'X-A: a\rb',
    'X-A: a\nb',
    'X-A: \x00',
    '\x0bX: 1',
  ),
)

const version = fc.oneof(
  { weight: 12, arbitrary: pick('HTTP/1.1') },
  {
    weight: 1,
    arbitrary: pick(
      'HTTP/1.0',
      'HTTP/1.2',
      'HTTP/2.0',
      'http/1.1',
      'HTTP/0.9',
      'HTTP/1',
      'HTTP/1.1 ',
      'HTTP/11.1',
    ),
  },
)

const body = fc.oneof(
  { weight: 5, arbitrary: pick({ line: '', text: '' }) },
  {
    weight: 1,
    arbitrary: pick(
      { line: 'Content-Length: 3\r\n', text: 'abc' },
      { line: 'Transfer-Encoding: chunked\r\n', text: '3\r\nabc\r\n0\r\n\r\n' },
      { line: 'Content-Length: 0\r\n', text: '' },
    ),
  },
)

/** One byte is changed, doubled or dropped in one of ten. */
const slip = fc.option(
  fc.tuple(
    fc.nat(400),
    pick('drop', 'double', '\0', '\r', '\n', ' ', '\t', ':', ',', '\x7f', '\xff'),
  ),
  { freq: 9 },
)

/** @returns Requests as a stranger might write them, from well-formed to hopeless. */
export const attacks: fc.Arbitrary<Attack> = fc
  .record({
    method,
    target,
    version,
    body,
    slip,
    host: fc.oneof(
      { weight: 9, arbitrary: host.map((value) => `Host: ${value}\r\n`) },
      { weight: 1, arbitrary: pick('') },
    ),
    origins: fc.array(origin, { maxLength: 2 }),
    others: fc.array(other, { maxLength: 5 }),
  })
  .map((parts) => {
    const lines = [...parts.origins, ...parts.others].map((one) => `${one}\r\n`).join('')
    const whole = `${parts.method} ${parts.target} ${parts.version}\r\n${parts.host}${lines}${parts.body.line}\r\n${parts.body.text}`
    return {
      bytes: parts.slip === null ? whole : slipped(whole, whole.indexOf('\r\n\r\n'), ...parts.slip),
    }
  })

function slipped(text: string, head: number, where: number, how: string): string {
  const at = where % head
  if (how === 'drop') return text.slice(0, at) + text.slice(at + 1)
  if (how === 'double') return text.slice(0, at) + text.slice(at - 1)
  return text.slice(0, at) + how + text.slice(at)
}
