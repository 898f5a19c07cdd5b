/**
 * Where log lines go: written behind the requests, in order, within bounds, and never waited for.
 *
 * A request must not suffer from its log. `process.stdout` alone would keep every line of a reader that is slow until memory ends, and a write to a file that
 * blocks would hold the loop; so lines stand in a queue of bounded length here, one write is under way at a time, and what finds no room is dropped and counted.
 *
 * @module
 */

/** Why a line was dropped: no room in the queue, nobody reads any more, or the write failed (a full disk). */
export const DROP_CAUSES = ['queue-full', 'closed', 'write-failed'] as const

export type DropCause = (typeof DROP_CAUSES)[number]

/** Writes some bytes, whole; `done` hears how many were written and what went wrong. */
export type Write = (
  bytes: Buffer,
  done: (error: NodeJS.ErrnoException | null, written: number) => void,
) => void

export interface LineSink {
  /** Takes a line without its end. Returns at once, whatever becomes of it. */
  write(line: string, onDrop: (cause: DropCause) => void): void
  /** Lets what waits be written, at most for `wait` milliseconds; the rest is dropped. */
  close(wait: number): Promise<void>
}

export interface SinkOptions {
  /** Bytes of one write; a longer line is one by itself. */
  readonly chunk: number
  /** Bytes that may wait. */
  readonly room: number
}

/** How long lines are collected, milliseconds: a write for each costs more than all the rest of logging. */
const COLLECT = 50

const NEW_LINE = 10
const LINE_END = Buffer.of(NEW_LINE)

type OnDrop = (cause: DropCause) => void

/** Lines of one write. They stand in bytes at once: as texts that wait they would be copied by each collection of garbage, for more than it costs to write them. */
interface Batch {
  readonly bytes: Buffer
  length: number
  /** Where each line ends. */
  readonly ends: number[]
  readonly onDrops: OnDrop[]
}

const newBatch = (bytes: Buffer): Batch => ({ bytes, length: 0, ends: [], onDrops: [] })

export function lineSink(write: Write, { chunk, room }: SinkOptions): LineSink {
  let full: Batch[] = []
  let open = newBatch(Buffer.allocUnsafe(chunk))
  /** The room of a batch that has been written. */
  let spare: Buffer | null = null
  let bytes = 0
  let isWriting = false
  let isTorn = false
  let isClosing = false
  let isClosed = false
  let timer: NodeJS.Timeout | null = null
  let idle: () => void = () => undefined

  const begin = (size: number): void => {
    if (open.length > 0) full.push(open)
    const bytesOf = size <= chunk ? (spare ?? Buffer.allocUnsafe(chunk)) : Buffer.allocUnsafe(size)
    if (bytesOf === spare) spare = null
    open = newBatch(bytesOf)
  }
  const take = (): Batch | null => {
    const first = full.shift()
    if (first !== undefined) return first
    if (open.length === 0) return null
    const last = open
    open = newBatch(spare ?? Buffer.allocUnsafe(chunk))
    spare = null
    return last
  }
  const dropAll = (cause: DropCause): void => {
    const lost = [...full, open]
    full = []
    open = newBatch(open.bytes)
    bytes = 0
    for (const { onDrops } of lost) for (const onDrop of onDrops) onDrop(cause)
  }
  const next = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (isWriting) return
    const batch = take()
    if (batch === null) {
      idle()
      return
    }
    bytes -= batch.length
    // Half a line that stands there already must not be the start of this one.
    const before = isTorn ? 1 : 0
    const lines = batch.bytes.subarray(0, batch.length)
    const whole = isTorn ? Buffer.concat([LINE_END, lines]) : lines
    isWriting = true
    write(whole, (error, written) => {
      isWriting = false
      if (error === null) isTorn = false
      else {
        if (written > 0) isTorn = whole[written - 1] !== NEW_LINE
        const isGone = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED'
        if (isGone) isClosed = true
        tellLost(batch, written - before, isGone ? 'closed' : 'write-failed')
        if (isGone) dropAll('closed')
      }
      if (batch.bytes.length === chunk) spare = batch.bytes
      soon()
    })
  }
  /** What came while a write was under way is collected too, unless it fills one. */
  const soon = (): void => {
    if (isClosing || full.length > 0 || open.length === 0) next()
    else collect()
  }
  const collect = (): void => {
    timer ??= setTimeout(next, COLLECT).unref()
  }
  return {
    write(line, onDrop) {
      if (isClosed) {
        onDrop('closed')
        return
      }
      const size = line.length + 1
      if (bytes + size > room) {
        onDrop('queue-full')
        return
      }
      if (open.length + size > open.bytes.length) begin(size)
      const end = open.length + open.bytes.write(line, open.length, 'latin1')
      open.bytes[end] = NEW_LINE
      open.length = end + 1
      open.ends.push(open.length)
      open.onDrops.push(onDrop)
      bytes += size
      if (isWriting) return
      if (full.length > 0) next()
      else collect()
    },
    async close(wait) {
      isClosing = true
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, wait)
        idle = () => {
          clearTimeout(limit)
          resolve()
        }
        next()
      })
      isClosed = true
      dropAll('closed')
    },
  }
}

/** Those that do not stand whole among the bytes that were written. */
function tellLost({ ends, onDrops }: Batch, written: number, cause: DropCause): void {
  for (const [at, onDrop] of onDrops.entries()) if ((ends[at] ?? 0) > written) onDrop(cause)
}
