/**
 * A small body, whole.
 *
 * @module
 */
import type { GatewayRequest } from '../exchange/exchange.ts'

/** From the end of the header, milliseconds. */
const TIME = 5_000

/**
 * Reads a body of at most `limit` bytes as UTF-8.
 *
 * @param done Called once, unless the client leaves before.
 */
export function readBody(
  request: GatewayRequest,
  limit: number,
  done: (body: string | 'too-large' | 'too-slow') => void,
): void {
  // A request without a body has no end to wait for.
  if (request.readableEnded) {
    done('')
    return
  }
  const chunks: Buffer[] = []
  let length = 0
  const finish = (body: string): void => {
    clearTimeout(timer)
    request.off('data', take)
    request.off('end', end)
    done(body)
  }
  const take = (chunk: Buffer): void => {
    length += chunk.length
    if (length > limit) finish('too-large')
    else chunks.push(chunk)
  }
  const end = (): void => finish(Buffer.concat(chunks).toString())
  const timer = setTimeout(() => finish('too-slow'), TIME)
  request.on('data', take)
  request.once('end', end)
  request.once('close', () => clearTimeout(timer))
}
