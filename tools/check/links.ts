/**
 * Links in documents lead to an existing file, and to an existing heading or anchor in it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Check, Tree } from './check.ts'

/** A link or picture with a relative address: `[text](../file.md#part)`. Addresses on the web are not followed. */
const LINK = /\]\((?!https?:|mailto:)(?<path>[^)\s#]*)(?:#(?<fragment>[^)\s]*))?\)/g

/** Code within a line, which may look like a link. */
const CODE = /`[^`]*`/g

/** Refuses relative links to files, folders and parts of documents that the project does not have. */
export const links: Check = {
  name: 'links',
  run: (tree) => {
    const documents = tree.files.filter((file) => file.endsWith('.md'))
    const known = new Set([...tree.files, ...foldersOf(tree)])
    const texts = new Map(documents.map((file) => [file, readLines(tree, file)]))
    const anchors = new Map([...texts].map(([file, lines]) => [file, anchorsOf(lines)]))
    const faults = [...texts].flatMap(([file, lines]) =>
      lines.flatMap((text, index) =>
        [...text.replaceAll(CODE, 'code').matchAll(LINK)].flatMap(({ groups }) => {
          const { path = '', fragment } = groups ?? {}
          const target = path === '' ? file : posix.join(posix.dirname(file), path)
          const line = index + 1
          if (!known.has(target.replace(/\/$/, ''))) {
            return [{ file, line, message: `\`${path}\` is not there` }]
          }
          const isThere = fragment === undefined || anchors.get(target)?.has(fragment) !== false
          return isThere ? [] : [{ file, line, message: `\`${path}#${fragment}\` is not there` }]
        }),
      ),
    )
    return { faults, note: `${documents.length} documents` }
  },
}

/** The lines of a document; those of fenced blocks are empty. */
function readLines(tree: Tree, file: string): readonly string[] {
  let isFenced = false
  return readFileSync(join(tree.root, file), 'utf8')
    .split('\n')
    .map((line) => {
      const isFence = /^\s*```/.test(line)
      if (isFence) isFenced = !isFenced
      return isFence || isFenced ? '' : line
    })
}

/** Explicit anchors, and headings as forges derive them: lower case, without punctuation, `-` for each space. */
function anchorsOf(lines: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const line of lines) {
    for (const { groups } of line.matchAll(/<a id="(?<id>[^"]+)">/g)) anchors.add(groups?.id ?? '')
    const heading = /^#{1,6} (?<text>.+)$/.exec(line)?.groups?.text
    if (heading === undefined) continue
    const plain = heading.replaceAll(/\]\([^)]*\)/g, '').toLowerCase()
    const slug = plain
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-')
    let anchor = slug
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`
    anchors.add(anchor)
  }
  return anchors
}

function foldersOf(tree: Tree): readonly string[] {
  return tree.files.flatMap((file) => {
    const parts = file.split('/')
    return parts.slice(0, -1).map((_, depth) => parts.slice(0, depth + 1).join('/'))
  })
}
