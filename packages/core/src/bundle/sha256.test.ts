import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bundleBytes } from './canonical.ts'
import { sampleBundle } from './sample-bundle.cases.ts'
import { digestOf, sha256Hex } from './sha256.ts'

const native = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes without a pattern that blocks or words could share. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = length + 1
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    bytes[at] = state >>> 24
  }
  return bytes
}

describe('FIPS 180-4, examples', () => {
  for (const [text, want] of [
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ] as const) {
    test(`of \`${text}\``, () => expect(sha256Hex(new TextEncoder().encode(text))).toBe(want))
  }
})

test('every length from 0 to 300 agrees with node:crypto', () => {
  for (let length = 0; length <= 300; length++) {
    const bytes = noise(length)
    expect(sha256Hex(bytes), `length ${length}`).toBe(native(bytes))
  }
})

test('five megabytes agree with node:crypto', () => {
  const bytes = noise(5_000_003)
  expect(sha256Hex(bytes)).toBe(native(bytes))
})

test('a view into a larger buffer is read where it lies, and left as it is', () => {
  const bytes = noise(400)
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (from, length) => {
      const view = bytes.subarray(from, from + length)
      expect(sha256Hex(view)).toBe(native(view))
    }),
  )
  expect(bytes).toEqual(noise(400))
})

test('the name of a bundle is the hash of its bytes', () => {
  expect(digestOf(sampleBundle)).toBe(`sha256:${native(bundleBytes(sampleBundle))}`)
})
