/**
 * Paths, and whether a pattern covers them.
 *
 * @module
 */
interface Case {
  readonly pattern: string
  readonly covered: readonly string[]
  readonly others: readonly string[]
}

export const cases: readonly Case[] = [
  {
    pattern: '/v1/account/**',
    covered: [
      '/v1/account',
      '/v1/account/',
      '/v1/account/me',
      '/v1/account/a/b',
      '/v1/account/%20',
    ],
    others: [
      '/v1/accounts',
      '/v1/Account/me',
      '/v1',
      '/',
      '/v1/account/a%2fb',
      '/v1/account/%2E%2E/x',
      '/v1/account/a;b',
      '/v1/account/a\\b',
      '/v1//account/me',
      '/v1/account//me',
      '/v1/account/%252e',
      '/x/v1/account/me',
    ],
  },
  {
    pattern: '/v1/{name}',
    covered: ['/v1/a', '/v1/a/', '/v1/{name}'],
    others: ['/v1', '/v1/', '/v1/a/b', '/v2/a'],
  },
  { pattern: '/', covered: ['/'], others: ['/a', '//'] },
  { pattern: '/**', covered: ['/', '/a', '/a/b/'], others: ['//', '/a//b'] },
  { pattern: '/a.b', covered: ['/a.b', '/a.b/'], others: ['/axb', '/a.bc', '/a.b/c'] },
]

export const refused: readonly string[] = [
  '',
  'v1/account',
  '/v1/**/account',
  '/v1/acc*',
  '/v1/*',
  '/v1?x=1',
  '/v1#x',
  '/v1/{}',
  '/v1/x{name}',
  '//',
  '/a//b',
  '/a b',
  'https://api.example.com/v1',
]
