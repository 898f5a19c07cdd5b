/**
 * What this package finds, before and after it has a place in a file.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Finding, Position } from '@marque/policy'
import { ruleOf } from './registry.ts'

/** A finding before its file is known. Why and how to mend it are the rule's unless one says more. */
export interface Found {
  readonly code: Finding['code']
  /** JSON Pointer. */
  readonly path: string
  readonly position: Position
  readonly message: string
  readonly help?: string
  readonly value?: Json
}

/** Gives findings their severity, texts and file, in the order of the text. */
export function placeIn(file: string, found: readonly Found[]): readonly Finding[] {
  return found
    .map((one) => finding(one, file))
    .sort(
      (a, b) =>
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0) ||
        (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    )
}

function finding({ code, path, position, message, help, value }: Found, file: string): Finding {
  const rule = ruleOf(code)
  if (rule === undefined) throw new TypeError(`no rule has the code ${code}`)
  return {
    code,
    severity: rule.severity,
    message,
    why: rule.why,
    help: help ?? rule.help,
    path,
    file,
    line: position.line,
    column: position.column,
    ...(value !== undefined && { value }),
  }
}

/** A text short enough to stand in a message. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
