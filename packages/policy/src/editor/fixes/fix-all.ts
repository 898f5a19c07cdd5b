/**
 * All unambiguous fixes of a document at once.
 *
 * @module
 */
import type { CheckOptions } from '../../check.ts'
import {
  applyChanges,
  type EditorDocument,
  findingsOf,
  openDocument,
  type TextChange,
} from '../document.ts'
import { fixOf } from './fixes.ts'

/** Fixes at most. They are applied one by one, since each moves the ranges of the others. */
const MOST_FIXES = 100

/** One change with every unambiguous fix, {@link MOST_FIXES} at most; null where there is none. */
export function fixAll(document: EditorDocument, options: CheckOptions): TextChange | null {
  let current = document
  for (let round = 0; round < MOST_FIXES; round++) {
    const next = fixFirst(current, options)
    if (next === null) break
    current = next
  }
  return current === document ? null : minimalChange(document.text, current.text)
}

function fixFirst(document: EditorDocument, options: CheckOptions): EditorDocument | null {
  for (const finding of findingsOf(document, options)) {
    const fix = fixOf(document, finding, options)
    if (fix?.certain) return openDocument(applyChanges(document.text, fix.changes), document.file)
  }
  return null
}

/** The smallest change from one text to another that splits no surrogate pair. */
function minimalChange(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  if (isLow(before.charCodeAt(start)) || isLow(after.charCodeAt(start)))
    start = Math.max(0, start - 1)
  let same = 0
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same++
  if (isLow(before.charCodeAt(before.length - same))) same--
  return { start, end: before.length - same, newText: after.slice(start, after.length - same) }
}

/** Whether a code unit is a low surrogate. */
function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
