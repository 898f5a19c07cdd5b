/**
 * Parsing of a document: UTF-8, YAML 1.2 or JSON, within bounds.
 *
 * @module
 */
import type { Position } from '@marque/policy'
import type { RawFinding } from '../findings/index.ts'
import { readJsonTree } from './read-json-tree.ts'
import { readYamlTree } from './read-yaml-tree.ts'
import type { ReadTree, Tree, TreeProblem } from './tree.ts'

/** Bounds on a document, in bytes. */
export const FOREIGN_LIMITS = {
  /** 128 MiB, for all files of a description together. JSON takes about ten times that in memory. */
  size: 134_217_728,
  /** 24 MiB of YAML: its syntax tree takes about eighty times that in memory. */
  yaml: 25_165_824,
} as const

/** The values of a document, and findings about its text. */
export interface ReadDocument {
  readonly text: string
  /** Null where the text cannot be read. */
  readonly root: Tree | null
  readonly position: (offset: number) => Position
  readonly found: readonly RawFinding[]
}

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
      `the file has ${bytes.length} bytes, more than ${FOREIGN_LIMITS.size}`,
    )
  }
  const text = decode(bytes)
  if (text === undefined)
    return failed(new TextDecoder().decode(bytes), 'MQ-801', 'the file is not UTF-8')
  if (!/\S/.test(text)) return failed(text, 'MQ-801', 'the file is empty')
  const { root, problems } = readTree(text, bytes.length)
  return result(text, root, problems)
}

/** Reads JSON as such; other text, and JSON with comments or trailing commas, as YAML. */
function readTree(text: string, size: number): ReadTree | { root: null; problems: Problem[] } {
  const json = /^\s*[[{]/.test(text) ? readJsonTree(text) : null
  if (json !== null && (json.root !== null || json.problems[0]?.code === 'MQ-804')) return json
  if (size <= FOREIGN_LIMITS.yaml) return readYamlTree(text)
  if (json !== null) return json
  const message = `the file has ${size} bytes of YAML, more than ${FOREIGN_LIMITS.yaml}`
  return { root: null, problems: [{ code: 'MQ-801', path: '', offset: 0, message }] }
}

type Problem = Omit<TreeProblem, 'code'> & { readonly code: RawFinding['code'] }

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

function failed(text: string, code: RawFinding['code'], message: string): ReadDocument {
  return result(text, null, [{ code, path: '', offset: 0, message }])
}

function result(text: string, root: Tree | null, problems: readonly Problem[]): ReadDocument {
  const position = positionsOf(text)
  const found = problems.map(({ code, path, offset, message }) => ({
    code,
    path,
    position: position(offset),
    message,
  }))
  return { text, root, position, found }
}
