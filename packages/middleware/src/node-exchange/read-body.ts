/**
 * Reading of a small body of a Node request as a whole.
 *
 * @module
 */
import type { ReadBody } from '@marque/core/explain-endpoint'
import type { NodeRequest } from './node-request.ts'

/** How long a client may take to send it, milliseconds. */
const TIMEOUT = 5_000

/**
 * Reads at most `limit` bytes of UTF-8. Never settles if the client disconnects first.
 *
 * @param parsed What a body parser made of a body that it has read.
 */
export function readBody(
  request: NodeRequest,
  limit: number,
  parsed: unknown,
): ReturnType<ReadBody> {
  return new Promise((resolve) => {
    if (request.readableEnded) {
      const body = textOf(parsed)
      resolve(Buffer.byteLength(body) > limit ? 'too-large' : body || 'already-read')
      return
    }
    const chunks: Buffer[] = []
    let length = 0
    const finish = (body: string): void => {
      clearTimeout(timer)
      request.off('data', onData)
      request.off('end', onEnd)
      resolve(body)
    }
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      if (length > limit) finish('too-large')
      else chunks.push(chunk)
    }
    const onEnd = (): void => finish(Buffer.concat(chunks).toString())
    const timer = setTimeout(() => finish('too-slow'), TIMEOUT)
    request.on('data', onData)
    request.once('end', onEnd)
    request.once('close', () => clearTimeout(timer))
  })
}

/** Empty where the parser kept nothing: body-parser sets `{}` for what it does not parse. */
function textOf(parsed: unknown): string {
  if (typeof parsed === 'string') return parsed
  if (Buffer.isBuffer(parsed)) return parsed.toString()
  const hasContent = typeof parsed === 'object' && parsed !== null && Object.keys(parsed).length > 0
  return hasContent ? JSON.stringify(parsed) : ''
}
