/**
 * Links in documents lead somewhere.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Check, Tree } from './check.ts'

/** A link or picture with a relative address: `[text](../file.md#part)`. Addresses on the web are not followed. */
const LINK = /\]\((?!https?:|mailto:|#)(?<address>[^)\s#]+)(?:#[^)\s]*)?\)/g

/** Code within a line: what looks like a link there is none. */
const CODE = /`[^`]*`/g

/** Refuses relative links to files and folders that the project does not have. */
export const links: Check = {
  name: 'links',
  run: (tree) => {
    const documents = tree.files.filter((file) => file.endsWith('.md'))
    const known = new Set([...tree.files, ...foldersOf(tree)])
    const faults = documents.flatMap((file) => {
      const lines = readFileSync(join(tree.root, file), 'utf8').split('\n')
      return lines.flatMap((text, index) =>
        [...text.replaceAll(CODE, 'code').matchAll(LINK)]
          .map(({ groups }) => groups?.address ?? '')
          .filter(
            (address) => !known.has(posix.join(posix.dirname(file), address).replace(/\/$/, '')),
          )
          .map((address) => ({ file, line: index + 1, message: `\`${address}\` is not there` })),
      )
    })
    return { faults, note: `${documents.length} documents` }
  },
}

function foldersOf(tree: Tree): readonly string[] {
  return tree.files.flatMap((file) => {
    const parts = file.split('/')
    return parts.slice(0, -1).map((_, depth) => parts.slice(0, depth + 1).join('/'))
  })
}
