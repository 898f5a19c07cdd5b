import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCanonicalIpv6 } from './ipv6.ts'

/** Zeros are frequent, so that runs of them meet. */
const group = fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 0xffff }))
const mapped = fc.tuple(group, group).map((last) => [0, 0, 0, 0, 0, 0xffff, ...last])
const groups = fc.oneof(fc.array(group, { minLength: 8, maxLength: 8 }), mapped)

/** The platform's writer, as a second opinion. */
function written(all: readonly number[]): string {
  const full = all.map((each) => each.toString(16)).join(':')
  return new URL(`http://[${full}]/`).hostname.slice(1, -1)
}

test('what the URL Standard writes is canonical, and no other spelling of the address is', () => {
  fc.assert(
    fc.property(groups, (all) => {
      const text = written(all)
      expect(isCanonicalIpv6(text)).toBe(true)
      const others = [
        all.map((each) => each.toString(16)).join(':'),
        all.map((each) => each.toString(16).padStart(4, '0')).join(':'),
        text.toUpperCase(),
      ]
      for (const other of others) expect(isCanonicalIpv6(other)).toBe(other === text)
    }),
  )
})
