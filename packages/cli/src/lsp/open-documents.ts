/**
 * The open documents of the editor, each parsed once per version.
 *
 * @module
 */
import { type EditorDocument, openDocument } from '@marque/policy/editor'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { fileNameOf, isPolicyDocument } from './is-policy-document.ts'

/** One version of a document, with its parsed form. */
export interface OpenDocument {
  readonly text: TextDocument
  readonly document: EditorDocument
  /** `now` is fixed per version, so that a version always has the same findings. */
  readonly options: { readonly environment: string; readonly now: number }
}

export interface OpenDocuments {
  /** `undefined` if the document is not open, or is neither a policy nor a test file. */
  get(uri: string): OpenDocument | undefined
  /** Whether a document is open, of any kind. */
  has(uri: string): boolean
  /** Opens a document or replaces its content. */
  set(text: TextDocument): void
  delete(uri: string): void
  /** Discards the parsed documents, for another environment. */
  setEnvironment(environment: string): void
}

/** A document that was recognized stays so while it is open, also when an edit makes it incomplete. */
export function openDocuments(environment: string): OpenDocuments {
  const texts = new Map<string, TextDocument>()
  const read = new Map<string, OpenDocument>()
  const recognized = new Set<string>()
  let chosen = environment
  return {
    get(uri) {
      const text = texts.get(uri)
      if (text === undefined) return undefined
      const known = read.get(uri)
      if (known?.text.version === text.version) return known
      const content = text.getText()
      if (!recognized.has(uri) && !isPolicyDocument(uri, content)) return undefined
      recognized.add(uri)
      const one: OpenDocument = {
        // A copy, because the document manager updates documents in place.
        text: TextDocument.create(uri, text.languageId, text.version, content),
        document: openDocument(content, fileNameOf(uri)),
        options: { environment: chosen, now: Date.now() },
      }
      read.set(uri, one)
      return one
    },
    has(uri) {
      return texts.has(uri)
    },
    set(text) {
      texts.set(text.uri, text)
    },
    delete(uri) {
      texts.delete(uri)
      read.delete(uri)
      recognized.delete(uri)
    },
    setEnvironment(other) {
      chosen = other
      read.clear()
    },
  }
}
