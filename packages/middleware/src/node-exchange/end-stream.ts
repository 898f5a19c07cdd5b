/**
 * Ends a response or socket that the application is still writing to.
 *
 * @module
 */
import type { Writable } from 'node:stream'

/** How long a client may take to read the last bytes, milliseconds. */
const CLOSE_TIMEOUT = 5_000

/**
 * Ends the stream after what has been written so far and `last`. To the application it looks like a client that disconnected: the stream emits `close`.
 *
 * Does nothing if the stream has ended.
 */
export function endStream(
  stream: Pick<Writable, 'end' | 'destroy' | 'once' | 'writableEnded' | 'destroyed'>,
  last?: Uint8Array,
): void {
  if (stream.writableEnded || stream.destroyed) return
  stream.end(last)
  // The application keeps writing; Node would emit `write after end`, which applications do not handle.
  Object.assign(stream, {
    write(...args: readonly unknown[]): boolean {
      callBack(args)
      return false
    },
    end(...args: readonly unknown[]): unknown {
      callBack(args)
      return stream
    },
  })
  const timer = setTimeout(() => stream.destroy(), CLOSE_TIMEOUT).unref()
  stream.once('close', () => clearTimeout(timer))
}

/** Discarded writes report success, so that callers waiting for their callback continue. */
function callBack(args: readonly unknown[]): void {
  const last = args.at(-1)
  if (typeof last === 'function') process.nextTick(last as () => void)
}
