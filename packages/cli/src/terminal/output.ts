/**
 * Writes to stdout and stderr with back-pressure; a closed pipe (`marque decide … | head -1`) is not an error.
 *
 * @module
 */

import { CommandError, EXIT, systemError } from '../errors.ts'

let isPipeClosed = false
let failure: CommandError | undefined

/** Installs the error handlers. Call once, before the first write. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') isPipeClosed = true
    else failure = new CommandError(EXIT.failure, `cannot write the output: ${systemError(error)}`)
  })
  // There is no other stream to report this on.
  process.stderr.on('error', () => {})
}

/**
 * Writes to stdout.
 *
 * @returns Resolves when more can be written; `false` if the reader has closed the pipe and further output is pointless.
 * @throws {CommandError} Exit 1 if stdout cannot be written, as on a full disk.
 */
export async function writeOut(data: string | Uint8Array): Promise<boolean> {
  if (data.length > 0 && !isPipeClosed && !failure) {
    await new Promise<void>((resolve) => {
      process.stdout.write(data, () => resolve())
    })
  }
  if (failure) throw failure
  return !isPipeClosed
}

/** Writes to stderr. */
export function writeError(text: string): void {
  process.stderr.write(text)
}

/** The width for text: that of the terminal, from 40 to 120 columns; 100 if the stream is not a terminal. */
export function columnsFor(stream: {
  readonly isTTY?: boolean
  readonly columns?: number
}): number {
  if (!stream.isTTY || !stream.columns) return 100
  return Math.min(Math.max(stream.columns, 40), 120)
}
