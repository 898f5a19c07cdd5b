/**
 * The layer's own answer, sent.
 *
 * @module
 */
import type { OwnAnswer } from '@marque/core'
import type { NodeResponse } from './answer-lines.ts'

/** Sends it whole. The body of a request that is refused is not read: the connection ends with the answer where one is on its way. */
export function sendOwn(
  response: NodeResponse,
  { status, headers, body }: OwnAnswer,
  method: string,
): void {
  response.statusCode = status
  for (const [name, value] of headers) response.setHeader(name, value)
  if (method === 'HEAD' || body === '') response.end()
  else response.end(body)
}
