/**
 * Reading of an answer's body within a bound.
 *
 * @module
 */

/** @returns `undefined` where more than `limit` bytes come; the rest is not read. */
export async function readBounded(
  response: Response,
  limit: number,
): Promise<Uint8Array | undefined> {
  const told = Number(response.headers.get('content-length') ?? 0)
  if (told > limit) {
    await response.body?.cancel()
    return undefined
  }
  const parts: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > limit) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
