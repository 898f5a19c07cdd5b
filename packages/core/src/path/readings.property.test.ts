import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readingsCases } from './readings.cases.ts'
import { classifyPath, foldCase, readingsOf } from './readings.ts'

const segment = fc.stringMatching(/^[a-zA-Z0-9_~é€-]{1,6}$/)
const plainPath = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((all) => `/${all.join('/')}`)

test('a path is among the readings of each way to escape it, once and twice', () => {
  const escaped = (text: string, some: (at: number) => boolean): string =>
    Array.from(text, (one, at) =>
      one === '/' || (one < '\u0080' && !some(at))
        ? one
        : one < '\u0080'
          ? `%${one.charCodeAt(0).toString(16)}`
          : encodeURIComponent(one),
    ).join('')
  fc.assert(
    fc.property(plainPath, fc.array(fc.boolean(), { minLength: 1 }), (path, which) => {
      const once = escaped(path, (at) => which[at % which.length]!)
      const twice = once.replaceAll('%', '%25')
      for (const raw of [once, twice]) {
        if (!raw.includes('%')) continue
        expect(readingsOf(raw)!.map((each) => each.path)).toContain(path)
      }
    }),
  )
})

test('each reading that keeps case has a folded twin, and none comes twice', () => {
  const raw = fc.oneof(
    fc.constantFrom(...readingsCases.map((one) => one.raw)),
    fc.stringMatching(/^\/[aA/;\\.]{0,6}(%2[fF5]|%41|%3b|%5C|\/){0,4}$/),
  )
  fc.assert(
    fc.property(raw, (path) => {
      const readings = readingsOf(path) ?? []
      const keys = readings.map((each) => `${each.folded} ${each.path} ${each.withData}`)
      expect(new Set(keys).size).toBe(keys.length)
      for (const { path: read, withData, folded } of readings) {
        if (!folded) expect(keys).toContain(`true ${foldCase(read)} ${foldCase(withData)}`)
        else expect(read).toBe(foldCase(read))
      }
    }),
  )
})

/** Any UTF-16, broken pairs included. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(...'/%.;\\2fF#?A'.split('').map((one) => one.charCodeAt(0))),
    ),
  )
  .map((codes) => String.fromCharCode(...codes))

test('any text has a class', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(classifyPath(`/${text}`, 0)).toBeGreaterThanOrEqual(-1)
      readingsOf(`/${text}`)
    }),
  )
})
