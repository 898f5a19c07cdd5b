/**
 * The request id and the W3C trace context of a request.
 *
 * @module
 */
import { randomFillSync } from 'node:crypto'
import type { HeaderLine } from '@marque/core'
import { receivedRequestId } from '@marque/core/telemetry'
import { onlyValue, valuesOf } from './header-values.ts'

/** W3C Trace Context, level 1. */
export interface TraceContext {
  /** 32 hex digits. */
  readonly traceId: string
  /** Id of the gateway's own span, 16 hex digits. */
  readonly spanId: string
  /** Id of the caller's span, or null. */
  readonly parentId: string | null
  readonly isSampled: boolean
  /** `tracestate`, passed on unchanged, or null. */
  readonly state: string | null
}

/** Whether a trace that starts here is recorded. A trace that the caller started keeps the caller's flag. */
export type TraceSampler = (traceId: string) => boolean

/** Random bytes are drawn and written in hex for many ids at once: a call for each id would cost more than everything else here. */
const POOL = Buffer.alloc(8_192)
let hex = ''
let used = 0

function randomHex(bytes: number): string {
  const start = used
  used += bytes * 2
  if (used > hex.length) {
    // The pool is reused: a new buffer for each refill costs several times as much.
    hex = randomFillSync(POOL).toString('hex')
    used = bytes * 2
    return hex.slice(0, used)
  }
  return hex.slice(start, used)
}

/**
 * The caller's `X-Request-Id`, or a new id.
 *
 * @param isTrusted Whether the caller is a trusted proxy. Even then only ids in a form that cannot forge log lines are accepted.
 */
export function requestIdOf(lines: readonly HeaderLine[], isTrusted: boolean): string {
  return (isTrusted ? receivedRequestId(lines) : null) ?? randomHex(16)
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/

/** Continues the caller's trace if its `traceparent` is well-formed, else starts one. */
export function traceContextOf(
  lines: readonly HeaderLine[],
  sampler: TraceSampler | null = null,
): TraceContext {
  const parent = onlyValue(lines, 'traceparent')
  const match = parent === undefined ? null : TRACEPARENT.exec(parent)
  const [, traceId, parentId, flags] = match ?? []
  if (traceId === undefined || parentId === undefined) {
    const newTraceId = randomHex(16)
    return {
      traceId: newTraceId,
      spanId: randomHex(8),
      parentId: null,
      isSampled: sampler?.(newTraceId) ?? false,
      state: null,
    }
  }
  const state = valuesOf(lines, 'tracestate')
  return {
    traceId,
    spanId: randomHex(8),
    parentId,
    isSampled: (Number.parseInt(flags ?? '0', 16) & 1) === 1,
    state: state.length === 0 ? null : state.join(','),
  }
}

export function traceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`
}
