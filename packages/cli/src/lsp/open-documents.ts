/**
 * The documents that are open in the editor, each read once a version.
 *
 * @module
 */
import { type EditorDocument, openDocument } from '@marque/policy/editor'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { fileNameOf, isPolicyDocument } from './is-policy-document.ts'

/** One version of a document: as the client counts it, and as we read it. */
export interface OpenDocument {
  readonly text: TextDocument
  readonly document: EditorDocument
  /** For which environment, and when: the instant is that of the version, so that one version has one set of findings. */
  readonly options: { readonly environment: string; readonly now: number }
}

export interface OpenDocuments {
  /** What is open under an address; `undefined` where nothing is, or something that is not ours. */
  get(uri: string): OpenDocument | undefined
  /** Whether something is open under an address, ours or not. */
  has(uri: string): boolean
  /** A new version. */
  set(text: TextDocument): void
  delete(uri: string): void
  /** Forgets what was read; for another environment. */
  reread(environment: string): void
}

/** Documents that were ours once stay so while they are open: half of a policy is one too. */
export function openDocuments(environment: string): OpenDocuments {
  const texts = new Map<string, TextDocument>()
  const read = new Map<string, OpenDocument>()
  const ours = new Set<string>()
  let chosen = environment
  return {
    get(uri) {
      const text = texts.get(uri)
      if (text === undefined) return undefined
      const known = read.get(uri)
      if (known?.text.version === text.version) return known
      const content = text.getText()
      if (!ours.has(uri) && !isPolicyDocument(uri, content)) return undefined
      ours.add(uri)
      const one: OpenDocument = {
        // A copy: the manager changes its documents in place.
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
      ours.delete(uri)
    },
    reread(other) {
      chosen = other
      read.clear()
    },
  }
}
