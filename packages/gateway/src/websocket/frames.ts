/**
 * Boundaries of WebSocket frames (RFC 6455, 5.2), so that a close frame can be inserted between two frames.
 *
 * @module
 */
import { type Duplex, Transform } from 'node:stream'
import type { CloseCode } from '../evaluation/index.ts'

/** Close frames by code; frames of a server are not masked. */
const CLOSE_FRAMES: { readonly [code in CloseCode]: Buffer } = {
  1001: Buffer.of(0x88, 0x02, 0x03, 0xe9),
  1008: Buffer.of(0x88, 0x02, 0x03, 0xf0),
}

/** How long a frame in progress may take to end, milliseconds. */
const FRAME_TIMEOUT = 2_000

export interface FrameTracker {
  /** Passes the bytes from server to client through unchanged. */
  readonly stream: Transform
  /** Sends a close frame after the frame in progress, then closes both sides. */
  close(code: CloseCode, client: Duplex, server: Duplex): void
}

/** Tracks the frames of one direction. */
export function trackFrames(): FrameTracker {
  const position = new FramePosition()
  let isClosing = false
  let finish: (() => void) | undefined
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!isClosing) {
        position.advance(chunk, chunk.length)
        return done(null, chunk)
      }
      // Nothing follows the close frame.
      if (finish === undefined) return done()
      const rest = position.restOfFrame(chunk)
      if (rest > 0) this.push(chunk.subarray(0, rest))
      if (position.isBetween) finish?.()
      done()
    },
  })
  return {
    stream,
    close(code, client, server) {
      isClosing = true
      finish = () => {
        finish = undefined
        clearTimeout(timer)
        stream.push(CLOSE_FRAMES[code])
        stream.push(null)
        server.destroy()
      }
      const timer = setTimeout(() => {
        client.destroy()
        server.destroy()
      }, FRAME_TIMEOUT).unref()
      if (position.isBetween) finish()
    },
  }
}

/** The position of a stream within a frame. */
export class FramePosition {
  /** Bytes of the header received so far; at most 14. */
  #header: number[] = []
  /** Bytes of the payload still to be received. */
  #payload = 0

  get isBetween(): boolean {
    return this.#header.length === 0 && this.#payload === 0
  }

  /** Advances over the first `length` bytes. */
  advance(chunk: Buffer, length: number): void {
    let at = 0
    while (at < length) at = this.#step(chunk, at, length)
  }

  /** Advances to the end of the frame in progress and returns its number of bytes in the chunk. */
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

/** Length of the header, given its bytes so far; 2 until the second byte is known. */
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
