/**
 * What the proxy saw of one case.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Answer } from '../prober/index.ts'

/** One request of a browser, and its answer. */
export interface Arrival {
  readonly isPreflight: boolean
  readonly method: string
  /** As the browser sent them. */
  readonly headers: readonly HeaderLine[]
  /** Whether the cookie of the run came with it. */
  readonly hasCookie: boolean
  /** What the layer was sent, without secrets; null where the request was not sent to it. */
  readonly forwarded: {
    readonly headers: readonly HeaderLine[]
    readonly withCredentials: boolean
    /** Epoch milliseconds. */
    readonly sentAt: number
    /** Null for none. */
    readonly answer: Answer | null
  } | null
  /** What the browser got. */
  readonly delivered: { readonly status: number; readonly headers: readonly HeaderLine[] }
}

/** A preflight, as D6 has it. */
export function isPreflightRequest(method: string, headers: readonly HeaderLine[]): boolean {
  return (
    method === 'OPTIONS' &&
    headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  )
}
