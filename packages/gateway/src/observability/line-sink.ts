/**
 * A bounded queue of log lines, written in order and in the background.
 *
 * Logging must not slow requests down. With a slow reader `process.stdout` would buffer lines without bound, and a blocking write to a file would stop the event
 * loop; so lines wait in a bounded queue, one write is pending at a time, and lines that find no room are dropped and counted.
 *
 * @module
 */

/** Why a line was dropped: the queue is full, the reader has closed, or the write failed (a full disk). */
export const DROP_CAUSES = ['queue-full', 'closed', 'write-failed'] as const

export type DropCause = (typeof DROP_CAUSES)[number]

/** Writes all bytes; `done` receives the error, if any, and the number of bytes written. */
export type Write = (
  bytes: Buffer,
  done: (error: NodeJS.ErrnoException | null, written: number) => void,
) => void

export interface LineSink {
  /** Queues a line, given without its line break. Never blocks or throws. */
  write(line: string, onDrop: (cause: DropCause) => void): void
  /** Writes queued lines for `timeout` milliseconds at most; the rest is dropped. */
  close(timeout: number): Promise<void>
}

export interface SinkOptions {
  /** Bytes of one write; a longer line is written by itself. */
  readonly chunk: number
  /** Bytes that may be queued. */
  readonly capacity: number
}

/** How long lines are collected into one write, milliseconds: a write per line would cost more than all the rest of logging. */
const COLLECT = 50

const NEW_LINE = 10
const LINE_END = Buffer.of(NEW_LINE)

type OnDrop = (cause: DropCause) => void

/** The lines of one write. They are encoded at once: queued strings would be copied by each garbage collection, which costs more than writing them. */
interface Batch {
  readonly bytes: Buffer
  length: number
  /** End offset of each line. */
  readonly ends: number[]
  readonly onDrops: OnDrop[]
}

const newBatch = (bytes: Buffer): Batch => ({ bytes, length: 0, ends: [], onDrops: [] })

export function lineSink(write: Write, { chunk, capacity }: SinkOptions): LineSink {
  let full: Batch[] = []
  let open = newBatch(Buffer.allocUnsafe(chunk))
  /** The buffer of a written batch, for reuse. */
  let spare: Buffer | null = null
  let bytes = 0
  let isWriting = false
  let isTorn = false
  let isClosing = false
  let isClosed = false
  let timer: NodeJS.Timeout | null = null
  let onIdle: () => void = () => undefined

  const openBatch = (size: number): void => {
    if (open.length > 0) full.push(open)
    const bytesOf = size <= chunk ? (spare ?? Buffer.allocUnsafe(chunk)) : Buffer.allocUnsafe(size)
    if (bytesOf === spare) spare = null
    open = newBatch(bytesOf)
  }
  const nextBatch = (): Batch | null => {
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
    const batch = nextBatch()
    if (batch === null) {
      onIdle()
      return
    }
    bytes -= batch.length
    // An incomplete line in the output must not become the start of the next one.
    const prefix = isTorn ? 1 : 0
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
        reportLost(batch, written - prefix, isGone ? 'closed' : 'write-failed')
        if (isGone) dropAll('closed')
      }
      if (batch.bytes.length === chunk) spare = batch.bytes
      scheduleNext()
    })
  }
  /** Lines that arrived during a write are collected too, unless they fill a write. */
  const scheduleNext = (): void => {
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
      if (bytes + size > capacity) {
        onDrop('queue-full')
        return
      }
      if (open.length + size > open.bytes.length) openBatch(size)
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
    async close(timeout) {
      isClosing = true
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, timeout)
        onIdle = () => {
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

/** Reports the lines that were not written completely. */
function reportLost({ ends, onDrops }: Batch, written: number, cause: DropCause): void {
  for (const [at, onDrop] of onDrops.entries()) if ((ends[at] ?? 0) > written) onDrop(cause)
}
