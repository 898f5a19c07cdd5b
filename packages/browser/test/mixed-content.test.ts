import { isMixedContent } from '@marque/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mixedContentOf } from '../src/mixed-content.ts'

const host = fc.oneof(
  fc.constantFrom(
    'api.example.com',
    'intranet.example.com',
    'localhost',
    'api.localhost',
    'localhost.example.com',
    'notlocalhost',
    'printer.local',
    'local',
    '[::1]',
    '[::ffff:7f00:1]',
    '[fd00::1]',
    '[fe80::1]',
    '[2001:db8::1]',
    '0.0.0.0',
    '8.8.8.8',
  ),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc
    .tuple(fc.constantFrom(10, 100, 127, 169, 172, 192), fc.nat(255), fc.nat(255))
    .map(([a, b, c]) => `${a}.${b}.${c}.1`),
  fc.domain(),
)

// The SDK has no dependency, so what it repeats of the model of browsers is compared with it here.
test('F1: the SDK and the model of browsers agree about mixed content', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('https', 'http'),
      fc.constantFrom('https', 'http'),
      host,
      (page, scheme, name) => {
        const { href, protocol, hostname } = new URL(`${scheme}://${name}/x`)
        const origin = `${page}://app.example.com`
        const found = mixedContentOf(`${page}:`, { protocol, hostname })
        expect(found === 'every-browser').toBe(isMixedContent(origin, href, 'local'))
        expect(found !== 'none').toBe(isMixedContent(origin, href, 'none'))
      },
    ),
    { numRuns: 2000 },
  )
})
