import { BROWSERS, browse, STANDARD } from '@marque/core/browsers'
import { expect, test } from 'vitest'
import { DIFFERENCES } from './differences.ts'
import { engineAt, originOf } from './policy.ts'
import { wantOf } from './scenario.ts'
import { SCENARIOS } from './topics/index.ts'

const byId = new Map(SCENARIOS.map((scenario) => [scenario.id, scenario]))

test('scenarios have names of their own', () => {
  expect(byId.size).toBe(SCENARIOS.length)
})

test('every row of the model is a difference of this table', () => {
  const rows = DIFFERENCES.flatMap(({ rows }) => rows)
  expect([...rows].sort()).toEqual(Object.keys(STANDARD).sort())
})

test('every scenario in which an engine differs is named by a difference', () => {
  const named = new Set(DIFFERENCES.flatMap(({ seen = [] }) => seen))
  const differing = SCENARIOS.filter(({ but }) => but !== undefined)
  expect(differing.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([])
})

test('nothing is said without a run or a source', () => {
  const bare = DIFFERENCES.filter(({ seen = [], source }) => seen.length === 0 && !source)
  expect(bare.map(({ what }) => what)).toEqual([])
})

for (const { what, does, seen, source } of DIFFERENCES) {
  if (seen === undefined) continue
  test(`what is said and what is seen agree: ${what}`, () => {
    const scenarios = seen.map((id) => byId.get(id)!)
    for (const one of BROWSERS) {
      for (const other of BROWSERS) {
        const isSeenAlike = scenarios.every((each) => wantOf(each, one) === wantOf(each, other))
        // Where a source says more than the runs can show, only sameness is held to.
        if (does[one] === does[other]) expect(isSeenAlike).toBe(true)
        else if (source === undefined) expect(isSeenAlike).toBe(false)
      }
    }
  })
}

test('the longest ages are those of the model', () => {
  const url = `${originOf('api', 8443)}/age-86400/a`
  const page = {
    origin: originOf('app', 8443),
    method: 'PUT',
    url,
    headers: [],
    credentials: false,
  }
  const verdicts = browse(engineAt(8443), page, {}, { now: 0 })
  expect(BROWSERS.map((name) => verdicts[name].keptFor)).toEqual([7200, 86_400, 600])
  expect(DIFFERENCES[0]?.does).toEqual({
    chromium: '2 hours',
    firefox: '24 hours',
    webkit: '10 minutes',
  })
})
