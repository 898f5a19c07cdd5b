/** A raw path and its alternatives, each with `|` between its segments; the empty text has none. */
export interface GraphCase {
  readonly name: string
  readonly raw: string
  readonly alternatives: readonly string[]
  /** The same for `encodedSlash: data`, where they differ. */
  readonly withData?: readonly string[]
}

export const graphCases: readonly GraphCase[] = [
  { name: 'the root', raw: '/', alternatives: [''] },
  { name: 'one alternative', raw: '/a/b', alternatives: ['a|b'] },
  { name: 'a trailing slash is no segment', raw: '/a/', alternatives: ['a'] },
  { name: 'an escape', raw: '/a%2541', alternatives: ['a%2541', 'a%41', 'aA'] },
  {
    name: 'each segment by itself',
    raw: '/%41/%42',
    alternatives: ['%41|%42', '%41|B', 'A|%42', 'A|B'],
  },
  { name: 'an empty segment, or nothing', raw: '/a//b', alternatives: ['a||b', 'a|b'] },
  { name: 'an empty segment at the start', raw: '//a', alternatives: ['|a', 'a'] },
  { name: 'an empty segment before a trailing slash', raw: '/a//', alternatives: ['a|', 'a'] },
  { name: 'parameters', raw: '/a;x/b', alternatives: ['a;x|b', 'a|b'] },
  {
    name: 'parameters that leave nothing',
    raw: '/a/;x/b',
    alternatives: ['a|;x|b', 'a||b', 'a|b'],
  },
  { name: 'parameters that leave nothing at the end', raw: '/a/;x', alternatives: ['a|;x', 'a'] },
  { name: 'an escaped semicolon', raw: '/a%3Bb', alternatives: ['a%3Bb', 'a;b', 'a'] },
  { name: 'a backslash', raw: '/a\\b', alternatives: ['a\\b', 'a|b'] },
  { name: 'a backslash at the end', raw: '/a\\', alternatives: ['a\\', 'a'] },
  { name: 'two backslashes', raw: '/a\\\\b', alternatives: ['a\\\\b', 'a||b', 'a|b'] },
  {
    name: 'an encoded slash',
    raw: '/a%2Fb',
    alternatives: ['a%2Fb', 'a/b', 'a|b'],
    withData: ['a%2Fb', 'a/b'],
  },
  {
    name: 'a slash encoded twice',
    raw: '/a%252Fb',
    alternatives: ['a%252Fb', 'a%2Fb', 'a/b', 'a|b'],
    withData: ['a%252Fb', 'a%2Fb', 'a/b'],
  },
  {
    name: 'a slash, or a backslash, or both split',
    raw: '/a%2Fb%5Cc',
    alternatives: ['a%2Fb%5Cc', 'a/b\\c', 'a|b\\c', 'a/b|c', 'a|b|c'],
    withData: ['a%2Fb%5Cc', 'a/b\\c', 'a/b|c'],
  },
  {
    name: 'parameters end where a part ends',
    raw: '/a;x%2Fb',
    alternatives: ['a;x%2Fb', 'a', 'a;x/b', 'a;x|b', 'a|b'],
    withData: ['a;x%2Fb', 'a', 'a;x/b'],
  },
  {
    name: 'each part with and without parameters',
    raw: '/a;x\\b;y',
    alternatives: ['a;x\\b;y', 'a', 'a;x|b;y', 'a;x|b', 'a|b;y', 'a|b'],
  },
]
