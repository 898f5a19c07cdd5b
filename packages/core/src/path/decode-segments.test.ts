import { describe, expect, test } from 'vitest'
import { decodingCases, unreadableCases } from './decode-segments.cases.ts'
import { decodeSegments } from './decode-segments.ts'

describe('D4: decodings of each segment', () => {
  for (const [name, raw, segments] of decodingCases) {
    test(`${name}: ${raw}`, () => expect(decodeSegments(raw)).toEqual(segments))
  }
})

for (const [why, paths] of Object.entries(unreadableCases)) {
  describe(`D4: ambiguous whatever the policy says, ${why}`, () => {
    for (const path of paths) test(path, () => expect(decodeSegments(path)).toBeUndefined())
  })
}
