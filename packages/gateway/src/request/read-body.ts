/**
 * Reading of a small request body as a whole.
 *
 * @module
 */
import type { GatewayRequest } from './exchange.ts'

/** Milliseconds. */
const TIMEOUT = 5_000

/**
 * Reads a body of at most `limit` bytes as UTF-8.
 *
 * @param done Called once, unless the client disconnects first.
 */
export function readBody(
  request: GatewayRequest,
  limit: number,
  done: (body: string | 'too-large' | 'too-slow') => void,
): void {
  // A request without a body emits no `end`.
  if (request.readableEnded) {
    done('')
    return
  }
  const chunks: Buffer[] = []
  let length = 0
  const finish = (body: string): void => {
    clearTimeout(timer)
    request.off('data', onData)
    request.off('end', onEnd)
    done(body)
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
}
