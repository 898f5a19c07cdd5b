/**
 * Links in documents point to an existing file, and to an existing heading or anchor in it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Check, Tree } from './check.ts'

/** A relative link or image: `[text](../file.md#part)`. Absolute URLs are not checked. */
const LINK = /\]\((?!https?:|mailto:)(?<path>[^)\s#]*)(?:#(?<fragment>[^)\s]*))?\)/g

/** A code span, which may look like a link. */
const CODE = /`[^`]*`/g

/** A code span that is a path from the repository root. */
const PATH =
  /`(?<path>(?:packages|conformance|tools|docs|examples|bench|playground|changes)\/[\w./-]+?)\/?`/g

/** Reports relative links and code-span paths to missing files, folders and anchors. */
export const links: Check = {
  name: 'links',
  run: (tree) => {
    const targets = readTargets(tree)
    const faults = [...targets.documents].flatMap(([file, lines]) =>
      lines.flatMap((text, index) =>
        [...brokenLinks(text, file, targets), ...brokenPaths(text, targets)].map((address) => ({
          file,
          line: index + 1,
          message: `\`${address}\` does not exist`,
        })),
      ),
    )
    return { faults, note: `${targets.documents.size} documents` }
  },
}

/** Valid link targets. */
interface Targets {
  /** Files and folders of the project. */
  readonly paths: ReadonlySet<string>
  /** The lines of each document; lines of fenced blocks are replaced by empty ones. */
  readonly documents: ReadonlyMap<string, readonly string[]>
  /** The anchors of each document. */
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>
}

function readTargets(tree: Tree): Targets {
  const files = tree.files.filter((file) => file.endsWith('.md'))
  const documents = new Map(files.map((file) => [file, readLines(join(tree.root, file))]))
  return {
    paths: new Set([...tree.files, ...foldersOf(tree)]),
    documents,
    anchors: new Map([...documents].map(([file, lines]) => [file, anchorsOf(lines)])),
  }
}

function readLines(path: string): readonly string[] {
  let isFenced = false
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => {
      const isFence = /^\s*```/.test(line)
      if (isFence) isFenced = !isFenced
      return isFence || isFenced ? '' : line
    })
}

/** Explicit anchors, and heading anchors as GitHub derives them: lower case, without punctuation, `-` for each space. */
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

/** The link targets of a line that do not resolve. */
function brokenLinks(text: string, file: string, { paths, anchors }: Targets): readonly string[] {
  return [...text.replaceAll(CODE, 'code').matchAll(LINK)].flatMap(({ groups }) => {
    const { path = '', fragment } = groups ?? {}
    const target = path === '' ? file : posix.join(posix.dirname(file), path)
    if (!paths.has(target.replace(/\/$/, ''))) return [path]
    const isThere = fragment === undefined || anchors.get(target)?.has(fragment) !== false
    return isThere ? [] : [`${path}#${fragment}`]
  })
}

function brokenPaths(text: string, { paths }: Targets): readonly string[] {
  return [...text.matchAll(PATH)]
    .map(({ groups }) => groups?.path ?? '')
    .filter((path) => !paths.has(path))
}
