/**
 * Findings with their ranges.
 *
 * @module
 */
import type { CheckOptions } from '../check.ts'
import type { Finding } from '../findings/index.ts'
import { steps } from '../text/index.ts'
import {
  type EditorDocument,
  findingsOf,
  lineEnd,
  offsetOfFinding,
  type TextRange,
} from './document.ts'
import { namesIn } from './names.ts'
import { locateNode, locateScalar, scalarsOf } from './tree/index.ts'

/** A finding and its range. */
export interface Diagnosis extends TextRange {
  readonly finding: Finding
  /** Related ranges: the first definition of a duplicate. */
  readonly related: readonly (TextRange & { readonly message: string })[]
}

/** All findings of a document, in document order. */
export function diagnose(document: EditorDocument, options: CheckOptions): readonly Diagnosis[] {
  return findingsOf(document, options).map((finding) => ({
    finding,
    ...rangeOfFinding(document, finding),
    related: relatedTo(document, finding),
  }))
}

/** The range of the key, value or list item that a finding is about, cut to its first line. */
export function rangeOfFinding(document: EditorDocument, finding: Finding): TextRange {
  const { text, root } = document
  const start = offsetOfFinding(document, finding)
  const target = locateNode(root, steps(finding.path))
  const node = target?.node ?? null
  const named =
    node?.kind === 'list'
      ? scalarsOf(node).find(({ text: one }) => one === finding.value)
      : undefined
  if (named !== undefined) return firstLine(text, named)
  if (node !== null && node.start === start && finding.path !== '') return firstLine(text, node)
  const scalar = locateScalar(root, start)?.scalar
  if (scalar?.start === start) return firstLine(text, scalar)
  return wordAt(text, start)
}

function firstLine(text: string, { start, end }: TextRange): TextRange {
  const last = Math.min(end, lineEnd(text, start))
  return { start, end: start + text.slice(start, last).trimEnd().length }
}

/** The word at an offset; at the end of a line the character before it. */
function wordAt(text: string, start: number): TextRange {
  const word = /^(?:[^\s,[\]{}]+|[,[\]{}])/u.exec(text.slice(start, start + 256))?.[0] ?? ''
  if (word !== '') return { start, end: start + word.length }
  const before = text.slice(0, start)
  const last = /\S(?=[ \t]*$)/u.exec(before.slice(-256))?.[0].length
  if (start < lineEnd(text, start)) return { start, end: start + 1 }
  return { start: Math.max(0, start - (last === undefined ? 0 : 1)), end: start }
}

/** Findings about duplicates, and the message at the first occurrence. */
const DUPLICATES: { readonly [code: string]: string } = {
  'MQ-107': 'first occurrence of the key',
  'MQ-179': 'first occurrence',
  'MQ-183': 'first definition',
  'MQ-305': 'first occurrence',
}

function relatedTo(document: EditorDocument, finding: Finding): Diagnosis['related'] {
  const message = DUPLICATES[finding.code]
  if (message === undefined) return []
  const first = firstOccurrence(document, finding)
  return first === null ? [] : [{ start: first.start, end: first.end, message }]
}

function firstOccurrence(
  { root, ...document }: EditorDocument,
  finding: Finding,
): TextRange | null {
  const start = offsetOfFinding({ root, ...document }, finding)
  const location = locateScalar(root, start)
  if (location === null) return null
  const { text } = location.scalar
  if (finding.code === 'MQ-183') {
    const definition = namesIn(root).find(
      ({ isDefinition, name, kind }) => isDefinition && kind === 'resource' && name === text,
    )
    return definition?.scalar.start === start ? null : (definition?.scalar ?? null)
  }
  const { container } = location
  if (container?.kind === 'mapping') {
    const entry = container.entries.find(({ key }) => key.text === text)
    return entry && entry.key.start < start ? entry.key : null
  }
  const same = (node: { kind: string; text?: string } | null): boolean =>
    node?.kind === 'scalar' && node.text?.toLowerCase() === text.toLowerCase()
  const item = container?.items.find(({ value }) => same(value))
  return item?.value && item.value.start < start ? item.value : null
}
