/**
 * The language server: which request is answered by what.
 *
 * @module
 */
import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { DEFAULT_ENVIRONMENT, version } from '../command-line/index.ts'
import { actionsOf, FIX_ALL } from './actions.ts'
import {
  completionsOf,
  definitionOf,
  hoverOf,
  referencesOf,
  renameableAt,
  renamingOf,
  symbolsOf,
} from './answers.ts'
import { publishedOf } from './diagnostics.ts'
import { openDocuments } from './open-documents.ts'

/** How long after the last edit the findings are sent, in milliseconds. */
const PAUSE = 120

/** What the server can do, as the client learns it. */
const CAPABILITIES: InitializeResult['capabilities'] = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [':', ' ', '[', '"', "'", '-', '{', '@'] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
}

/**
 * Answers a connection.
 *
 * @param environment As in `--env`. A client's `initializationOptions.environment`, or its setting `marque.environment`, goes before it.
 */
export function serve(connection: Connection, environment: string | undefined): void {
  let chosen = environment ?? DEFAULT_ENVIRONMENT
  const open = openDocuments(chosen)
  const texts = new TextDocuments(TextDocument)
  const waiting = new Map<string, NodeJS.Timeout>()

  connection.onInitialize(({ initializationOptions, capabilities }: InitializeParams) => {
    choose(environmentIn(initializationOptions))
    asksForSettings = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true
    return { capabilities: CAPABILITIES, serverInfo: { name: 'marque', version: version() } }
  })
  let asksForSettings = false
  connection.onInitialized(() => {
    if (asksForSettings) void connection.client.register(DidChangeConfigurationNotification.type)
  })
  connection.onDidChangeConfiguration(({ settings }) => {
    choose(environmentIn((settings as { marque?: unknown } | null)?.marque))
    for (const { uri } of texts.all()) publishSoon(uri, 0)
  })

  // Also said of a document that was opened just now: its findings are sent at once.
  texts.onDidChangeContent(({ document }) => {
    const isNew = !open.has(document.uri)
    open.set(document)
    publishSoon(document.uri, isNew ? 0 : PAUSE)
  })
  texts.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri))
    waiting.delete(uri)
    open.delete(uri)
    void connection.sendDiagnostics({ uri, diagnostics: [] })
  })

  connection.onCompletion(({ textDocument, position }) => {
    const document = open.get(textDocument.uri)
    return document === undefined ? [] : completionsOf(document, position)
  })
  connection.onHover(({ textDocument, position }) => {
    const document = open.get(textDocument.uri)
    return document === undefined ? null : hoverOf(document, position)
  })
  connection.onDefinition(({ textDocument, position }) => {
    const document = open.get(textDocument.uri)
    return document === undefined ? [] : definitionOf(document, position)
  })
  connection.onReferences(({ textDocument, position, context }) => {
    const document = open.get(textDocument.uri)
    return document === undefined
      ? []
      : referencesOf(document, position, context.includeDeclaration)
  })
  connection.onPrepareRename(({ textDocument, position }) => {
    const document = open.get(textDocument.uri)
    return document === undefined ? null : renameableAt(document, position)
  })
  connection.onRenameRequest(({ textDocument, position, newName }) => {
    const document = open.get(textDocument.uri)
    return document === undefined ? null : renamingOf(document, position, newName)
  })
  connection.onDocumentSymbol(({ textDocument }) => {
    const document = open.get(textDocument.uri)
    return document === undefined ? [] : symbolsOf(document)
  })
  connection.onCodeAction((params) => {
    const document = open.get(params.textDocument.uri)
    return document === undefined ? [] : [...actionsOf(document, params)]
  })

  texts.listen(connection)
  connection.listen()

  function choose(name: string | undefined): void {
    if (name === undefined || name === chosen) return
    chosen = name
    open.reread(name)
  }

  /** Sends the findings after a pause, so that a word that is being typed is not judged letter by letter. */
  function publishSoon(uri: string, pause: number): void {
    clearTimeout(waiting.get(uri))
    waiting.set(
      uri,
      setTimeout(() => {
        waiting.delete(uri)
        const document = open.get(uri)
        const diagnostics = document === undefined ? [] : publishedOf(document)
        const { version: number } = texts.get(uri) ?? {}
        void connection.sendDiagnostics({
          uri,
          diagnostics,
          ...(number !== undefined && { version: number }),
        })
      }, pause),
    )
  }
}

function environmentIn(settings: unknown): string | undefined {
  if (typeof settings !== 'object' || settings === null || !('environment' in settings))
    return undefined
  return typeof settings.environment === 'string' ? settings.environment : undefined
}
