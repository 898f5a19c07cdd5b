/**
 * Standard output as the place of log lines.
 *
 * @module
 */
import { fstatSync, write as writeFile } from 'node:fs'
import { type LineSink, lineSink, type SinkOptions, type Write } from './line-sink.ts'

const STDOUT = 1

/**
 * Linux's PIPE_BUF: what a pipe takes whole or not at all, so that processes which share it do not mix their lines. POSIX promises 512, and other systems
 * give less to a pipe that several write to.
 */
const WHOLE_IN_A_PIPE = 4_096
/** What a pipe of one process holds. */
const LARGE = 65_536
/** A file takes each write whole, and each is handed to a thread: that costs much, however little it holds. */
const LARGER = 262_144

/** About five thousand lines. */
const ROOM = 2_097_152

/**
 * A file is written on a thread, a pipe by its stream: either way no request waits for the reader or the disk.
 *
 * @param isShared Whether other processes write their lines to it too.
 */
export function standardOutput(isShared = false): LineSink {
  const intoPipe = isPipe()
  const chunk = intoPipe ? (isShared ? WHOLE_IN_A_PIPE : LARGE) : LARGER
  const options: SinkOptions = { chunk, room: ROOM }
  return lineSink(intoPipe ? toPipe : toFile, options)
}

function isPipe(): boolean {
  try {
    const stat = fstatSync(STDOUT)
    return stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}

let isWatched = false

const toPipe: Write = (bytes, done) => {
  // Without a listener the error of a reader that left would end the process.
  if (!isWatched) process.stdout.on('error', () => undefined)
  isWatched = true
  process.stdout.write(bytes, (error) => done(error ?? null, error ? 0 : bytes.length))
}

const toFile: Write = (bytes, done) => {
  let written = 0
  const rest = (): void => {
    writeFile(STDOUT, bytes, written, bytes.length - written, null, (error, count) => {
      if (error !== null) {
        done(error, written)
        return
      }
      written += count
      if (written < bytes.length) rest()
      else done(null, written)
    })
  }
  rest()
}
