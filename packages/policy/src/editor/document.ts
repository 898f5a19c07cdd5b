/**
 * One version of a document that is open in an editor.
 *
 * @module
 */

import { type CheckOptions, check } from '../check.ts'
import { POLICY_FORM } from '../document/index.ts'
import type { Finding } from '../findings/index.ts'
import { type Loaded, load } from '../load.ts'
import { readTestFile, TEST_FILE } from '../tests/index.ts'
import { lineStarts } from '../text/index.ts'
import type { EditorForm } from './form-at.ts'
import type { TreeNode } from './tree/node.ts'
import { readTree } from './tree/read-tree.ts'

/** A text, read twice: strictly, for what it means, and patiently, for where things stand. Immutable. */
export interface EditorDocument {
  readonly text: string
  readonly file: string
  readonly json: boolean
  /** What it is: a policy, or a file of policy tests. */
  readonly kind: 'policy' | 'cases'
  /** What its schema says. */
  readonly form: EditorForm
  readonly loaded: Loaded
  /** Null for a text that holds nothing. */
  readonly root: TreeNode | null
}

/** A part of a text: offsets in UTF-16 code units, the end behind the last one. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A part of a text and what shall stand there. */
export interface TextChange extends TextRange {
  readonly newText: string
}

/** How files of policy tests are named. */
const CASES = /\.marque-test\.(?:ya?ml|json)$/i

/**
 * Opens a text. Never throws, whatever it holds; linear in its size.
 *
 * @param file Its name: it says whether the text is JSON, and whether it is a policy or a file of policy tests.
 */
export function openDocument(text: string, file: string): EditorDocument {
  const loaded = load(text, file)
  const json = /\.json$/i.test(file) || (!/\.ya?ml$/i.test(file) && /^\ufeff?\s*\{/.test(text))
  const root = readTree(text, loaded.document !== undefined)
  const kind = CASES.test(file) ? 'cases' : 'policy'
  const form = kind === 'cases' ? TEST_FILE.form : POLICY_FORM
  return { text, file, json, kind, form: form as EditorForm, loaded, root }
}

const CHECKED = new WeakMap<EditorDocument, Map<string, readonly Finding[]>>()

/** All findings of a document, worked out once for the same options. */
export function findingsOf(document: EditorDocument, options: CheckOptions): readonly Finding[] {
  const known = CHECKED.get(document) ?? new Map<string, readonly Finding[]>()
  CHECKED.set(document, known)
  const key = `${options.now} ${options.environment}`
  const findings = known.get(key) ?? judge(document, options)
  known.set(key, findings)
  return findings
}

function judge({ kind, loaded }: EditorDocument, options: CheckOptions): readonly Finding[] {
  return kind === 'cases' ? readTestFile(loaded).findings : check(loaded, options)
}

/** The text after changes that do not overlap. */
export function changed(text: string, changes: readonly TextChange[]): string {
  let result = text
  for (const { start, end, newText } of changes.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + newText + result.slice(end)
  }
  return result
}

const LINES = new WeakMap<EditorDocument, readonly number[]>()

/** The offset of a place that a finding names; the length of the text for one behind it. */
export function offsetOfFinding(document: EditorDocument, { line, column }: Finding): number {
  const { text } = document
  if (line === null || column === null) return 0
  const starts = LINES.get(document) ?? lineStarts(text)
  LINES.set(document, starts)
  // The byte order mark is no character of the document, and one of the text.
  const mark = line === 1 && text.charCodeAt(0) === 0xfeff ? 1 : 0
  return Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1 + mark)
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) at--
  return at
}

/** Where the line of an offset ends: before its line break. */
export function lineEnd(text: string, offset: number): number {
  let at = offset
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++
  return at
}

function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d
}
