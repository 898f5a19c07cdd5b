/**
 * Where one frame of a WebSocket ends and the next begins (RFC 6455, 5.2), so that a close frame can be put between them.
 *
 * @module
 */
import { type Duplex, Transform } from 'node:stream'
import type { CloseCode } from '../lifetime/lifetimes.ts'

/** A close frame with its status. A server does not mask. */
const CLOSE: { readonly [why in CloseCode]: Buffer } = {
  1001: Buffer.of(0x88, 0x02, 0x03, 0xe9),
  1008: Buffer.of(0x88, 0x02, 0x03, 0xf0),
}

/** How long a frame under way may take to end, milliseconds. */
const PATIENCE = 2_000

export interface Frames {
  /** Passes the bytes from server to client on unchanged. */
  readonly stream: Transform
  /** Puts a close frame behind the frame that is under way, then ends both sides. */
  endBetween(why: CloseCode, client: Duplex, server: Duplex): void
}

/** Follows the frames of one direction. */
export function followFrames(): Frames {
  const position = new FramePosition()
  let isEnding = false
  let finish: (() => void) | undefined
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!isEnding) {
        position.take(chunk, chunk.length)
        return done(null, chunk)
      }
      // Behind the close frame nothing follows.
      if (finish === undefined) return done()
      const rest = position.restOfFrame(chunk)
      if (rest > 0) this.push(chunk.subarray(0, rest))
      if (position.isBetween) finish?.()
      done()
    },
  })
  return {
    stream,
    endBetween(why, client, server) {
      isEnding = true
      finish = () => {
        finish = undefined
        clearTimeout(timer)
        stream.push(CLOSE[why])
        stream.push(null)
        server.destroy()
      }
      const timer = setTimeout(() => {
        client.destroy()
        server.destroy()
      }, PATIENCE).unref()
      if (position.isBetween) finish()
    },
  }
}

/** How far in a frame a stream is. */
export class FramePosition {
  /** Bytes of the header that have come; they are at most 14. */
  #header: number[] = []
  /** Bytes of the payload that are still to come. */
  #payload = 0

  get isBetween(): boolean {
    return this.#header.length === 0 && this.#payload === 0
  }

  /** Passes over the first `length` bytes. */
  take(chunk: Buffer, length: number): void {
    let at = 0
    while (at < length) at = this.#step(chunk, at, length)
  }

  /** How many bytes of the chunk belong to the frame that is under way; they are passed over. */
  restOfFrame(chunk: Buffer): number {
    let at = 0
    while (at < chunk.length && !this.isBetween) at = this.#step(chunk, at, chunk.length)
    return at
  }

  #step(chunk: Buffer, at: number, length: number): number {
    if (this.#payload > 0) {
      const passed = Math.min(this.#payload, length - at)
      this.#payload -= passed
      return at + passed
    }
    this.#header.push(chunk[at] ?? 0)
    if (this.#header.length === headerLength(this.#header)) {
      this.#payload = payloadLength(this.#header)
      this.#header = []
    }
    return at + 1
  }
}

/** Of what has come of it: two bytes at least. */
function headerLength(header: readonly number[]): number {
  const second = header[1]
  if (second === undefined) return 2
  const short = second & 0x7f
  return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (second >= 0x80 ? 4 : 0)
}

function payloadLength(header: readonly number[]): number {
  const short = (header[1] ?? 0) & 0x7f
  if (short < 126) return short
  const bytes = header.slice(2, short === 126 ? 4 : 10)
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}
