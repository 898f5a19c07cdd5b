import { expect, test } from 'vitest'
import type { QuestionFlags } from './question.ts'
import { POLICY, reportOf } from './report.cases.ts'

const A = 'https://api.example.com'
const app = 'https://app.example.com'
const gone = 'https://gone.example.com'
const lines = POLICY.split('\n')

/** What is asked, and for each place the text of its line and a word of what is said of it. */
const cases: readonly (readonly [
  name: string,
  url: string,
  asked: Partial<QuestionFlags>,
  now: string,
  want: readonly (readonly [line: string, what: string])[],
])[] = [
  [
    'a grant that decides, and the set that holds the origin',
    '/v1/account/1',
    { origin: app },
    '2098-11-22',
    [
      ['- origins: [web]', 'the grant that decides'],
      ['web: {', 'the set `web`, which holds the origin'],
    ],
  ],
  [
    'a method: the list of methods',
    '/v1/account/1',
    { origin: app, method: 'DELETE' },
    '2098-11-22',
    [
      ['methods: [GET, PATCH]', 'the grant that got furthest'],
      ['web: {', 'the set `web`, which holds the origin'],
    ],
  ],
  [
    'a header: the list of headers',
    '/v1/account/1',
    { origin: app, header: ['x-a: 1'] },
    '2098-11-22',
    [
      ['requestHeaders: [content-type]', 'the grant that got furthest'],
      ['web: {', 'the set `web`'],
    ],
  ],
  [
    'an end: the end of the set, before the grant',
    '/v1/account/1',
    { origin: gone },
    '2098-11-22',
    [
      ['until: 2098-11-01', 'the set `gone`, which has ended'],
      ['- origins: [gone]', 'the grant that got furthest'],
    ],
  ],
  [
    'a condition: the condition',
    '/v1/account/1',
    { origin: gone },
    '2098-10-01',
    [
      ['when: { roles: [reader] }', 'the grant that got furthest'],
      ['gone:', 'the set `gone`, which holds the origin'],
    ],
  ],
  [
    'an exception',
    '/v1/account/1',
    { origin: 'https://debug.example.com' },
    '2098-11-22',
    [['- id: EX-1', 'the exception `EX-1` that decides']],
  ],
  [
    'an exception that has ended: its end',
    '/v1/account/1',
    { origin: 'https://debug.example.com' },
    '2098-12-22',
    [['until: 2098-11-28', 'the exception `EX-1` that got furthest']],
  ],
  [
    'a stranger: the resource, and nobody to trust',
    '/v1/account/1',
    { origin: 'https://evil.example' },
    '2098-11-22',
    [['- name: account', 'none of its grants names this origin']],
  ],
  [
    'a tenant: its directory',
    '/t/globex/x',
    { origin: 'https://portal.globex.example' },
    '2098-11-22',
    [
      ['grants: [{ origins: ["@tenant"]', 'the grant that decides'],
      ['globex: {', 'the directory of `globex`, which holds the origin'],
    ],
  ],
  [
    'of several sets the one that holds the origin',
    '/v1/live',
    { origin: app },
    '2098-11-22',
    [
      ['grants: [{ origins: [gone, web]', 'the grant that decides'],
      ['web: {', 'the set `web`, which holds the origin'],
    ],
  ],
  ['no Origin: the resource', '/v1/live', {}, '2098-11-22', [['- name: live', 'the resource']]],
  ['no resource: nothing', '/v2', { origin: app }, '2098-11-22', []],
]

for (const [name, path, asked, day, want] of cases) {
  test(name, () => {
    const now = Date.parse(`${day}T12:00:00Z`)
    const { places } = reportOf(A + path, asked, { now })
    const got = places.map(({ line, column, what }) => [lines[line - 1]?.slice(column - 1), what])
    expect(got).toHaveLength(want.length)
    for (const [at, [line, what]] of want.entries()) {
      expect(lines[places[at]!.line - 1]).toContain(line)
      expect(got[at]?.[1]).toContain(what)
    }
    expect(reportOf(A + path, asked, { now, asBundle: true }).places).toEqual([])
  })
}
