/**
 * Reads a request body as a JSON object.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

const MOST = 4_096

/** @throws If the body is not a JSON object, or is larger than 4 KiB. */
export async function readJson(
  request: IncomingMessage,
): Promise<{ readonly [name: string]: unknown }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST) throw new RangeError('the body is too long')
    chunks.push(chunk)
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString())
  if (typeof value !== 'object' || value === null) throw new TypeError('the body is no JSON object')
  return { ...value }
}
