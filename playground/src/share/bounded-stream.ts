/**
 * Compression with a bound on what comes out: a few bytes may stand for gigabytes.
 *
 * @module
 */

/** What `CompressionStream` and `DecompressionStream` have in common. */
interface ByteTransform {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<BufferSource>
}

/**
 * Sends bytes through a transform.
 *
 * @returns All that comes out, or `undefined` as soon as it is more than `limit` bytes, or the transform refuses its input. What is
 *   left is not read then.
 */
export async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  transform: ByteTransform,
  limit: number,
): Promise<Uint8Array | undefined> {
  const writer = transform.writable.getWriter()
  // A refusal is seen by the reader too.
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
