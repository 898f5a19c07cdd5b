import { expect, test } from 'vitest'
import { reportOf } from './report.cases.ts'

const A = 'https://api.example.com'

const cases: readonly (readonly [
  name: string,
  url: string,
  origin: string,
  now: string,
  help: RegExp,
])[] = [
  [
    'an expired set: its end, and whom to ask',
    '/v1/account/1',
    'https://gone.example.com',
    '2098-11-22',
    /^the origin set `gone` ended at 2098-11-01T00:00:00Z: ask its owner whether to extend it$/,
  ],
  [
    'an expired exception: its end',
    '/v1/account/1',
    'https://debug.example.com',
    '2098-12-22',
    /^the exception `EX-1` ended at 2098-11-28T00:00:00Z: ask the owner of the resource `account`/,
  ],
  [
    'an exception that has not begun: its start',
    '/v1/account/1',
    'https://debug.example.com',
    '2098-11-01',
    /^the exception `EX-1` starts at 2098-11-21T00:00:00Z: wait, or ask the owner/,
  ],
  [
    'an encoded slash: the key of the match that keeps it',
    '/v1/account/..%2flive',
    'https://app.example.com',
    '2098-11-22',
    /^send the path as documented: .*; for ids that contain `%2F`, set `encodedSlash: data` on the match$/,
  ],
  [
    'a dot segment: nothing about encoded slashes in the policy',
    '/v1/account/../live?next=%2f',
    'https://app.example.com',
    '2098-11-22',
    /^(?!.*encodedSlash)send the path as documented/,
  ],
]

for (const [name, url, origin, now, help] of cases) {
  test(name, () => {
    expect(reportOf(`${A}${url}`, { origin }, { now: Date.parse(now) }).help).toMatch(help)
  })
}
