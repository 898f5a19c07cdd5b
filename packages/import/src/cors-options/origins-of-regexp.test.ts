import { readOrigin } from '@marque/core'
import { expect, test } from 'vitest'
import { regExpCases } from './origins-of-regexp.cases.ts'
import { originsOfRegExp } from './origins-of-regexp.ts'

/** Origins near those of the cases. */
const PROBES = [
  'https://app.example.com',
  'http://app.example.com',
  'https://admin.example.com',
  'https://example.com',
  'https://a.b.example.com',
  'https://x.example.com:8443',
  'https://app.example.com:8443',
  'https://appxexample.com',
  'https://attackerexample.com',
  'https://app.example.com.attacker.example',
  'http://localhost',
  'http://localhost:3000',
  'https://localhost:3000',
  'https://a.example',
  'https://b.example',
  'https://b.example:8443',
  'https://a_b.example.com',
  'https://a-b.preview.example.com',
  'null',
]

function covers(list: readonly string[], origin: string): boolean {
  return list.some((one) => {
    const [before = '', after] = one.replace(/:\*$/, '').split('*')
    const host = one.endsWith(':*') ? origin.replace(/:\d+$/, '') : origin
    if (after === undefined) return host === before
    return (
      host.startsWith(before) && host.endsWith(after) && host.length > before.length + after.length
    )
  })
}

for (const { source, flags = '', want } of regExpCases) {
  test(`/${source}/${flags}`, () => {
    const reading = originsOfRegExp(source, flags)
    if (typeof want === 'string') {
      expect(reading.kind).toBe(want)
    } else {
      expect(reading).toEqual({ kind: 'exact', origins: want })
      // The expression itself agrees about every probe.
      const expression = new RegExp(source, flags)
      for (const probe of PROBES)
        expect([probe, covers(want, probe)]).toEqual([probe, expression.test(probe)])
    }
    if (reading.kind === 'unsafe') {
      expect(reading.example, reading.why).not.toBeNull()
      expect(readOrigin(reading.example ?? '')).toBeDefined()
      expect(reading.example).toMatch(new RegExp(source, flags))
    }
  })
}

test('an expression that takes long is not run', () => {
  expect(originsOfRegExp(`^(a|a|a|a)${'(b|c)'.repeat(300)}(d+)+$`, '').kind).toBe('inexact')
  expect(originsOfRegExp('('.repeat(1500), '').kind).toBe('inexact')
})
