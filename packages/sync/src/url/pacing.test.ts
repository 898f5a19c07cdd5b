import { expect, test } from 'vitest'
import { BACK_OFF, delayAfter } from './pacing.ts'

const cases: readonly {
  readonly name: string
  readonly failures: number
  readonly random: number
  readonly want: number
}[] = [
  { name: 'the interval less a tenth', failures: 0, random: 0, want: 27_000 },
  { name: 'the interval and a tenth', failures: 0, random: 1, want: 33_000 },
  { name: 'half a second at least after one failure', failures: 1, random: 0, want: 500 },
  { name: 'a second at most after one failure', failures: 1, random: 1, want: 1_000 },
  { name: 'twice as much after two', failures: 2, random: 1, want: 2_000 },
  { name: 'never more than the longest', failures: 5_000, random: 1, want: BACK_OFF.longest },
]

for (const { name, failures, random, want } of cases) {
  test(name, () => {
    expect(delayAfter(failures, { interval: 30_000, random: () => random })).toBeCloseTo(want)
  })
}
