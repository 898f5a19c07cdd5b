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
import { readTree, type TreeNode } from './tree/index.ts'

/** A text, parsed twice: strictly for findings, and tolerantly into a syntax tree. Immutable. */
export interface EditorDocument {
  readonly text: string
  readonly file: string
  readonly json: boolean
  /** A policy, or a policy test file. */
  readonly kind: 'policy' | 'tests'
  /** Its schema. */
  readonly form: EditorForm
  readonly loaded: Loaded
  /** Null for an empty text. */
  readonly root: TreeNode | null
}

/** A range of a text: offsets in UTF-16 code units, `end` exclusive. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A range and its replacement. */
export interface TextChange extends TextRange {
  readonly newText: string
}

/** File names of policy tests. */
const TEST_FILE_NAME = /\.marque-test\.(?:ya?ml|json)$/i

/**
 * Parses a text. Never throws; linear in its size.
 *
 * @param file Its name determines whether it is JSON, and whether it is a policy or a test file.
 */
export function openDocument(text: string, file: string): EditorDocument {
  const loaded = load(text, file)
  const json = /\.json$/i.test(file) || (!/\.ya?ml$/i.test(file) && /^\ufeff?\s*\{/.test(text))
  const root = readTree(text, loaded.document !== undefined)
  const kind = TEST_FILE_NAME.test(file) ? 'tests' : 'policy'
  const form = kind === 'tests' ? TEST_FILE.form : POLICY_FORM
  return { text, file, json, kind, form: form as EditorForm, loaded, root }
}

const CHECKED = new WeakMap<EditorDocument, Map<string, readonly Finding[]>>()

/** All findings of a document, computed once for the same options. */
export function findingsOf(document: EditorDocument, options: CheckOptions): readonly Finding[] {
  const known = CHECKED.get(document) ?? new Map<string, readonly Finding[]>()
  CHECKED.set(document, known)
  const key = `${options.now} ${options.environment}`
  const findings = known.get(key) ?? computeFindings(document, options)
  known.set(key, findings)
  return findings
}

function computeFindings(
  { kind, loaded }: EditorDocument,
  options: CheckOptions,
): readonly Finding[] {
  return kind === 'tests' ? readTestFile(loaded).findings : check(loaded, options)
}

/** Applies changes that do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = text
  for (const { start, end, newText } of changes.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + newText + result.slice(end)
  }
  return result
}

const LINES = new WeakMap<EditorDocument, readonly number[]>()

/** The offset of a finding, at most the length of the text. */
export function offsetOfFinding(document: EditorDocument, { line, column }: Finding): number {
  const { text } = document
  if (line === null || column === null) return 0
  const starts = LINES.get(document) ?? lineStarts(text)
  LINES.set(document, starts)
  // Columns do not count the byte order mark, offsets do.
  const mark = line === 1 && text.charCodeAt(0) === 0xfeff ? 1 : 0
  return Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1 + mark)
}

/** The start of the line of an offset. */
export function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) at--
  return at
}

/** The end of the line of an offset, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let at = offset
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++
  return at
}

function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d
}
