/**
 * Tolerant parsing of flow collections, and of JSON.
 *
 * @module
 */
import { atEnd, type Cursor, endsKey, indentOf, skipToToken } from '../../text/index.ts'
import type { TreeEntry, TreeItem, TreeList, TreeMapping, TreeNode } from './node.ts'
import { readScalar, type ScalarRules } from './scalars.ts'

/** Maximum nesting; deeper brackets are read as scalars. */
const DEEPEST = 48

interface Brackets {
  readonly cursor: Cursor
  /** The column of the block around the outermost collection. */
  readonly parent: number
  readonly rules: ScalarRules
  depth: number
}

/** Reads the flow collection at the cursor. */
export function readFlow(cursor: Cursor, parent: number, rules: ScalarRules): TreeNode {
  return readBrackets({ cursor, parent, rules, depth: 0 })
}

function readBrackets(brackets: Brackets): TreeNode {
  const { cursor, parent, rules } = brackets
  if (brackets.depth >= DEEPEST) {
    const scalar = readScalar(cursor, { parent, flow: true }, rules)
    return scalar
  }
  brackets.depth++
  const node = cursor.text[cursor.at] === '[' ? readList(brackets) : readMapping(brackets)
  brackets.depth--
  return node
}

function readList(brackets: Brackets): TreeList {
  const { cursor } = brackets
  const start = cursor.at++
  const items: TreeItem[] = []
  let end = cursor.at
  for (let next = nextIn(brackets); next !== null; next = nextIn(brackets)) {
    if (next === ']' || next === '}') {
      if (next === ']') end = ++cursor.at
      break
    }
    if (next === ',' || isColon(cursor)) cursor.at++
    else items.push({ start: cursor.at, value: readValue(brackets) })
    end = cursor.at
  }
  return { kind: 'list', flow: true, start, end, items }
}

function readMapping(brackets: Brackets): TreeMapping {
  const { cursor } = brackets
  const start = cursor.at++
  const entries: TreeEntry[] = []
  let end = cursor.at
  for (let next = nextIn(brackets); next !== null; next = nextIn(brackets)) {
    if (next === ']' || next === '}') {
      if (next === '}') end = ++cursor.at
      break
    }
    if (next === ',' || isColon(cursor)) cursor.at++
    else if (next === '[' || next === '{') readBrackets(brackets)
    else entries.push(readEntry(brackets))
    end = cursor.at
  }
  return { kind: 'mapping', flow: true, start, end, entries }
}

function readEntry(brackets: Brackets): TreeEntry {
  const { cursor, parent, rules } = brackets
  const key = readScalar(cursor, { parent, flow: true }, rules)
  const { at, lineStart } = cursor
  if (nextIn(brackets) !== ':') {
    cursor.at = at
    cursor.lineStart = lineStart
    return { key, colon: null, value: null }
  }
  const colon = cursor.at++
  const after = { at: cursor.at, lineStart: cursor.lineStart }
  const next = nextIn(brackets)
  if (next === null || /[,\]}]/.test(next)) {
    if (next === null) Object.assign(cursor, after)
    return { key, colon, value: null }
  }
  return { key, colon, value: readValue(brackets) }
}

function readValue(brackets: Brackets): TreeNode {
  const { cursor, parent, rules } = brackets
  const first = cursor.text[cursor.at]
  if (first === '[' || first === '{') return readBrackets(brackets)
  return readScalar(cursor, { parent, flow: true }, rules)
}

/** Moves to the next token. @returns Its first character; null where the collection ends without a closing bracket. */
function nextIn({ cursor, parent }: Brackets): string | null {
  const { at, lineStart } = cursor
  const crossed = skipToToken(cursor, true)
  const next = cursor.text.charAt(cursor.at)
  const isOver =
    atEnd(cursor) || (crossed && indentOf(cursor) <= parent && next !== ']' && next !== '}')
  if (!isOver) return next
  cursor.at = at
  cursor.lineStart = lineStart
  return null
}

function isColon({ text, at }: Cursor): boolean {
  return text[at] === ':' && endsKey(text, at + 1, true)
}
