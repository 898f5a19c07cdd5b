/**
 * From what was found to findings: the rule's severity and texts, and the line and column.
 *
 * @module
 */

import type { Loaded } from '../load/load.ts'
import type { Position } from '../load/places.ts'
import type { TextFound } from '../load/reading.ts'
import type { Found } from './catalogue.ts'
import type { Finding } from './finding.ts'
import { ruleOf } from './registry.ts'

/** Places what a reader of text found. */
export function placeAtOffsets(
  found: readonly TextFound[],
  file: string,
  position: (offset: number) => Position,
): readonly Finding[] {
  return inOrder(found.map((one) => finding(one, file, position(one.offset))))
}

/** Places what was found in a document. */
export function placeFound(found: readonly Found[], loaded: Loaded): readonly Finding[] {
  return inOrder(
    found.map((one) => finding(one, loaded.file, loaded.locate(one.path, one.at ?? 'value'))),
  )
}

/** Joins findings in the order of the text; at one place the more serious first, then by code. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      SERIOUSNESS[a.severity] - SERIOUSNESS[b.severity] ||
      compare(a.code, b.code) ||
      compare(a.path, b.path),
  )
}

const SERIOUSNESS = { error: 0, warning: 1, note: 2 } as const

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function finding(found: Found, file: string, position: Position): Finding {
  const rule = ruleOf(found.code)
  if (rule === undefined) throw new TypeError(`no rule has the code ${found.code}`)
  return {
    code: found.code,
    severity: rule.severity,
    message: found.message,
    why: found.why ?? rule.why,
    help: found.help === undefined ? rule.help : found.help,
    path: found.path,
    file,
    line: position.line,
    column: position.column,
    ...(found.value !== undefined && { value: found.value }),
  }
}
