/**
 * Log lines on standard output.
 *
 * @module
 */
import { fstatSync, write } from 'node:fs'
import { type LineSink, lineSink, type SinkOptions, type Write } from './line-sink.ts'

const STDOUT = 1

/**
 * PIPE_BUF of Linux: writes to a pipe up to this size are atomic, so that processes which share the pipe do not mix their lines. POSIX guarantees 512, and other
 * systems use less for shared pipes.
 */
const PIPE_ATOMIC = 4_096
/** Capacity of a pipe. */
const PIPE_CAPACITY = 65_536
/** Each write to a file is handed to a thread, whose overhead does not depend on the size. */
const FILE_CHUNK = 262_144

/** About five thousand lines. */
const QUEUE_BYTES = 2_097_152

/**
 * A file is written by a thread, a pipe by its stream: either way requests wait for neither the reader nor the disk.
 *
 * @param isShared Whether other processes write lines to it too.
 */
export function standardOutput(isShared = false): LineSink {
  const isPiped = isPipe()
  const chunk = isPiped ? (isShared ? PIPE_ATOMIC : PIPE_CAPACITY) : FILE_CHUNK
  const options: SinkOptions = { chunk, capacity: QUEUE_BYTES }
  return lineSink(isPiped ? writePipe : writeFile, options)
}

function isPipe(): boolean {
  try {
    const stat = fstatSync(STDOUT)
    return stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}

let hasErrorListener = false

const writePipe: Write = (bytes, done) => {
  // Without a listener a closed reader (EPIPE) would end the process.
  if (!hasErrorListener) process.stdout.on('error', () => undefined)
  hasErrorListener = true
  process.stdout.write(bytes, (error) => done(error ?? null, error ? 0 : bytes.length))
}

const writeFile: Write = (bytes, done) => {
  let written = 0
  const writeRest = (): void => {
    write(STDOUT, bytes, written, bytes.length - written, null, (error, count) => {
      if (error !== null) {
        done(error, written)
        return
      }
      written += count
      if (written < bytes.length) writeRest()
      else done(null, written)
    })
  }
  writeRest()
}
