import { expect, test } from 'vitest'
import type { VerifyReport } from '../../src/report/index.ts'
import { createDriftTracker } from '../../src/watch/drift.ts'
import { finding, report } from './reports.cases.ts'

/** What begins and ends, by run: `+` or `-`, layer, cause and the minute since when. */
function eventsOf(reports: readonly VerifyReport[]): readonly (readonly string[])[] {
  const tracker = createDriftTracker()
  return reports.map((one) =>
    tracker.update(one).map(({ type, timestamp, data }) => {
      expect(timestamp).toBe(one.startedAt)
      const sign = type === 'verify.drift.began' ? '+' : '-'
      return `${sign}${data.finding.layer} ${data.finding.cause} ${data.since.slice(14, 16)}`
    }),
  )
}

const reflects = finding()
const lost = finding({ cause: 'vary-lost', code: 'MQ-625' })
const inner = finding({ layer: 'app' })
const unreachable = finding({ cause: 'unreachable', code: 'MQ-601', resource: null })

const cases: readonly {
  readonly name: string
  readonly runs: readonly VerifyReport[]
  readonly events: readonly (readonly string[])[]
}[] = [
  {
    name: 'a finding begins once and ends once, with the time of its first run',
    runs: [report(0, []), report(5, [reflects]), report(10, [reflects]), report(15, [])],
    events: [[], ['+proxy reflects-any-origin 05'], [], ['-proxy reflects-any-origin 05']],
  },
  {
    name: 'a finding that comes back begins again',
    runs: [report(0, [reflects]), report(5, []), report(10, [reflects])],
    events: [
      ['+proxy reflects-any-origin 00'],
      ['-proxy reflects-any-origin 00'],
      ['+proxy reflects-any-origin 10'],
    ],
  },
  {
    name: 'layer, cause and resource tell findings apart; counts and requests do not',
    runs: [
      report(0, [reflects]),
      report(5, [{ ...reflects, seen: 9, curl: 'curl' }, inner, lost]),
      report(10, [inner, finding({ resource: 'account' })]),
    ],
    events: [
      ['+proxy reflects-any-origin 00'],
      ['+app reflects-any-origin 05', '+proxy vary-lost 05'],
      ['+proxy reflects-any-origin 10', '-proxy reflects-any-origin 00', '-proxy vary-lost 05'],
    ],
  },
  {
    name: 'what the baseline has, and notes, are no drift',
    runs: [
      report(0, [
        { ...reflects, inBaseline: true },
        finding({ severity: 'note', cause: 'harmless' }),
      ]),
    ],
    events: [[]],
  },
  {
    name: 'of a layer that is unreachable nothing ends',
    runs: [
      report(0, [reflects, inner]),
      report(5, [unreachable], { complete: false }),
      report(10, []),
    ],
    events: [
      ['+proxy reflects-any-origin 00', '+app reflects-any-origin 00'],
      ['+proxy unreachable 05', '-app reflects-any-origin 00'],
      ['-proxy reflects-any-origin 00', '-proxy unreachable 05'],
    ],
  },
  {
    name: 'of a run that was interrupted nothing ends',
    runs: [report(0, [reflects]), report(5, [], { complete: false })],
    events: [['+proxy reflects-any-origin 00'], []],
  },
]

for (const { name, runs, events } of cases) {
  test(name, () => expect(eventsOf(runs)).toEqual(events))
}

test('the drift that goes on is that which has begun and not ended', () => {
  const tracker = createDriftTracker()
  tracker.update(report(0, [reflects, lost]))
  tracker.update(report(5, [lost]))
  expect(tracker.open).toEqual([lost])
})
