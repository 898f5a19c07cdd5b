/**
 * Writes files atomically.
 *
 * @module
 */
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError, EXIT, systemError } from '../errors.ts'

/**
 * Writes a temporary file and hard-links it to its name, which fails if the name exists: of two concurrent calls one succeeds, and
 * readers never see a partial file. Creates parent folders.
 *
 * @param help How to continue if the file exists.
 * @throws {CommandError} Exit 1; an existing file is unchanged.
 */
export function createFile(path: string, text: string, help: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(temporary, 'wx')
    try {
      const bytes = new TextEncoder().encode(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (!tryLink(temporary, path)) throw fileExists(path, help)
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(EXIT.failure, `cannot write \`${path}\`: ${systemError(error)}`)
  } finally {
    removeIfThere(temporary)
  }
}

/** Creates a hard link; false if the name exists. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Ignores errors: the one that is reported is that of the write. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {}
}

/** The error for an existing file. */
export function fileExists(path: string, help: string): CommandError {
  return new CommandError(EXIT.failure, `\`${path}\` already exists and is not overwritten`, help)
}

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
    removeIfThere(temporary)
    throw new CommandError(EXIT.failure, `cannot write \`${path}\`: ${systemError(error)}`)
  }
}

/**
 * Fails now for a file that {@link replaceFile} could not write later: a missing or read-only folder, or a folder of that name.
 *
 * @throws {CommandError} Exit 1; nothing has changed.
 */
export function checkWritable(path: string): void {
  const target = resolveLinks(path)
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
  try {
    if (statSync(target, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' })
    }
    closeSync(openSync(temporary, 'wx'))
  } catch (error) {
    throw new CommandError(EXIT.failure, `cannot write \`${path}\`: ${systemError(error)}`)
  } finally {
    removeIfThere(temporary)
  }
}

/** The mode of the replaced file; for a new file, the default under the umask. */
function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666) & 0o777
}

function resolveLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // The file does not exist yet.
    return path
  }
}
