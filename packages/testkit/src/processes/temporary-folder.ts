/**
 * Folders that do not outlive the tests.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'
import { killUsersOf } from './process-groups.ts'

export interface TemporaryFolder {
  readonly path: string
  /** The path of a file in it. */
  at(name: string): string
  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): string
  /** Removes it, and ends the processes that still work on it: those that name it in their arguments. */
  remove(): void
}

/**
 * Makes a folder with these files. It is removed at the end of this process at the latest.
 *
 * @param files Contents by name.
 */
export function temporaryFolder(
  files: { readonly [name: string]: string | Uint8Array } = {},
): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'marque-test-'))
  const remove = (): void => {
    forget()
    killUsersOf(path)
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  const forget = atExit(remove)
  const folder: TemporaryFolder = {
    path,
    at: (name) => join(path, name),
    write(name, content) {
      writeFileSync(join(path, name), content)
      return join(path, name)
    },
    remove,
  }
  for (const [name, content] of Object.entries(files)) folder.write(name, content)
  return folder
}
