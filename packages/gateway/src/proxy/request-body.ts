/**
 * The body of a request, relayed as it comes, within bounds of size and patience.
 *
 * It stands between the client's stream and undici, which destroys the body that it was given when anything fails: the client's own stream must live on,
 * since it still has to be answered on the same connection.
 *
 * @module
 */
import { Transform } from 'node:stream'
import { FAULTS, type Fault } from '../answer/faults.ts'
import type { GatewayRequest } from '../exchange/exchange.ts'

/** How long a client may take. Times are milliseconds. */
export interface Patience {
  /** Without any part of the body; then it is answered 408. */
  readonly idle: number
  /** After the first `idle` the body must have come at this rate, bytes a second: who trickles may not hold connections of the application. */
  readonly leastRate: number
  /** How often it is looked at. */
  readonly interval: number
}

const PATIENCE: Patience = { idle: 30_000, leastRate: 100, interval: 5_000 }
/** What is left of a body after the answer is thrown away for so long at most, milliseconds. */
const DISCARD_TIME = 10_000

/** The body cannot be relayed to its end, and it is the client's doing. */
export class BodyFault extends Error {
  /** Null where the client is gone and hears nothing. */
  readonly fault: Fault | null

  constructor(fault: Fault | null) {
    super(fault === null ? 'the client left' : fault.title)
    this.fault = fault
  }
}

export interface RequestBody {
  /** What undici reads. It fails with a {@link BodyFault}. */
  readonly stream: Transform
  /** Ends the relay: the rest of the body is thrown away, so that the connection can be used again. */
  release(): void
}

/** @param limit Bytes. A length that was told is checked before; this one counts. */
export function relayBody(
  request: GatewayRequest,
  limit: number,
  { idle, leastRate, interval }: Patience = PATIENCE,
): RequestBody {
  let length = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      lastAt = performance.now()
      if (length > limit) done(new BodyFault(FAULTS.tooLarge))
      else done(null, chunk)
    },
  })
  // undici listens while it sends; before and after that nobody else would hear of it.
  stream.on('error', () => undefined)
  const startedAt = performance.now()
  let lastAt = startedAt
  // Time in which the application does not read is not the client's.
  let waited = 0
  const timer = setInterval(() => {
    const now = performance.now()
    if (stream.writableNeedDrain || stream.readableFlowing === null) {
      waited += interval
      lastAt = now
      return
    }
    const time = now - startedAt - waited
    const isTooSlow = time > idle && length < (time / 1_000) * leastRate
    if (now - lastAt > idle || isTooSlow) stream.destroy(new BodyFault(FAULTS.slowBody))
  }, interval).unref()
  const left = (): void => {
    if (!request.complete) stream.destroy(new BodyFault(null))
  }
  request.on('error', left)
  request.once('close', left)
  request.pipe(stream)
  let isReleased = false
  const release = (): void => {
    if (isReleased) return
    isReleased = true
    clearInterval(timer)
    request.unpipe(stream)
    request.off('close', left)
    discard(request)
  }
  stream.once('close', release)
  return { stream, release }
}

/** Reads what is left of a body and throws it away: a connection that is cut before loses the answer that was sent on it. */
export function discard(request: GatewayRequest): void {
  if (request.complete || request.destroyed) return
  const timer = setTimeout(() => request.destroy(), DISCARD_TIME).unref()
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
