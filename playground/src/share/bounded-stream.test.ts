import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { throughStream } from './bounded-stream.ts'

const bytes = new Uint8Array(deflateRawSync(Buffer.alloc(1_000, 0x20)))
const unpack = (limit: number) =>
  throughStream(bytes, new DecompressionStream('deflate-raw'), limit)

test('all comes out that the bound allows, and nothing where it does not', async () => {
  expect((await unpack(1_000))?.length).toBe(1_000)
  expect(await unpack(999)).toBeUndefined()
})

test('reading stops at the bound', async () => {
  let sent = 0
  const endless = new TransformStream<BufferSource, Uint8Array>({
    transform: async (_, controller) => {
      while (sent < 1_000_000) {
        // The reader has gone, or has room.
        if ((controller.desiredSize ?? 0) <= 0) await new Promise((resume) => setTimeout(resume))
        try {
          controller.enqueue(new Uint8Array(1_000))
        } catch {
          return
        }
        sent += 1_000
      }
    },
  })
  expect(await throughStream(bytes, endless, 10_000)).toBeUndefined()
  expect(sent).toBeLessThan(200_000)
})

test('what the transform refuses gives nothing', async () => {
  const refused = new Uint8Array([0xff, 0xff, 0xff])
  const transform = new DecompressionStream('deflate-raw')
  expect(await throughStream(refused, transform, 1_000)).toBeUndefined()
})
