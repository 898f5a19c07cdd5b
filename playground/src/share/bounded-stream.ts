/**
 * Compression with a limit on the output size, against decompression bombs.
 *
 * @module
 */

/** `CompressionStream` or `DecompressionStream`. */
interface ByteTransform {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<BufferSource>
}

/**
 * Transforms bytes.
 *
 * @returns The output; `undefined` as soon as it exceeds `limit` bytes, or if the input is invalid. The rest is not read.
 */
export async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  transform: ByteTransform,
  limit: number,
): Promise<Uint8Array | undefined> {
  const writer = transform.writable.getWriter()
  // The reader sees the same error.
  const written = writer.write(bytes).then(
    () => writer.close(),
    () => undefined,
  )
  written.catch(() => undefined)
  const reader = transform.readable.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return joined(chunks, size)
      size += value.length
      if (size > limit) {
        reader.cancel().catch(() => undefined)
        return undefined
      }
      chunks.push(value)
    }
  } catch {
    return undefined
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
