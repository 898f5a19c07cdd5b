import { describe, expect, test } from 'vitest'
import { ipv6Cases } from './ipv6.cases.ts'
import { isCanonicalIpv6 } from './ipv6.ts'

describe('D3: an IPv6 address as the URL Standard writes it', () => {
  for (const [text, canonical, why] of ipv6Cases) {
    test(`${canonical ? 'is' : 'is not'} \`${text}\`: ${why}`, () => {
      expect(isCanonicalIpv6(text)).toBe(canonical)
    })
  }
})
