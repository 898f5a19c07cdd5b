/**
 * Replaces a file atomically.
 *
 * @module
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError, EXIT, systemError } from '../errors/index.ts'

/**
 * Writes a temporary file in the same folder and renames it: readers see either the old content or the new, and a full disk leaves
 * the old. Of a symbolic link the target is replaced.
 *
 * @throws {CommandError} Exit 1; the file is unchanged.
 */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const target = resolveLinks(path)
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
  try {
    const file = openSync(temporary, 'wx', modeOf(target))
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, target)
  } catch (error) {
    removeQuietly(temporary)
    throw new CommandError(EXIT.failure, `cannot write \`${path}\`: ${systemError(error)}`)
  }
}

/** The mode of the replaced file; for a new file, the default under the umask. */
function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666) & 0o777
}

/** Ignores errors, so that the error of the write is the one that is reported. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {}
}

function resolveLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // The file does not exist yet.
    return path
  }
}
