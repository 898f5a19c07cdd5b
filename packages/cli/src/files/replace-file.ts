/**
 * Writing of a file at once or not at all.
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
 * Writes beside the file and then puts it in its place: whoever reads meanwhile sees the old bytes or the new ones, never half of
 * them, and a full disk leaves the old ones. A symbolic link stays one; its target is replaced.
 *
 * @throws {CommandError} Exit 1. Nothing has changed.
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

/** That of the file that is replaced; for a new one what the user's mask leaves of it. */
function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666) & 0o777
}

/** What keeps it from being written may keep it from being removed; the first reason is the one to tell. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // There is nothing there.
  }
}

function resolveLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // There is no such file yet.
    return path
  }
}
