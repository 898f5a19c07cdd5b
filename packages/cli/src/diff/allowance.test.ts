import type { Bundle } from '@marque/core'
import type { Change, Difference } from '@marque/policy/diff'
import { expect, test } from 'vitest'
import type { Failure } from './allowance.ts'
import { applyAllowances, checkAllowances, failsOn, readAllowance } from './allowance.ts'
import { closes, differenceOf, equal, opens, reads, unmatched } from './reports.cases.ts'

const A = 'https://a.example'
const B = 'https://b.example'
const two: Change = { ...opens, origins: [A, B] }
const elsewhere: Change = { ...opens, resource: 'account' }

const allowances: readonly (readonly [
  name: string,
  written: readonly string[],
  opening: Change,
  is: boolean,
])[] = [
  ['a resource allows whatever opens in it', ['orders'], opens, true],
  ['another resource allows nothing here', ['prices'], opens, false],
  ['a pattern stands for itself', ['orders:https://*.partner.example'], opens, true],
  ['a pattern covers no origin', ['orders:https://*.example'], two, false],
  ['one of two origins is not enough', [`orders:${A}`], two, false],
  ['both origins are', [`orders:${A}`, `orders:${B}`], two, true],
  ['an origin of another resource is none here', [`orders:${A}`, `account:${B}`], two, false],
  ['what closes is not allowed, it needs no leave', ['orders'], closes, false],
  ['requests that no resource matches have a name', ['@unmatched'], unmatched, true],
  ['a resource is not unmatched', ['@unmatched'], opens, false],
  [
    'requests without Origin, any other and `null` have names too',
    ['@unmatched:no-origin', '@unmatched:*', '@unmatched:null', `@unmatched:${A}`],
    unmatched,
    true,
  ],
  [
    'an origin does not allow requests without one',
    ['@unmatched:*', '@unmatched:null', `@unmatched:${A}`],
    unmatched,
    false,
  ],
  ['an origin is not allowed by a part of its name', ['orders:https://a.exampl'], two, false],
]

for (const [name, written, opening, is] of allowances) {
  test(name, () => {
    const { changes } = applyAllowances([opening], written.map(readAllowance))
    expect(changes.has(opening)).toBe(is)
  })
}

test('an opening to nobody in particular is only allowed whole', () => {
  const nobody: Change = { ...opens, origins: [] }
  expect(applyAllowances([nobody], [readAllowance(`orders:${A}`)]).changes.size).toBe(0)
  expect(applyAllowances([nobody], [readAllowance('orders')]).changes.size).toBe(1)
})

test('an allowance that allows nothing is told', () => {
  const written = ['orders', 'account', `orders:${A}`].map(readAllowance)
  const { unused } = applyAllowances([opens], written)
  expect(unused.map(({ text }) => text)).toEqual(['account', `orders:${A}`])
})

const sides = [
  { resources: [{ name: 'orders' }] },
  { resources: [{ name: 'account' }] },
] as unknown as readonly Bundle[]

test('an allowance names a resource of either side', () => {
  const good = ['orders', 'account', '@unmatched', `orders:${A}`].map(readAllowance)
  expect(() => checkAllowances(good, sides)).not.toThrow()
})

const wrong: readonly (readonly [text: string, says: string])[] = [
  ['order', 'neither policy has a resource `order`'],
  ['', 'neither policy has a resource ``'],
  ['orders:', 'has an empty origin'],
  [A, 'neither policy has a resource `https`'],
]

for (const [text, says] of wrong) {
  test(`\`--allow-wider ${text}\` is wrong`, () => {
    expect(() => checkAllowances([readAllowance(text)], sides)).toThrow(says)
  })
}

const noted: Difference = { ...equal.difference, notes: [reads] }

const difference = (changes: readonly Change[], undecided = false): Difference => ({
  ...differenceOf(changes, ''),
  undecided: undecided ? [{ resource: null, why: 'time' }] : [],
})

const failures: readonly (readonly [
  name: string,
  on: readonly Failure[],
  difference: Difference,
  fails: boolean,
])[] = [
  ['nothing is asked', [], difference([opens], true), false],
  ['wider, and something opens', ['wider'], difference([opens, closes]), true],
  ['wider, and something closes', ['wider'], { ...difference([closes]), notes: [reads] }, false],
  ['tighter, and something closes', ['tighter'], difference([closes]), true],
  ['tighter, and something opens', ['tighter'], difference([opens]), false],
  ['any, and an edit has no effect on permissions', ['any'], noted, true],
  ['any, and nothing differs', ['any'], difference([]), false],
  ['wider, and an edit has no effect on permissions', ['wider', 'tighter'], noted, false],
  ['undecided, and something opens', ['undecided'], difference([opens]), false],
  ['undecided, and it is', ['undecided'], difference([], true), true],
  ['wider, and something is undecided: it may be wider', ['wider'], difference([], true), true],
  ['tighter, and something is undecided', ['tighter'], difference([], true), true],
  ['wider, and the opening is allowed', ['wider'], difference([elsewhere]), false],
  ['wider, and one of two openings is allowed', ['wider'], difference([elsewhere, opens]), true],
  [
    'wider, the opening is allowed, something is undecided',
    ['wider'],
    difference([elsewhere], true),
    true,
  ],
]

for (const [name, on, compared, fails] of failures) {
  test(`--fail-on: ${name}`, () => {
    expect(failsOn(compared, new Set(on), new Set([elsewhere]))).toBe(fails)
  })
}
