import { expect, test } from 'vitest'
import type { ExplainInputOptions } from './explain-input.ts'
import { POLICY, reportOf } from './report.cases.ts'

const A = 'https://api.example.com'
const app = 'https://app.example.com'
const gone = 'https://gone.example.com'
const lines = POLICY.split('\n')

/** Requests, and the expected locations: a part of the source line, and a part of the description. */
const cases: readonly (readonly [
  name: string,
  url: string,
  input: Partial<ExplainInputOptions>,
  now: string,
  want: readonly (readonly [line: string, what: string])[],
])[] = [
  [
    'a deciding grant, and the set that contains the origin',
    '/v1/account/1',
    { origin: app },
    '2098-11-22',
    [
      ['- origins: [web]', 'deciding grant'],
      ['web: {', 'origin set `web`, which contains the origin'],
    ],
  ],
  [
    'a method: the list of methods',
    '/v1/account/1',
    { origin: app, method: 'DELETE' },
    '2098-11-22',
    [
      ['methods: [GET, PATCH]', 'closest grant'],
      ['web: {', 'origin set `web`, which contains the origin'],
    ],
  ],
  [
    'a header: the list of headers',
    '/v1/account/1',
    { origin: app, header: ['x-a: 1'] },
    '2098-11-22',
    [
      ['requestHeaders: [content-type]', 'closest grant'],
      ['web: {', 'origin set `web`'],
    ],
  ],
  [
    'an expired set: its end, before the grant',
    '/v1/account/1',
    { origin: gone },
    '2098-11-22',
    [
      ['until: 2098-11-01', 'origin set `gone`, which has expired'],
      ['- origins: [gone]', 'closest grant'],
    ],
  ],
  [
    'a condition: the condition',
    '/v1/account/1',
    { origin: gone },
    '2098-10-01',
    [
      ['when: { roles: [reader] }', 'closest grant'],
      ['gone:', 'origin set `gone`, which contains the origin'],
    ],
  ],
  [
    'an exception',
    '/v1/account/1',
    { origin: 'https://debug.example.com' },
    '2098-11-22',
    [['- id: EX-1', 'deciding exception `EX-1`']],
  ],
  [
    'an expired exception: its end',
    '/v1/account/1',
    { origin: 'https://debug.example.com' },
    '2098-12-22',
    [['until: 2098-11-28', 'closest exception `EX-1`']],
  ],
  [
    'an unknown origin: the resource, and no suggestion of an origin',
    '/v1/account/1',
    { origin: 'https://evil.example' },
    '2098-11-22',
    [['- name: account', 'no grant covers this origin']],
  ],
  [
    'a tenant: its origins',
    '/t/globex/x',
    { origin: 'https://portal.globex.example' },
    '2098-11-22',
    [
      ['grants: [{ origins: ["@tenant"]', 'deciding grant'],
      ['globex: {', 'origin list of tenant `globex`, which contains the origin'],
    ],
  ],
  [
    'of several sets, the one that contains the origin',
    '/v1/live',
    { origin: app },
    '2098-11-22',
    [
      ['grants: [{ origins: [gone, web]', 'deciding grant'],
      ['web: {', 'origin set `web`, which contains the origin'],
    ],
  ],
  ['no Origin: the resource', '/v1/live', {}, '2098-11-22', [['- name: live', 'resource']]],
  ['no resource: nothing', '/v2', { origin: app }, '2098-11-22', []],
]

for (const [name, path, input, day, want] of cases) {
  test(name, () => {
    const now = Date.parse(`${day}T12:00:00Z`)
    const { locations } = reportOf(A + path, input, { now })
    const got = locations.map(({ line, column, what }) => [
      lines[line - 1]?.slice(column - 1),
      what,
    ])
    expect(got).toHaveLength(want.length)
    for (const [at, [line, what]] of want.entries()) {
      expect(lines[locations[at]!.line - 1]).toContain(line)
      expect(got[at]?.[1]).toContain(what)
    }
    expect(reportOf(A + path, input, { now, asBundle: true }).locations).toEqual([])
  })
}
