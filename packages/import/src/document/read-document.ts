/**
 * Parsing of a document: UTF-8, YAML 1.2 or JSON, within bounds.
 *
 * @module
 */
import type { Position } from '@marque/policy'
import { type Alias, isAlias, isMap, isNode, isPair, isSeq, type Node, parseDocument } from 'yaml'
import { type RawFinding, shorten } from '../findings/index.ts'
import { keyText, MOST_NODES, type Source, step } from './document-node.ts'

/** Bounds on a document. */
export const FOREIGN_LIMITS = {
  /** Bytes: 12 MiB. The syntax tree takes about a hundred times that. */
  size: 12_582_912,
  /** Nested lists and mappings. */
  depth: 200,
} as const

/** The parsed document, or the finding that prevents it. */
export type ReadDocument =
  | { readonly source: Source; readonly text: string }
  | { readonly source: null; readonly text: string; readonly found: readonly RawFinding[] }

/**
 * Parses a document. Never throws.
 *
 * Duplicate keys are findings; the first of them counts.
 */
export function readDocument(bytes: Uint8Array): ReadDocument {
  if (bytes.length > FOREIGN_LIMITS.size) {
    return failed(
      '',
      'MQ-801',
      0,
      `the file has ${bytes.length} bytes, more than ${FOREIGN_LIMITS.size}`,
    )
  }
  const text = decode(bytes)
  if (text === undefined) {
    return failed(new TextDecoder().decode(bytes), 'MQ-801', 0, 'the file is not UTF-8')
  }
  if (!/\S/.test(text)) return failed(text, 'MQ-801', 0, 'the file is empty')
  if (opensMoreThan(MOST_OPEN, text)) return failed(text, 'MQ-804', 0, tooDeep)
  try {
    return readText(text)
  } catch (error) {
    // The parser is recursive: its stack overflows at nestings deeper than any API description.
    if (error instanceof RangeError) return failed(text, 'MQ-804', 0, tooDeep)
    throw error
  }
}

/**
 * Unclosed brackets at most, counted without regard to quotes and comments: the parser takes minutes for millions of them.
 */
const MOST_OPEN = 5000

function opensMoreThan(most: number, text: string): boolean {
  let open = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5b || code === 0x7b) open++
    else if ((code === 0x5d || code === 0x7d) && open > 0) open--
    if (open > most) return true
  }
  return false
}

const tooDeep = `nested deeper than ${FOREIGN_LIMITS.depth} levels`

function readText(text: string): ReadDocument {
  // Duplicate keys are found below: the parser's own check is quadratic in the size of a mapping.
  const document = parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const [error] = document.errors
  if (error !== undefined) {
    // The parser reports its own stack overflow as an error.
    if (/call stack/i.test(error.message)) return failed(text, 'MQ-804', 0, tooDeep)
    const what =
      error.code === 'MULTIPLE_DOCS'
        ? 'more than one document in the file'
        : messageOf(error.message)
    return failed(text, 'MQ-802', error.pos[0], what)
  }
  const position = positionsOf(text)
  const root = { node: document.contents, pointer: '', offset: document.contents?.range[0] ?? 0 }
  const aliases = new Map<Node, Node>()
  const source: Source = {
    aliases,
    root,
    position,
    found: [],
    reported: new Set(),
    left: MOST_NODES,
  }
  return inspect(source, aliases) ? { source, text } : failed(text, 'MQ-804', 0, tooDeep)
}

/**
 * Visits every node once in document order: finds duplicate keys, checks the depth, resolves aliases. The parser's own resolution searches
 * the whole document for each alias.
 */
function inspect(source: Source, aliases: Map<Node, Node>): boolean {
  const anchors = new Map<string, Node>()
  const open: Visit[] = [{ node: source.root.node, pointer: '', depth: 0 }]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { node, pointer, depth } = one
    if (depth > FOREIGN_LIMITS.depth) return false
    if (!isNode(node)) continue
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target) aliases.set(node, target)
      else reportUnknownAnchor(source, node, pointer)
      continue
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node)
    const below = childrenOf(source, node, pointer)
    for (const visit of below.reverse()) open.push({ ...visit, depth: depth + 1 })
  }
  return true
}

interface Visit {
  readonly node: unknown
  readonly pointer: string
  readonly depth: number
}

function childrenOf(source: Source, node: Node, pointer: string): Omit<Visit, 'depth'>[] {
  if (isSeq(node)) {
    return node.items.map((item, index) => ({
      node: isPair(item) ? item.value : item,
      pointer: pointer + step(index),
    }))
  }
  if (!isMap(node)) return []
  const seen = new Set<string>()
  return node.items.flatMap(({ key, value }) => {
    const name = keyText(key) ?? ''
    const at = pointer + step(name)
    if (seen.has(name)) reportDuplicateKey(source, key, name, at)
    seen.add(name)
    return [
      { node: key, pointer: at },
      { node: value, pointer: at },
    ]
  })
}

function reportUnknownAnchor(source: Source, alias: Alias, path: string): void {
  source.found.push({
    code: 'MQ-802',
    path,
    position: source.position(alias.range?.[0] ?? 0),
    message: `unknown anchor \`${shorten(alias.source)}\``,
  })
}

function reportDuplicateKey(source: Source, key: unknown, name: string, path: string): void {
  const range = (key as { range?: readonly number[] | null } | null)?.range
  source.found.push({
    code: 'MQ-803',
    path,
    position: source.position(range?.[0] ?? 0),
    message: `duplicate key \`${shorten(name)}\``,
  })
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Lines and columns from 1, columns in UTF-16 code units. */
export function positionsOf(text: string): (offset: number) => Position {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) starts.push(at + 1)
  }
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

function failed(
  text: string,
  code: RawFinding['code'],
  offset: number,
  message: string,
): ReadDocument {
  return {
    source: null,
    text,
    found: [{ code, path: '', position: positionsOf(text)(offset), message }],
  }
}

/** The message of the parser in the form of our messages. */
function messageOf(message: string): string {
  const [first = ''] = message.split('\n')
  const text = first.replace(/\.$/, '').slice(0, 200)
  return text.charAt(0).toLowerCase() + text.slice(1)
}
