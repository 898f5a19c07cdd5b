/**
 * Streaming of a request body to the upstream, with limits on size and speed.
 *
 * undici destroys the body stream when anything fails, but the client's stream must survive, since the response is still sent on the same connection. So a stream of
 * the gateway's own connects the two.
 *
 * @module
 */
import { Transform } from 'node:stream'
import { FAULTS, type Fault } from '../reply/index.ts'
import type { GatewayRequest } from '../request/index.ts'

/** Times are milliseconds. */
export interface BodyTimeouts {
  /** Time without data after which the request is answered with 408. */
  readonly idle: number
  /** Minimum average rate after the first `idle`, bytes a second: slow clients must not occupy connections to the upstream. */
  readonly minRate: number
  /** How often both are checked. */
  readonly interval: number
}

const TIMEOUTS: BodyTimeouts = { idle: 30_000, minRate: 100, interval: 5_000 }
/** How long the rest of a body is read and discarded after the response, milliseconds. */
const DISCARD_TIME = 10_000

/** The body cannot be forwarded to its end because of the client. */
export class BodyError extends Error {
  /** Null if the client has disconnected. */
  readonly fault: Fault | null

  constructor(fault: Fault | null) {
    super(fault === null ? 'the client disconnected' : fault.title)
    this.fault = fault
  }
}

export interface RelayedBody {
  /** The stream for undici. Fails with a {@link BodyError}. */
  readonly stream: Transform
  /** Stops the relay and discards the rest of the body, so that the connection can be reused. */
  release(): void
}

/** @param limit Bytes. A declared length is checked earlier; this counts what arrives. */
export function relayBody(
  request: GatewayRequest,
  limit: number,
  { idle, minRate, interval }: BodyTimeouts = TIMEOUTS,
): RelayedBody {
  let length = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      lastAt = performance.now()
      if (length > limit) done(new BodyError(FAULTS.tooLarge))
      else done(null, chunk)
    },
  })
  // undici listens only while it sends; without a listener an error would end the process.
  stream.on('error', () => undefined)
  const startedAt = performance.now()
  let lastAt = startedAt
  // Time in which the upstream does not read is not counted against the client.
  let backpressure = 0
  const timer = setInterval(() => {
    const now = performance.now()
    if (stream.writableNeedDrain || stream.readableFlowing === null) {
      backpressure += interval
      lastAt = now
      return
    }
    const elapsed = now - startedAt - backpressure
    const isTooSlow = elapsed > idle && length < (elapsed / 1_000) * minRate
    if (now - lastAt > idle || isTooSlow) stream.destroy(new BodyError(FAULTS.slowBody))
  }, interval).unref()
  const onDisconnect = (): void => {
    if (!request.complete) stream.destroy(new BodyError(null))
  }
  request.on('error', onDisconnect)
  request.once('close', onDisconnect)
  request.pipe(stream)
  let isReleased = false
  const release = (): void => {
    if (isReleased) return
    isReleased = true
    clearInterval(timer)
    request.unpipe(stream)
    request.off('close', onDisconnect)
    discardBody(request)
  }
  stream.once('close', release)
  return { stream, release }
}

/** Reads and discards the rest of a body: closing the connection earlier would lose the response that was sent on it. */
function discardBody(request: GatewayRequest): void {
  if (request.complete || request.destroyed) return
  const timer = setTimeout(() => request.destroy(), DISCARD_TIME).unref()
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
