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

interface Waiting {
  readonly text: string
  readonly onDrop: (cause: DropCause) => void
}

export function lineSink(write: Write, { chunk, room }: SinkOptions): LineSink {
  let waiting: Waiting[] = []
  let bytes = 0
  let isWriting = false
  let isTorn = false
  let isClosing = false
  let isClosed = false
  let timer: NodeJS.Timeout | null = null
  let idle: () => void = () => undefined

  const dropAll = (cause: DropCause): void => {
    const lost = waiting
    waiting = []
    bytes = 0
    for (const { onDrop } of lost) onDrop(cause)
  }
  const next = (): void => {
    timer = null
    if (isWriting) return
    if (waiting.length === 0) {
      idle()
      return
    }
    const lines = take()
    const text = lines.map((line) => line.text).join('')
    // Half a line that stands there already must not be the start of this one.
    const buffer = Buffer.from(isTorn ? `\n${text}` : text, 'latin1')
    isWriting = true
    write(buffer, (error, written) => {
      isWriting = false
      if (error === null) isTorn = false
      else {
        if (written > 0) isTorn = buffer[written - 1] !== NEW_LINE
        const isGone = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED'
        if (isGone) isClosed = true
        for (const { onDrop } of lostOf(lines, written)) onDrop(isGone ? 'closed' : 'write-failed')
        if (isGone) dropAll('closed')
      }
      soon()
    })
  }
  /** What came while a write was under way is collected too, unless it fills one. */
  const soon = (): void => {
    if (isClosing || bytes >= chunk || waiting.length === 0) next()
    else collect()
  }
  const collect = (): void => {
    timer ??= setTimeout(next, COLLECT).unref()
  }
  const take = (): readonly Waiting[] => {
    let length = 0
    let count = 0
    for (const { text } of waiting) {
      if (count > 0 && length + text.length > chunk) break
      length += text.length
      count++
    }
    bytes -= length
    return waiting.splice(0, count)
  }
  return {
    write(line, onDrop) {
      if (isClosed) {
        onDrop('closed')
        return
      }
      if (bytes + line.length + 1 > room) {
        onDrop('queue-full')
        return
      }
      waiting.push({ text: `${line}\n`, onDrop })
      bytes += line.length + 1
      if (!isWriting) collect()
    },
    async close(wait) {
      isClosing = true
      if (timer !== null) clearTimeout(timer)
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
function lostOf(lines: readonly Waiting[], written: number): readonly Waiting[] {
  let end = 0
  return lines.filter(({ text }) => {
    end += text.length
    return end > written
  })
}
