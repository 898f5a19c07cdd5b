/**
 * What was asked of a layer, and what it answered.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Probe } from '../probes/index.ts'
import type { Layer } from './layer.ts'

/** The final answer of a layer. */
export interface Answer {
  readonly status: number
  /** Every line as it came, in its order and spelling, repeated ones too. What a layer echoes of the credentials is replaced. */
  readonly headers: readonly HeaderLine[]
  /** The start of the body, at most 2,048 bytes, read as Latin-1, credentials replaced. */
  readonly body: string
}

export interface Failure {
  /** `connection`: none was made, or it ended early; `timeout`: no answer in time; `invalid`: what came is no HTTP; `tls`: no TLS, or the certificate is not trusted. */
  readonly kind: 'connection' | 'timeout' | 'invalid' | 'tls'
  /** For people, without secrets. */
  readonly message: string
}

/** One probe as one layer answered it. */
export interface Exchange {
  readonly probe: Probe
  /** From 0: which of the repeats of `--replicas`. */
  readonly repeat: number
  /** With the query that it was sent with; of the policy's own host. */
  readonly url: string
  /** The ETag that a conditional request was sent with. */
  readonly ifNoneMatch?: string
  /** Epoch milliseconds. */
  readonly sentAt: number
  /** Null for none: `failure` says why. */
  readonly answer: Answer | null
  readonly failure: Failure | null
}

/**
 * - `asked`: it answered all probes, or failed at one or two.
 * - `unsteady`: it failed three times or more and answered others, or asked for more pauses than allowed.
 * - `unreachable`: the first ten probes got no answer.
 * - `not-asked`: {@link Layer.onlyAsSeen}.
 */
export type LayerState = 'asked' | 'unsteady' | 'unreachable' | 'not-asked'

/** One layer after a run. */
export interface AskedLayer {
  readonly layer: Layer
  readonly state: LayerState
  /** Requests, repeats and those after a pause included. */
  readonly sent: number
  /** In the order of the probes; those that could not be sent are absent. */
  readonly exchanges: readonly Exchange[]
  /** Probes that were not sent to it, by reason: `unreachable`, `unsteady`, `interrupted`, `no-etag`, `no-websocket` (it speaks HTTP/2 only). */
  readonly leftOut: { readonly [why: string]: number }
}
