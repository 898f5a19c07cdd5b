import { domainToASCII, domainToUnicode } from 'node:url'
import { readOrigin, readPattern } from '@marque/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kindOf } from '../findings/codes.ts'
import { nearestFinder } from '../findings/nearest.ts'
import { decodeALabel } from './host-fault.ts'
import { originCases } from './origins.cases.ts'
import { readOrigins } from './origins.ts'
import type { Reader } from './reader.ts'

const newReader = (): Reader => ({ found: [], nearest: nearestFinder() })

for (const { text, kind, advice } of originCases) {
  test(`\`${text.slice(0, 60)}\` ${kind === null ? 'is an origin' : `is ${kind}`}`, () => {
    const reader = newReader()
    const origins = readOrigins(reader, [text], '/origins/web/allow')
    expect(origins.map((origin) => origin.text)).toEqual(kind === null ? [text] : [])
    expect(reader.found.map(kindOf)).toEqual(kind === null ? [] : [kind])
    const [found] = reader.found
    if (found === undefined) return
    expect(found.path).toBe('/origins/web/allow/0')
    if (advice !== undefined) expect(found.help).toContain(`\`${advice}\``)
  })
}

test('a text is refused with one finding exactly when the engine would not hold it, and advice is always good', () => {
  const part = fc.constantFrom(
    'https',
    'http',
    '://',
    ':',
    '/',
    '//',
    '*.',
    '*',
    '.',
    'a',
    'example.com',
    '127.0.0.1',
    '[::1]',
    '443',
    ' ',
    '@',
    '#',
    '?',
    'É',
    'xn--',
    '-',
  )
  const text = fc.oneof(
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.string({ maxLength: 24 }),
  )
  fc.assert(
    fc.property(text, (written) => {
      const reader = newReader()
      const held = readOrigins(reader, [written], '').length === 1
      expect(reader.found.length).toBe(held ? 0 : 1)
      if (held) expect(readOrigin(written) ?? readPattern(written)).toBeDefined()
      const advice = /^write(?: the scheme too:)? `(.*)`$/.exec(reader.found[0]?.help ?? '')?.[1]
      if (advice === undefined || held) return
      expect(
        readOrigins(newReader(), [advice], '').length + (advice.includes('xn--') ? 1 : 0),
      ).toBeGreaterThan(0)
    }),
    { numRuns: 3000 },
  )
})

test('an A-label is decoded as the platform decodes it', () => {
  const labels = [
    'xn--bcher-kva',
    'xn--rsum-bpad',
    'xn--p1ai',
    'xn--fiqs8s',
    'xn--3e0b707e',
    'xn--80akhbyknj4f',
  ]
  for (const label of labels) expect(decodeALabel(label)).toBe(domainToUnicode(label))
  const letter = fc.constantFrom(...'abcxyz019üéßñабвгд你好世界ไทยあい')
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1, maxLength: 12 }), (letters) => {
      const encoded = domainToASCII(letters.join(''))
      if (encoded.startsWith('xn--')) expect(decodeALabel(encoded)).toBe(domainToUnicode(encoded))
    }),
    { numRuns: 500 },
  )
})

test('a label that encodes nothing is none', () => {
  const labels = ['xn--f', 'xn--a', 'xn--', 'xn---', 'xn--a-', 'xn--99999999', 'xn--0', 'xn--ü']
  expect(labels.filter((label) => decodeALabel(label) !== undefined)).toEqual([])
})
