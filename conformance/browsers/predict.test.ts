import { BROWSERS } from '@marque/core/browsers'
import { describe, expect, test } from 'vitest'
import { answersAt } from './answers.ts'
import { isModelled, predict } from './predict.ts'
import { wantOf } from './scenario.ts'
import { SCENARIOS } from './topics/index.ts'

// The table is held against the browsers by `scenarios.browser.test.ts`; here the model is held against the table.
const answers = answersAt(18_080, SCENARIOS)
const modelled = SCENARIOS.filter(isModelled)

/** Firefox asks for a name as often as script set it. The model tells names, not lines: no decision differs by it (D24). */
function withoutRepetition(trace: string): string {
  return trace.replaceAll('x-a,x-a', 'x-a')
}

test('most scenarios are within what the model speaks of', () => {
  expect(modelled.length).toBeGreaterThan(70)
})

for (const name of BROWSERS) {
  describe(name, () => {
    for (const scenario of modelled) {
      test(`${scenario.id}: the model says what the browser did`, () => {
        expect(predict(scenario, name, answers)).toBe(withoutRepetition(wantOf(scenario, name)))
      })
    }
  })
}
