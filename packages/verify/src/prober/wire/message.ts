/**
 * A request and its answer, of either version of HTTP.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'

export interface WireRequest {
  readonly method: string
  /** Host and port as the `Host` line or `:authority` has them. */
  readonly authority: string
  /** The request target, sent byte for byte. */
  readonly target: string
  /** Without `Host`. */
  readonly headers: readonly HeaderLine[]
}

export interface WireAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  /** The start of the body, Latin-1. */
  readonly body: string
}

/** Bounds on one answer. */
export interface AnswerLimits {
  /** Milliseconds until the head is complete. */
  readonly headTimeout: number
  /** Milliseconds of it that have passed already. */
  readonly elapsed: number
  /** Bytes of all heads, interim ones included. */
  readonly headBytes: number
  /** Bytes of the body that are kept. */
  readonly keptBytes: number
  /** Bytes of the body that are read before the connection is closed. */
  readonly bodyBytes: number
  /** Milliseconds that the body is read for before the connection is closed. */
  readonly bodyTimeout: number
}

/** A connection that is ready for one request. */
export interface Connection {
  /** False where the layer has closed it, or sent something, while it waited. */
  readonly isOpen: boolean
  /**
   * Sends the request and reads its answer; interim answers are ignored, and the body of a final one is read within the limits.
   * A body that is longer is cut, and the answer is complete all the same.
   *
   * @throws {NoAnswer}
   */
  send(request: WireRequest, limits: AnswerLimits): Promise<WireAnswer>
  /** Gives the connection back without a request. */
  release(): void
}

/** The connections to one layer. */
export interface Client {
  /**
   * @param authority Names the server in TLS; no connection is shared between hosts there.
   * @param isFresh A new connection even where an idle one is there, closed after its request.
   * @param timeout Milliseconds.
   * @throws {NoAnswer}
   */
  connect(authority: string, isFresh: boolean, timeout: number): Promise<Connection>
  /** Closes every connection, those with a request too. */
  close(): void
}
