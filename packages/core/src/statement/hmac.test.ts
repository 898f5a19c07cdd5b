import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from './statement.ts'

test('the code is the one of every other implementation, for keys and messages of any length', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 150 }),
      fc.uint8Array({ maxLength: 300 }),
      (key, message) => {
        const want = createHmac('sha256', key).update(message).digest('hex')
        expect(Buffer.from(hmacSha256(key, message)).toString('hex')).toBe(want)
      },
    ),
  )
})
