/**
 * Writing to stdout and stderr: with back-pressure, and without noise when the reader has gone (`marque decide … | head -1`).
 *
 * @module
 */

import { CommandError, EXIT, systemError } from '../errors/index.ts'

let readerGone = false
let failure: CommandError | undefined

/** To be called once, before anything is written. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') readerGone = true
    else failure = new CommandError(EXIT.failure, `cannot write the output: ${systemError(error)}`)
  })
  // Nobody is left to tell.
  process.stderr.on('error', () => {})
}

/**
 * Writes data.
 *
 * @returns Resolves when more may be written: with false when the reader has gone and the rest need not be made.
 * @throws {CommandError} The output cannot be written, as on a full disk.
 */
export async function writeOut(data: string | Uint8Array): Promise<boolean> {
  if (data.length > 0 && !readerGone && !failure) {
    await new Promise<void>((resolve) => {
      process.stdout.write(data, () => resolve())
    })
  }
  if (failure) throw failure
  return !readerGone
}

/** Writes a message for the person at the terminal. */
export function writeError(text: string): void {
  process.stderr.write(text)
}

/** How many columns there are: those of the terminal, within reason; 100 where it is none. */
export function columnsFor(stream: {
  readonly isTTY?: boolean
  readonly columns?: number
}): number {
  if (!stream.isTTY || !stream.columns) return 100
  return Math.min(Math.max(stream.columns, 40), 120)
}
