import { type Bundle, prepare } from '@marque/core'
import type { JudgeInput, PreparedPolicy } from '@marque/core/engine'
import { describe, expect, test } from 'vitest'
import type { Dimensions } from '../atoms/index.ts'
import type { CellComparison } from './cell.ts'
import { cellsCases } from './compare-cells.cases.ts'
import { type CellOptions, compareCells } from './compare-cells.ts'

function compare(before: Bundle, after: Bundle, options?: CellOptions): CellComparison {
  return compareCells(
    [prepare(before) as PreparedPolicy, prepare(after) as PreparedPolicy],
    options,
  )
}

function atomText([name, atom]: readonly [string, object]): string {
  const { senders, methods, kind, value } = atom as { readonly [key: string]: unknown }
  const text = (kind === 'listed' ? senders : kind) ?? methods ?? value
  return `${name} ${Array.isArray(text) ? text.join(' ') : text}`
}

function textOf({ regions }: CellComparison): readonly string[] {
  return regions.flatMap(({ shape, kinds, own, places, cells }) => [
    [
      shape,
      ...(kinds[0] === kinds[1] ? [] : [kinds.join('>')]),
      ...own,
      ...places.map(({ pattern, tenants }) =>
        [pattern, tenants[1]].filter((one) => one !== null).join(' '),
      ),
    ].join(' '),
    ...cells.map(({ atoms, outcomes }) => {
      const changed = Object.keys(outcomes[0]).filter((name) => {
        const [a, b] = outcomes.map((one) => String(one[name as keyof typeof one]))
        return a !== b
      })
      const changes = changed.map((name) => {
        const key = name as keyof (typeof outcomes)[0]
        return `${name} ${outcomes[0][key]}>${outcomes[1][key]}`
      })
      return `  ${Object.entries(atoms).map(atomText).join(', ')}: ${changes.join(', ')}`
    }),
  ])
}

describe('cells', () => {
  for (const { name, before, after, regions } of cellsCases) {
    test(name, () => {
      const comparison = compare(before, after)
      expect(textOf(comparison)).toEqual(regions)
      expect(comparison.undecided).toEqual([])
    })
  }
})

test('too few leaves: what is left is undecided, with its resource', () => {
  const found = cellsCases.find(({ name }) => name === 'a method')
  if (found === undefined) throw new TypeError('no case')
  const { undecided } = compare(found.before, found.after, { leaves: 3 })
  expect(undecided).toEqual([{ resource: 'orders', why: 'it would take too many requests' }])
})

test('too few steps: the comparison as a whole is undecided', () => {
  const found = cellsCases.find(({ name }) => name === 'a method')
  if (found === undefined) throw new TypeError('no case')
  const { undecided } = compare(found.before, found.after, { steps: 2 })
  expect(undecided).toEqual([{ resource: null, why: 'the path patterns overlap in too many ways' }])
})

test('a property that decisions read and that has no dimension does not compile', () => {
  type Without<Name extends keyof JudgeInput> = Omit<Dimensions, Name>
  const complete = (dimensions: Dimensions): Dimensions => dimensions
  // @ts-expect-error
  const refused = (dimensions: Without<'cookie'>): Dimensions => complete(dimensions)
  expect(refused).toBeTypeOf('function')
})
