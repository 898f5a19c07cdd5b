/**
 * JSON (RFC 8259) to a tree, in one pass. Large descriptions are JSON: the syntax tree of a YAML parser would take about a hundred times
 * the memory of their text.
 *
 * @module
 */
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

interface Reader {
  readonly text: string
  at: number
  depth: number
  readonly path: (string | number)[]
  readonly problems: TreeProblem[]
}

/** Ends the reading. Caught within this file. */
class Stopped extends Error {
  readonly problem: TreeProblem

  constructor(problem: TreeProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** Reads the whole text as one value. Linear in its length. */
export function readJsonTree(text: string): ReadTree {
  const reader: Reader = { text, at: 0, depth: 0, path: [], problems: [] }
  try {
    const root = readValue(reader)
    if (!Number.isNaN(nextCode(reader))) stop(reader)
    return { root, problems: reader.problems }
  } catch (error) {
    if (error instanceof Stopped) return { root: null, problems: [error.problem] }
    throw error
  }
}

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c]
const [OPEN_LIST, CLOSE_LIST, OPEN_MAPPING, CLOSE_MAPPING] = [0x5b, 0x5d, 0x7b, 0x7d]

function readValue(reader: Reader): Tree {
  const code = nextCode(reader)
  const offset = reader.at
  if (code === OPEN_MAPPING) return readMapping(reader)
  if (code === OPEN_LIST) return readList(reader)
  if (code === QUOTE) return { kind: 'scalar', offset, value: readString(reader) }
  return { kind: 'scalar', offset, value: readWord(reader) }
}

function readMapping(reader: Reader): Tree {
  const offset = reader.at
  const entries = new Map<string, TreeEntry>()
  enter(reader)
  if (nextCode(reader) === CLOSE_MAPPING) return leave(reader, { kind: 'mapping', offset, entries })
  for (;;) {
    if (nextCode(reader) !== QUOTE) stop(reader)
    const start = reader.at
    const key = readString(reader)
    if (nextCode(reader) !== COLON) stop(reader)
    reader.at++
    reader.path.push(key)
    if (entries.has(key)) reportDuplicate(reader, key, start)
    const value = readValue(reader)
    reader.path.pop()
    if (!entries.has(key)) entries.set(key, { offset: start, value })
    const code = nextCode(reader)
    if (code === CLOSE_MAPPING) return leave(reader, { kind: 'mapping', offset, entries })
    if (code !== COMMA) stop(reader)
    reader.at++
  }
}

function readList(reader: Reader): Tree {
  const offset = reader.at
  const items: Tree[] = []
  enter(reader)
  if (nextCode(reader) === CLOSE_LIST) return leave(reader, { kind: 'list', offset, items })
  for (;;) {
    reader.path.push(items.length)
    items.push(readValue(reader))
    reader.path.pop()
    const code = nextCode(reader)
    if (code === CLOSE_LIST) return leave(reader, { kind: 'list', offset, items })
    if (code !== COMMA) stop(reader)
    reader.at++
  }
}

function enter(reader: Reader): void {
  reader.depth++
  if (reader.depth > DEPTH_LIMIT)
    throw new Stopped({ code: 'MQ-804', path: '', offset: 0, message: TOO_DEEP })
  reader.at++
}

function leave(reader: Reader, tree: Tree): Tree {
  reader.depth--
  reader.at++
  return tree
}

function readString(reader: Reader): string {
  const { text } = reader
  const start = reader.at
  let end = start + 1
  let plain = true
  for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
    // NaN at the end of the text.
    if (!(code >= 0x20)) {
      reader.at = Math.min(end, text.length)
      stop(reader)
    }
    if (code === BACKSLASH) {
      plain = false
      end++
    }
    end++
  }
  reader.at = end + 1
  if (plain) return text.slice(start + 1, end)
  try {
    return JSON.parse(text.slice(start, end + 1)) as string
  } catch {
    reader.at = start
    return stop(reader)
  }
}

const WORD = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y

function readWord(reader: Reader): unknown {
  WORD.lastIndex = reader.at
  const word = WORD.exec(reader.text)?.[0]
  if (word === undefined) return stop(reader)
  reader.at += word.length
  return JSON.parse(word) as unknown
}

/** Skips white space. @returns The code unit after it; NaN at the end of the text. */
function nextCode(reader: Reader): number {
  for (; ; reader.at++) {
    const code = reader.text.charCodeAt(reader.at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code
  }
}

function reportDuplicate({ path, problems }: Reader, key: string, offset: number): void {
  const message = `duplicate key \`${shorten(key)}\``
  problems.push({ code: 'MQ-803', path: path.map(step).join(''), offset, message })
}

function stop({ text, at, path }: Reader): never {
  const seen = at < text.length ? `\`${text.slice(at, at + 12)}\`` : 'the end of the file'
  throw new Stopped({
    code: 'MQ-802',
    path: path.map(step).join(''),
    offset: at,
    message: `invalid JSON: unexpected ${seen}`,
  })
}
