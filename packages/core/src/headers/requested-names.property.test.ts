import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildNameSet, checkNames } from './requested-names.ts'

const header = fc.constantFrom('a', 'x-a', 'x-b', 'content-type', 'authorization', 'x-trace-id')
const names = fc.array(header, { maxLength: 12 })
const padding = fc.stringMatching(/^[ \t,]{0,3}$/)
const space = fc.stringMatching(/^[ \t]{0,3}$/)

test('order, case, padding, empty elements and lines never change the verdict', () => {
  fc.assert(
    fc.property(
      names,
      names,
      fc.array(fc.tuple(fc.boolean(), padding, space, fc.constantFrom(',', '\n')), {
        minLength: 12,
        maxLength: 12,
      }),
      fc.nat(),
      (requested, granted, dress, turn) => {
        const set = buildNameSet(granted)
        const turned = [...requested.slice(turn % 13), ...requested.slice(0, turn % 13)]
        const text = turned
          .map((name, at) => {
            const [upper, before, behind, join] = dress[at]!
            return `${before}${upper ? name.toUpperCase() : name}${behind}${join}`
          })
          .join('')
        const plain = requested.every((name) => granted.includes(name)) ? 'covered' : 'not-covered'
        expect(checkNames([requested.join(',')], set)).toBe(plain)
        expect(checkNames(text.split('\n'), set)).toBe(plain)
      },
    ),
  )
})

test('`*` covers whatever is a token, but for authorization', () => {
  const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,20}$/)
  fc.assert(
    fc.property(token, (name) => {
      const wanted = name.toLowerCase() === 'authorization' ? 'not-covered' : 'covered'
      expect(checkNames([name], buildNameSet(['*']))).toBe(wanted)
    }),
  )
})

/** Any UTF-16, broken pairs included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }))
  .map((codes) => String.fromCharCode(...codes))

test('any text gets a verdict', () => {
  fc.assert(
    fc.property(fc.array(anyText), (lines) => {
      expect(['covered', 'not-covered', 'too-long']).toContain(
        checkNames(lines, buildNameSet(['a'])),
      )
    }),
  )
})
