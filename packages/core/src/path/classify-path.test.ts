import { describe, expect, test } from 'vitest'
import { classCases } from './classify-path.cases.ts'
import { classifyPath, PATH_KINDS, pathEnd, pathKind } from './classify-path.ts'

/** The kind of the path at `start`, and where it ends. */
function classOf(text: string, start: number): string {
  const classified = classifyPath(text, start)
  if (classified < 0) return 'ambiguous'
  const kind = Object.entries(PATH_KINDS).find(([, code]) => code === pathKind(classified))
  return `${kind?.[0]} to ${pathEnd(classified)}`
}

for (const [kind, paths] of Object.entries(classCases)) {
  describe(`D4: ${kind} paths`, () => {
    for (const path of paths) {
      test(JSON.stringify(path).slice(0, 40), () => {
        const query = path.indexOf('?', 1)
        const end = query < 0 ? path.length : query
        expect(classOf(path, 0)).toBe(kind === 'ambiguous' ? kind : `${kind} to ${end}`)
      })
    }
  })
}

test('D4: a path is classified from its start, and nothing before it counts', () => {
  expect(classOf('HTTPS://A%/b/c?D', 10)).toBe('plain to 14')
  expect(classOf('HTTPS://A#/b', 10)).toBe('plain to 12')
  expect(classOf('HTTPS://A%/b/..', 10)).toBe('ambiguous')
  expect(classOf('https://a/b', 9)).toBe('plain to 11')
  expect(classOf('https://a/b', 10)).toBe('ambiguous')
  expect(classOf(`//${'a'.repeat(16382)}`, 1)).toBe('plain to 16384')
})
