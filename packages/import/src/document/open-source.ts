/**
 * Opening of a description: the file that was given, and files that it refers to, on demand.
 *
 * @module
 */
import { type RawFinding, shorten } from '../findings/index.ts'
import {
  type DocumentNode,
  fileOf,
  MOST_NODES,
  report,
  type Source,
  type SourceFile,
} from './document-node.ts'
import { FOREIGN_LIMITS, readDocument } from './read-document.ts'

/**
 * Reads another file of the description.
 *
 * @param path Relative to the folder of the description, with slashes; never above it.
 * @returns The bytes, or why they cannot be read, as the end of a sentence.
 */
export type OpenFile = (path: string) => Uint8Array | string

/** A description, or null where the given file cannot be read; then `found` says why. */
export interface OpenedSource {
  readonly source: Source | null
  readonly found: readonly RawFinding[]
  /** The text of each file by its name for findings, with the given one. */
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Opens a description. Never throws.
 *
 * @param name The name for findings; the names of other files are beside it.
 * @param openFile Reads other files; null: the description has no folder.
 */
export function openSource(
  bytes: Uint8Array,
  name: string,
  openFile: OpenFile | null,
): OpenedSource {
  const folder = name.replace(/[^/\\]*$/, '')
  const texts = new Map<string, string>()
  const found: RawFinding[] = []
  const files = new Map<string, SourceFile | undefined>()
  let size = 0
  const add = (path: string, content: Uint8Array): SourceFile | undefined => {
    const { text, root, position, found: ofText } = readDocument(content)
    const own = folder + path
    size += content.length
    texts.set(own, text)
    for (const one of ofText) found.push({ ...one, file: own })
    const file = root === null ? undefined : fileOf(own, path, text, position, root)
    files.set(path, file)
    return file
  }
  const main = add(name.slice(folder.length), bytes)
  if (main === undefined) return { source: null, found, texts }
  const refuse = (from: DocumentNode, message: string): undefined => {
    report(source, from, { code: 'MQ-807', message })
  }
  const open = (path: string, from: DocumentNode): SourceFile | undefined => {
    if (files.has(path)) return files.get(path)
    const named = `\`${shorten(path)}\``
    if (openFile === null)
      return refuse(from, `reference to the file ${named}, and the description has no folder`)
    const content = openFile(path)
    if (typeof content === 'string') return refuse(from, `the file ${named} ${content}`)
    if (size + content.length > FOREIGN_LIMITS.size) {
      return refuse(
        from,
        `the description has more than ${FOREIGN_LIMITS.size} bytes with the file ${named}`,
      )
    }
    return add(path, content)
  }
  const source: Source = { root: main.root, open, found, reported: new Set(), left: MOST_NODES }
  return { source, found, texts }
}
