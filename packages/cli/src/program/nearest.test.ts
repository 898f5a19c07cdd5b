import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const known = ['bundle', 'nginx', 'envoy']

const cases: readonly (readonly [word: string, want: string | undefined])[] = [
  ['bundel', 'bundle'],
  ['Bundle', 'bundle'],
  ['ngnix', 'nginx'],
  ['evoy', 'envoy'],
  ['traefik', undefined],
  ['', undefined],
]

for (const [word, want] of cases) {
  test(`\`${word}\` is near ${want ?? 'nothing'}`, () => expect(nearest(word, known)).toBe(want))
}
