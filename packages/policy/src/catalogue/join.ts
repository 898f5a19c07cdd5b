/**
 * Joins what was found with the catalogue: severity, why and help of the code, file, line and column.
 *
 * @module
 */
import type { Finding, RawFinding } from '../findings/index.ts'
import type { Position, TextDocument, TextFinding } from '../text/index.ts'
import { ruleOf } from './catalogue.ts'

/** The part of a document that positions come from. */
type Located = Pick<TextDocument, 'file' | 'locate'>

/** Joins the findings of a text, whose positions are known. */
export function joinTextFindings(found: readonly TextFinding[], file: string): readonly Finding[] {
  return sortFindings(found.map((one) => joinFinding(one, file, one.position)))
}

/** Joins findings of a document. */
export function joinFindings(found: readonly RawFinding[], document: Located): readonly Finding[] {
  return sortFindings(
    found.map((one) =>
      joinFinding(one, document.file, document.locate(one.path, one.at ?? 'value')),
    ),
  )
}

/** Sorts by position; at one position the more serious first, then by code. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      RANK[a.severity] - RANK[b.severity] ||
      compare(a.code, b.code) ||
      compare(a.path, b.path),
  )
}

const RANK = { error: 0, warning: 1, note: 2 } as const

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function joinFinding(found: RawFinding, file: string, position: Position): Finding {
  const { code, reason, message, path, value } = found
  const rule = ruleOf(code, reason)
  if (rule === undefined) throw new TypeError(`no rule for ${code} ${reason ?? ''}`)
  return {
    code,
    ...(reason !== undefined && { reason }),
    severity: rule.severity,
    message,
    why: found.why ?? rule.why,
    help: found.help === undefined ? rule.help : found.help,
    path,
    file,
    line: position.line,
    column: position.column,
    ...(value !== undefined && { value }),
  }
}
