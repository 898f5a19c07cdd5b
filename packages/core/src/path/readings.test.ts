import { describe, expect, test } from 'vitest'
import { classCases, readingsCases, unreadableCases } from './readings.cases.ts'
import { classifyPath, foldCase, readingsOf } from './readings.ts'

for (const [kind, paths] of Object.entries(classCases)) {
  describe(`D4: ${kind} paths`, () => {
    for (const path of paths) {
      test(JSON.stringify(path).slice(0, 40), () => {
        const query = path.indexOf('?', 1)
        const end = query < 0 ? path.length : query
        expect(classifyPath(path, 0)).toEqual({ kind, end: kind === 'ambiguous' ? 0 : end })
      })
    }
  })
}

test('D4: a path is classified where it stands, and nothing before it counts', () => {
  expect(classifyPath('HTTPS://A%/b/c?D', 10)).toEqual({ kind: 'plain', end: 14 })
  expect(classifyPath('HTTPS://A#/b', 10)).toEqual({ kind: 'plain', end: 12 })
  expect(classifyPath('HTTPS://A%/b/..', 10).kind).toBe('ambiguous')
  expect(classifyPath('https://a/b', 9)).toEqual({ kind: 'plain', end: 11 })
  expect(classifyPath('https://a/b', 10).kind).toBe('ambiguous')
  expect(classifyPath(`//${'a'.repeat(16382)}`, 1)).toEqual({ kind: 'plain', end: 16384 })
})

describe('D4: readings', () => {
  for (const { name, raw, paths, withData = paths } of readingsCases) {
    test(`${name}: ${raw}`, () => {
      const readings = readingsOf(raw)!
      const shown = readings.map((each) => `${each.folded} ${each.path} ${each.withData}`)
      const wanted = paths.flatMap((path, at) => {
        const data = withData[at]!
        return [`false ${path} ${data}`, `true ${foldCase(path)} ${foldCase(data)}`]
      })
      expect(new Set(shown)).toEqual(new Set(wanted))
      expect(shown.length).toBe(new Set(wanted).size)
    })
  }
})

for (const [why, paths] of Object.entries(unreadableCases)) {
  describe(`D4: no reading, ${why}`, () => {
    for (const path of paths) test(path, () => expect(readingsOf(path)).toBeUndefined())
  })
}

test('D4: there are at most 48 readings', () => {
  expect(readingsOf('/A//b;c\\D%2541%252F')!.length).toBeLessThanOrEqual(48)
})
