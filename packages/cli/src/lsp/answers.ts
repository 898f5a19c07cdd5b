/**
 * Converts the editor services of @marque/policy to LSP types.
 *
 * @module
 */
import {
  type Completion,
  completionsAt,
  definitionsAt,
  hoverAt,
  nameAt,
  type OutlineEntry,
  outlineOf,
  referencesAt,
  rename,
} from '@marque/policy/editor'
import {
  type CompletionItem,
  CompletionItemKind,
  type DocumentSymbol,
  ErrorCodes,
  type Hover,
  InsertTextFormat,
  type Location,
  type Position,
  type Range,
  ResponseError,
  SymbolKind,
  type WorkspaceEdit,
} from 'vscode-languageserver/node'
import type { OpenDocument } from './open-documents.ts'
import { editOf, rangeOf } from './ranges.ts'

const COMPLETION_KINDS: { readonly [kind in Completion['kind']]: CompletionItemKind } = {
  key: CompletionItemKind.Property,
  word: CompletionItemKind.Text,
  name: CompletionItemKind.Reference,
  value: CompletionItemKind.EnumMember,
}

export function completionsOf(open: OpenDocument, position: Position): CompletionItem[] {
  const { text, document } = open
  return completionsAt(document, text.offsetAt(position)).map((one) => ({
    label: one.label,
    kind: COMPLETION_KINDS[one.kind],
    sortText: one.order,
    // Editors compare this with the text before the cursor, which includes an opening quote.
    filterText: one.newText.replace(/^- |^\[/, ''),
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: editOf(text, one),
    ...(one.detail !== '' && { detail: one.detail }),
    ...(one.markdown !== '' && { documentation: { kind: 'markdown', value: one.markdown } }),
  }))
}

export function hoverOf(open: OpenDocument, position: Position): Hover | null {
  const { text, document, options } = open
  const hover = hoverAt(document, text.offsetAt(position), options)
  if (hover === null) return null
  return { contents: { kind: 'markdown', value: hover.markdown }, range: rangeOf(text, hover) }
}

export function definitionOf(open: OpenDocument, position: Position): Location[] {
  const { text, document } = open
  return definitionsAt(document, text.offsetAt(position)).map(({ scalar }) => ({
    uri: text.uri,
    range: rangeOf(text, scalar),
  }))
}

/** @param declared Whether to include the declaration. */
export function referencesOf(
  open: OpenDocument,
  position: Position,
  declared: boolean,
): Location[] {
  const { text, document } = open
  return referencesAt(document, text.offsetAt(position))
    .filter(({ isDefinition }) => declared || !isDefinition)
    .map(({ scalar }) => ({ uri: text.uri, range: rangeOf(text, scalar) }))
}

export function renameableAt(
  open: OpenDocument,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | null {
  const name = nameAt(open.document, open.text.offsetAt(position))
  return name === null ? null : { range: rangeOf(open.text, name.scalar), placeholder: name.name }
}

/** @returns An error that the editor displays, if the new name is invalid. */
export function renamingOf(
  { text, document }: OpenDocument,
  position: Position,
  newName: string,
): WorkspaceEdit | ResponseError<void> {
  const renaming = rename(document, text.offsetAt(position), newName)
  if ('refused' in renaming) return new ResponseError(ErrorCodes.InvalidRequest, renaming.refused)
  return { changes: { [text.uri]: renaming.changes.map((change) => editOf(text, change)) } }
}

const SYMBOL_KINDS: { readonly [kind in OutlineEntry['kind']]: SymbolKind } = {
  part: SymbolKind.Namespace,
  set: SymbolKind.Array,
  resource: SymbolKind.Interface,
  grant: SymbolKind.Key,
  tenant: SymbolKind.Package,
  exception: SymbolKind.Event,
}

export function symbolsOf({ text, document }: OpenDocument): DocumentSymbol[] {
  return outlineOf(document).map(symbolOf)

  function symbolOf(entry: OutlineEntry): DocumentSymbol {
    return {
      name: entry.name,
      detail: entry.detail,
      kind: SYMBOL_KINDS[entry.kind],
      range: rangeOf(text, entry),
      selectionRange: rangeOf(text, entry.selection),
      children: entry.children.map(symbolOf),
    }
  }
}
