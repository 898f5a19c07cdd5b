/**
 * Names of requests: the request id, and the place in a trace (W3C Trace Context).
 *
 * @module
 */
import { randomFillSync } from 'node:crypto'
import type { HeaderLine } from '@marque/core'
import type { Sample } from '../observe/trace-sampling.ts'
import type { TraceContext } from './exchange.ts'

/** Random bytes are drawn, and written in hex, for many requests at once: a call for each costs more than all the rest of this file. */
const POOL = Buffer.alloc(8_192)
let hex = ''
let used = 0

function randomHex(bytes: number): string {
  const start = used
  used += bytes * 2
  if (used > hex.length) {
    // Filled in place: a new buffer for each filling costs several times as much.
    hex = randomFillSync(POOL).toString('hex')
    used = bytes * 2
    return hex.slice(0, used)
  }
  return hex.slice(start, used)
}

/** A caller's id is taken from a trusted proxy only, and only in a form that no log can be forged with. */
export function requestIdOf(lines: readonly HeaderLine[], isTrusted: boolean): string {
  const told = isTrusted ? only(lines, 'x-request-id') : undefined
  return told !== undefined && /^[A-Za-z0-9._:-]{1,128}$/.test(told) ? told : randomHex(16)
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/

/** Goes on with the caller's trace where it is well-formed, else begins one. */
export function traceOf(lines: readonly HeaderLine[], sample: Sample | null = null): TraceContext {
  const parent = only(lines, 'traceparent')
  const match = parent === undefined ? null : TRACEPARENT.exec(parent)
  const [, traceId, parentId, flags] = match ?? []
  if (traceId === undefined || parentId === undefined) {
    const begun = randomHex(16)
    return {
      traceId: begun,
      spanId: randomHex(8),
      parentId: null,
      isSampled: sample?.(begun) ?? false,
      state: null,
    }
  }
  const state = lines
    .filter(([name]) => name.toLowerCase() === 'tracestate')
    .map(([, value]) => value)
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

/** The value of the one line; `undefined` for none and for several. */
function only(lines: readonly HeaderLine[], name: string): string | undefined {
  let found: string | undefined
  for (const [field, value] of lines) {
    if (field.length !== name.length || field.toLowerCase() !== name) continue
    if (found !== undefined) return undefined
    found = value
  }
  return found
}
