import { bundleBytes, readBundle } from '@marque/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bundles } from './bundle.ts'

test('every generated bundle is one that the compiler could have written', () => {
  fc.assert(
    fc.property(bundles, (bundle) => {
      expect(readBundle(bundleBytes(bundle))).toEqual(bundle)
    }),
    { numRuns: 300 },
  )
})
