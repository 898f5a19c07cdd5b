/**
 * Ids that a request brings with it, by which lines of several layers are found together.
 *
 * @module
 */
import { linesOf } from '../headers/index.ts'
import type { HeaderLine } from '../request.ts'

/** Cannot forge log lines. */
const REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/

/** W3C Trace Context, level 1. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/

/** The only `X-Request-Id`, if it has the form of an id; whoever sent the request has chosen it. */
export function receivedRequestId(lines: readonly HeaderLine[]): string | null {
  const [id, ...more] = linesOf(lines, 'x-request-id')
  return id !== undefined && more.length === 0 && REQUEST_ID.test(id) ? id : null
}

/** The trace id of the only `traceparent`, if it is valid. */
export function receivedTraceId(lines: readonly HeaderLine[]): string | null {
  const [parent, ...more] = linesOf(lines, 'traceparent')
  if (parent === undefined || more.length > 0) return null
  return TRACEPARENT.exec(parent)?.[1] ?? null
}
