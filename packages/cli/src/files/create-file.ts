/**
 * Writing of a file that is not there yet, at once or not at all.
 *
 * @module
 */
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError, EXIT, systemError } from '../errors/index.ts'

/**
 * Writes beside the place and then gives the bytes their name, which fails where the name is taken: of two that start at once one
 * writes, and nobody reads half a file. Folders on the way are made.
 *
 * @param help What to do where there is such a file.
 * @throws {CommandError} Exit 1. A file that was there is as it was.
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

/** Gives a file a second name; false where that name is taken. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Where the folder is none, there is nothing to remove, and what is wrong was said. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {}
}

/** The refusal to write over a file. */
export function fileExists(path: string, help: string): CommandError {
  return new CommandError(EXIT.failure, `\`${path}\` already exists and is not overwritten`, help)
}
