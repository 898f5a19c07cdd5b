/**
 * The layer's own answer, sent.
 *
 * @module
 */
import type { OwnAnswer } from '@marque/core'
import type { NodeResponse } from './answer-lines.ts'

/** Sends it whole, to an answer that was taken over. The body of a request that is refused is not read. */
export function sendOwn(
  response: NodeResponse,
  { status, headers, body }: OwnAnswer,
  method: string,
): void {
  // Somebody before us may have answered already, or the client is gone.
  if (response.headersSent || response.writableEnded) return
  response.statusCode = status
  for (const [name, value] of headers) response.setHeader(name, value)
  if (method === 'HEAD' || body === '') response.end()
  else response.end(body)
}
