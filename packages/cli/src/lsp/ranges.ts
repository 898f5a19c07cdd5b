/**
 * Converts offsets to LSP positions. Both count UTF-16 code units.
 *
 * @module
 */
import type { TextChange, TextRange } from '@marque/policy/editor'
import type { Range, TextEdit } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'

export function rangeOf(text: TextDocument, { start, end }: TextRange): Range {
  return { start: text.positionAt(start), end: text.positionAt(end) }
}

export function editOf(text: TextDocument, change: TextChange): TextEdit {
  return { range: rangeOf(text, change), newText: change.newText }
}
