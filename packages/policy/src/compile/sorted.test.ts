import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortedUnique, sortTexts } from './sorted.ts'

/** Numbers that look random and are the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    yield state
  }
}

function listOf(length: number, text: (random: number, at: number) => string): string[] {
  const random = numbers(length)
  return Array.from({ length }, (_, at) => text(random.next().value, at))
}

const cases: readonly { readonly name: string; readonly list: readonly string[] }[] = [
  {
    name: 'origins in any order',
    list: listOf(20_000, (random) => `https://t${random.toString(36)}.example.com`),
  },
  { name: 'many doubles', list: listOf(20_000, (random) => `https://t${random % 50}.example.com`) },
  {
    name: 'long runs that differ late',
    list: listOf(
      30_000,
      (random) => `https://${'deep.'.repeat(random % 3)}the.same.host.example:${random % 7000}`,
    ),
  },
  { name: 'texts that begin others', list: listOf(10_000, (random) => 'a'.repeat(random % 40)) },
  { name: 'one text only', list: listOf(10_000, () => 'https://a.example') },
  {
    name: 'texts that are not ASCII',
    list: listOf(10_000, (random) => `${'é'.repeat(random % 3)}${random % 999}${'\u{1f600}'}`),
  },
  {
    name: 'a NUL inside',
    list: listOf(10_000, (random) => `a${random % 2 === 0 ? '\0' : ''}${random % 3}`),
  },
]

for (const { name, list } of cases) {
  test(`long lists are sorted as the platform sorts them: ${name}`, () => {
    expect(sortTexts(list)).toEqual(list.toSorted())
    expect(sortedUnique(list)).toEqual([...new Set(list)].sort())
  })
}

test('short lists are sorted, each entry once', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), (list) => {
      expect(sortedUnique(list)).toEqual([...new Set(list)].sort())
    }),
  )
})

test('the list that is given stays as it is', () => {
  const list = ['b', 'a', 'b']
  sortedUnique(list)
  sortTexts(list)
  expect(list).toEqual(['b', 'a', 'b'])
})
