/**
 * Findings with the part of the text that each is about.
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
import { scalarsOf, spotAt, targetAt } from './tree/find.ts'

/** A finding where it stands. */
export interface Diagnosis extends TextRange {
  readonly finding: Finding
  /** Other places that belong to it: where a name was given first. */
  readonly related: readonly (TextRange & { readonly message: string })[]
}

/** All findings of a document, in its order. */
export function diagnose(document: EditorDocument, options: CheckOptions): readonly Diagnosis[] {
  return findingsOf(document, options).map((finding) => ({
    finding,
    ...rangeOfFinding(document, finding),
    related: relatedTo(document, finding),
  }))
}

/** The key or value that a finding is about; in a list the entry that it names; of more than one line the first. */
export function rangeOfFinding(document: EditorDocument, finding: Finding): TextRange {
  const { text, root } = document
  const start = offsetOfFinding(document, finding)
  const target = targetAt(root, steps(finding.path))
  const node = target?.node ?? null
  const named =
    node?.kind === 'list'
      ? scalarsOf(node).find(({ text: one }) => one === finding.value)
      : undefined
  if (named !== undefined) return firstLine(text, named)
  if (node !== null && node.start === start && finding.path !== '') return firstLine(text, node)
  const scalar = spotAt(root, start)?.scalar
  if (scalar?.start === start) return firstLine(text, scalar)
  return wordAt(text, start)
}

function firstLine(text: string, { start, end }: TextRange): TextRange {
  const last = Math.min(end, lineEnd(text, start))
  return { start, end: start + text.slice(start, last).trimEnd().length }
}

/** A word, a character, or at the end of a line what stands before it. */
function wordAt(text: string, start: number): TextRange {
  const word = /^(?:[^\s,[\]{}]+|[,[\]{}])/u.exec(text.slice(start, start + 256))?.[0] ?? ''
  if (word !== '') return { start, end: start + word.length }
  const before = text.slice(0, start)
  const last = /\S(?=[ \t]*$)/u.exec(before.slice(-256))?.[0].length
  if (start < lineEnd(text, start)) return { start, end: start + 1 }
  return { start: Math.max(0, start - (last === undefined ? 0 : 1)), end: start }
}

/** The code of a second one of the same, and how the first is called. */
const SECONDS: { readonly [code: string]: string } = {
  'MQ-107': 'the key stands here first',
  'MQ-179': 'listed here first',
  'MQ-183': 'the name is given here first',
  'MQ-305': 'listed here first',
}

function relatedTo(document: EditorDocument, finding: Finding): Diagnosis['related'] {
  const message = SECONDS[finding.code]
  if (message === undefined) return []
  const first = firstOf(document, finding)
  return first === null ? [] : [{ start: first.start, end: first.end, message }]
}

function firstOf({ root, ...document }: EditorDocument, finding: Finding): TextRange | null {
  const start = offsetOfFinding({ root, ...document }, finding)
  const spot = spotAt(root, start)
  if (spot === null) return null
  const { text } = spot.scalar
  if (finding.code === 'MQ-183') {
    const given = namesIn(root).find(
      ({ gives, name, kind }) => gives && kind === 'resource' && name === text,
    )
    return given?.scalar.start === start ? null : (given?.scalar ?? null)
  }
  const { holder } = spot
  if (holder?.kind === 'mapping') {
    const entry = holder.entries.find(({ key }) => key.text === text)
    return entry && entry.key.start < start ? entry.key : null
  }
  const same = (node: { kind: string; text?: string } | null): boolean =>
    node?.kind === 'scalar' && node.text?.toLowerCase() === text.toLowerCase()
  const item = holder?.items.find(({ value }) => same(value))
  return item?.value && item.value.start < start ? item.value : null
}
