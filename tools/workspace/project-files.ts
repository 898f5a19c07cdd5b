/**
 * The files of the project: tracked, or new and not ignored.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const LEFT_OUT = new Set(['node_modules', 'dist', '.git'])

/**
 * Lists the project's files, sorted, relative to `root`, with `/`.
 *
 * Uses `git ls-files`; in a tree that is not a Git repository (an unpacked archive, a fixture), all files except installed and built
 * ones are listed.
 */
export function projectFiles(root: string): readonly string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const listed =
    git.status === 0 && existsSync(join(root, '.git'))
      ? git.stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
      : walk(root, '')
  return [...new Set(listed)].sort()
}

function walk(root: string, below: string): readonly string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return []
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    return entry.isDirectory() ? walk(root, path) : [path]
  })
}
