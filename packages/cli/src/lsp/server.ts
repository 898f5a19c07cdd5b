/**
 * The language server: connects LSP requests to their handlers.
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
import { DEFAULT_ENVIRONMENT, version } from '../command-line.ts'
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

/** Delay between the last edit and the publishing of findings, milliseconds. */
const PUBLISH_DELAY = 120

/** Server capabilities. */
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
 * Serves a connection.
 *
 * @param environment `--env`. The client overrides it with `initializationOptions.environment` or the setting `marque.environment`.
 */
export function serve(connection: Connection, environment: string | undefined): void {
  let chosen = environment ?? DEFAULT_ENVIRONMENT
  const open = openDocuments(chosen)
  const texts = new TextDocuments(TextDocument)
  const waiting = new Map<string, NodeJS.Timeout>()

  connection.onInitialize(({ initializationOptions, capabilities }: InitializeParams) => {
    choose(environmentIn(initializationOptions))
    supportsSettings = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true
    return { capabilities: CAPABILITIES, serverInfo: { name: 'marque', version: version() } }
  })
  let supportsSettings = false
  connection.onInitialized(() => {
    if (supportsSettings) void connection.client.register(DidChangeConfigurationNotification.type)
  })
  connection.onDidChangeConfiguration(({ settings }) => {
    choose(environmentIn((settings as { marque?: unknown } | null)?.marque))
    for (const { uri } of texts.all()) publishAfter(uri, 0)
  })

  // Also fires when a document is opened; its findings are published without delay.
  texts.onDidChangeContent(({ document }) => {
    const isNew = !open.has(document.uri)
    open.set(document)
    publishAfter(document.uri, isNew ? 0 : PUBLISH_DELAY)
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
    open.setEnvironment(name)
  }

  /** Publishes the findings after a delay, so that a document is not checked for each typed character. */
  function publishAfter(uri: string, delay: number): void {
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
      }, delay),
    )
  }
}

function environmentIn(settings: unknown): string | undefined {
  if (typeof settings !== 'object' || settings === null || !('environment' in settings))
    return undefined
  return typeof settings.environment === 'string' ? settings.environment : undefined
}
