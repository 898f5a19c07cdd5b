/**
 * YAML 1.2 to a tree. Unlike policies, descriptions of APIs may have anchors, aliases and keys that are numbers.
 *
 * @module
 */
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import { shorten } from '../findings/index.ts'
import {
  DEPTH_LIMIT,
  type ReadTree,
  step,
  TOO_DEEP,
  type Tree,
  type TreeEntry,
  type TreeProblem,
} from './tree.ts'

/** Unclosed brackets at most, counted without regard to quotes and comments: the parser takes minutes for millions of them. */
const MOST_OPEN = 5000

/** Reads the text of one document. An alias is not expanded: its tree is that of its anchor. */
export function readYamlTree(text: string): ReadTree {
  if (opensMoreThan(MOST_OPEN, text)) return failed('MQ-804', 0, TOO_DEEP)
  try {
    return readText(text)
  } catch (error) {
    // The parser is recursive: its stack overflows at nestings deeper than any API description.
    if (error instanceof RangeError) return failed('MQ-804', 0, TOO_DEEP)
    throw error
  }
}

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

function readText(text: string): ReadTree {
  // Duplicate keys are found below: the parser's own check is quadratic in the size of a mapping.
  const document = parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const [error] = document.errors
  if (error !== undefined) {
    // The parser reports its own stack overflow as an error.
    if (/call stack/i.test(error.message)) return failed('MQ-804', 0, TOO_DEEP)
    const what =
      error.code === 'MULTIPLE_DOCS'
        ? 'more than one document in the file'
        : messageOf(error.message)
    return failed('MQ-802', error.pos[0], what)
  }
  const builder: Builder = { anchors: new Map(), problems: [], path: [] }
  const root = build(builder, document.contents, document.contents?.range[0] ?? 0)
  if (root === undefined) return failed('MQ-804', 0, TOO_DEEP)
  return { root, problems: builder.problems }
}

interface Builder {
  /** The tree of each anchor so far: an alias refers to an earlier anchor, which may be one of its ancestors. */
  readonly anchors: Map<string, Tree>
  readonly problems: TreeProblem[]
  readonly path: (string | number)[]
}

/** @returns `undefined` where the node is nested too deeply. */
function build(builder: Builder, node: unknown, near: number): Tree | undefined {
  const { anchors, path } = builder
  if (path.length > DEPTH_LIMIT) return undefined
  if (!isNode(node)) return { kind: 'scalar', offset: near, value: null }
  const offset = node.range?.[0] ?? near
  if (isAlias(node)) {
    const target = anchors.get(node.source)
    if (target !== undefined) return target
    report(builder, 'MQ-802', offset, `unknown anchor \`${shorten(node.source)}\``)
    return { kind: 'scalar', offset, value: null }
  }
  if (isMap(node)) {
    const entries = new Map<string, TreeEntry>()
    const tree: Tree = { kind: 'mapping', offset, entries }
    remember(builder, node, tree)
    for (const { key, value } of node.items) {
      const name = keyText(key)
      path.push(name ?? '')
      const keyOffset = (isNode(key) ? key.range?.[0] : undefined) ?? offset
      // The key may be an anchor, as any node.
      if (isNode(key)) build(builder, key, offset)
      const child = build(builder, value, keyOffset)
      if (child === undefined) return undefined
      if (name !== undefined && entries.has(name))
        report(builder, 'MQ-803', keyOffset, `duplicate key \`${shorten(name)}\``)
      else if (name !== undefined) entries.set(name, { offset: keyOffset, value: child })
      path.pop()
    }
    merge(entries)
    return tree
  }
  if (isSeq(node)) {
    const items: Tree[] = []
    const tree: Tree = { kind: 'list', offset, items }
    remember(builder, node, tree)
    for (const item of node.items) {
      path.push(items.length)
      const child = build(builder, isPair(item) ? item.value : item, offset)
      if (child === undefined) return undefined
      items.push(child)
      path.pop()
    }
    return tree
  }
  const tree: Tree = { kind: 'scalar', offset, value: isScalar(node) ? node.value : null }
  remember(builder, node, tree)
  return tree
}

/** The merge key `<<` of YAML 1.1, which many descriptions use: entries of the mappings that it names, where the mapping has none. */
function merge(entries: Map<string, TreeEntry>): void {
  const merged = entries.get('<<')?.value
  if (merged === undefined || merged.kind === 'scalar') return
  entries.delete('<<')
  for (const from of merged.kind === 'list' ? merged.items : [merged]) {
    if (from.kind !== 'mapping') continue
    for (const [name, entry] of from.entries) if (!entries.has(name)) entries.set(name, entry)
  }
}

function remember({ anchors }: Builder, node: Node, tree: Tree): void {
  if (isAlias(node) || node.anchor === undefined) return
  anchors.set(node.anchor, tree)
}

/** The text of a key; `undefined` for one that is a list or a mapping. */
function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

function report(
  { path, problems }: Builder,
  code: TreeProblem['code'],
  offset: number,
  message: string,
): void {
  problems.push({ code, path: path.map(step).join(''), offset, message })
}

function failed(code: TreeProblem['code'], offset: number, message: string): ReadTree {
  return { root: null, problems: [{ code, path: '', offset, message }] }
}

/** The message of the parser in the form of our messages. */
function messageOf(message: string): string {
  const [first = ''] = message.split('\n')
  const text = first.replace(/\.$/, '').slice(0, 200)
  return text.charAt(0).toLowerCase() + text.slice(1)
}
