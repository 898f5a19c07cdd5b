/**
 * The end of what the application is still writing: an answer, a socket.
 *
 * @module
 */
import type { Writable } from 'node:stream'

/** How long a client may take to read what was said last, milliseconds. */
const GOODBYE = 5_000

/**
 * Ends it behind what was written so far, with `last`. The application hears of it as of a client that left: by `close`.
 *
 * Does nothing where it has ended.
 */
export function endWhileWritten(
  stream: Pick<Writable, 'end' | 'destroy' | 'once' | 'writableEnded' | 'destroyed'>,
  last?: Uint8Array,
): void {
  if (stream.writableEnded || stream.destroyed) return
  stream.end(last)
  // The application writes on, and Node would make an error of that which nobody expects.
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
  const timer = setTimeout(() => stream.destroy(), GOODBYE).unref()
  stream.once('close', () => clearTimeout(timer))
}

/** What is thrown away is told as written: who waits for that goes on. */
function callBack(args: readonly unknown[]): void {
  const last = args.at(-1)
  if (typeof last === 'function') process.nextTick(last as () => void)
}
