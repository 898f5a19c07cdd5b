import { expect, test } from 'vitest'
import { originOf } from './build-model.cases.ts'
import { originListCases } from './origin-lists.cases.ts'
import { originListOf } from './origin-lists.ts'

for (const { name, allow, exact, patterns } of originListCases) {
  test(name, () => {
    expect(originListOf(allow.map(originOf), null)).toEqual({ exact, patterns, until: null })
    expect(originListOf(allow.toReversed().map(originOf), 5)).toEqual({ exact, patterns, until: 5 })
  })
}
