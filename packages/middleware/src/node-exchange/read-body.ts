/**
 * Reading of a small body of a Node request as a whole.
 *
 * @module
 */
import type { NodeRequest } from './node-request.ts'

/** How long a client may take to send it, milliseconds. */
const TIMEOUT = 5_000

/** Reads at most `limit` bytes of UTF-8. A body that other middleware has read already is empty. Never settles if the client disconnects first. */
export function readBody(
  request: NodeRequest,
  limit: number,
): Promise<string | 'too-large' | 'too-slow'> {
  return new Promise((resolve) => {
    if (request.readableEnded) {
      resolve('')
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
