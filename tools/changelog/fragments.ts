/**
 * The files of `changes/` on disk.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWorkspace } from '../workspace/index.ts'
import { type Fragment, readFragment } from './changelog.ts'

/** Reads all fragments of a tree, sorted by file name, and the problems of invalid ones. */
export function readFragments(root: string): {
  readonly fragments: readonly Fragment[]
  readonly files: readonly string[]
  readonly problems: readonly { readonly file: string; readonly message: string }[]
} {
  const packages = readWorkspace(root)
    .packages.filter(({ published }) => published)
    .map(({ short }) => short)
  const names = [...packages, 'playground']
  const files = readdirSync(join(root, 'changes'))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort()
    .map((file) => `changes/${file}`)
  const fragments: Fragment[] = []
  const problems: { file: string; message: string }[] = []
  for (const file of files) {
    const read = readFragment(readFileSync(join(root, file), 'utf8'), names)
    if ('problem' in read) problems.push({ file, message: read.problem })
    else fragments.push(read)
  }
  return { fragments, files, problems }
}
