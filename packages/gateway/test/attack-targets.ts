/**
 * Methods, hosts and targets that layers read differently.
 *
 * @module
 */
import fc from 'fast-check'

/** One of these. */
export const pick = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> =>
  fc.constantFrom(...values)
/** The usual three times in five. */
export const often = <Value>(
  usual: fc.Arbitrary<Value>,
  rare: fc.Arbitrary<Value>,
): fc.Arbitrary<Value> => fc.oneof({ weight: 3, arbitrary: usual }, { weight: 2, arbitrary: rare })

export const method: fc.Arbitrary<string> = often(
  pick('GET', 'POST', 'OPTIONS', 'HEAD', 'PUT'),
  pick(
    'DELETE',
    'PATCH',
    'TRACE',
    'QUERY',
    'PROPFIND',
    'CONNECT',
    'get',
    'Options',
    'FOO',
    'M-SEARCH',
    'SOURCE',
  ),
)

/** Segments that mean something to the policy, and what may stand around them. */
const piece = often(
  pick(
    'open',
    'closed',
    'assets',
    'live',
    'isolated',
    'a',
    'data',
    '.well-known',
    'marque',
    'explain',
  ),
  pick(
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '.%2e',
    '%2f',
    '%2F',
    '%5c',
    '\\',
    ';x=1',
    ';',
    '%3b',
    '%25',
    '%252f',
    '%252e%252e',
    '%00',
    '%0d%0a',
    '%c0%ae',
    '%c0%af',
    '%e0%80%af',
    '%ff',
    '%',
    '%4',
    '%zz',
    '%c3%a9',
    'OPEN',
    'Closed',
    '%6fpen',
    '%6Fpen',
    '*',
    '#',
    '#x',
    '?',
    '?a=/closed/',
    ':80',
    '@',
    '//',
    '',
    '~',
    '|',
    '"',
    '<',
    '{id}',
    '^',
    '`',
    '\xe9',
    '%20',
    '+',
    '&',
    ',',
    "'",
    '\u0001',
    '\x7f',
  ),
)
const path = fc
  .tuple(
    fc.array(piece, { maxLength: 5 }),
    often(pick('/'), pick('', '//', '\\', '%2f', ';/')),
    pick('', '', '/', '?q=1'),
  )
  .map(([pieces, separator, end]) => `/${pieces.join(separator)}${end}`)

/** Values of Host lines, and authorities of targets. */
export const host: fc.Arbitrary<string> = often(
  pick('api.example.com'),
  pick(
    'API.example.com',
    'api.example.com.',
    'api.example.com:80',
    'api.example.com:443',
    'api.example.com:8080',
    'api.example.com:0',
    'api.example.com:',
    'api.example.com:080',
    'user@api.example.com',
    'user:pass@api.example.com',
    'evil.example',
    'api.example.com, evil.example',
    'app.example.com',
    '[::1]',
    '[::1]:80',
    '[::1',
    '127.0.0.1',
    '',
    ' ',
    'api.example.com/x',
    'api.example.com?x',
    'api.example.com#x',
    'api.example.com\\x',
    'api.exam ple.com',
    'api.example.com\t',
    'b\xfccher.example',
    '%61pi.example.com',
    '..',
    '.',
    '*',
    'a'.repeat(301),
    'api.example.com;x',
  ),
)

/** In all four forms of RFC 9112, 3.2. */
export const target: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: path },
  {
    weight: 1,
    arbitrary: pick(
      '*',
      '/',
      '',
      'open/a',
      'http:/open/a',
      '//open/a',
      '?',
      '#',
      '/'.repeat(500),
      `/open/${'a'.repeat(17_000)}`,
      '*/open',
      'evil.example:443',
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        pick('http', 'https', 'HTTP', 'ws', 'ftp', 'x-y'),
        host,
        often(path, pick('', '?q', '*', '#a', '\\a')),
      )
      .map(([scheme, authority, rest]) => `${scheme}://${authority}${rest}`),
  },
)
