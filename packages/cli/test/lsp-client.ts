/**
 * A client of the language server, as small as it can be: the framing of the protocol's base, requests, notifications, and what the
 * server says by itself. By hand, so that a fault of the library that the server stands on cannot hide in the test.
 *
 * @module
 */

import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { startMarque } from '@marque/testkit/processes'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

export interface Diagnostic {
  readonly range: Range
  readonly severity: number
  readonly code: string
  readonly codeDescription: { readonly href: string }
  readonly message: string
  readonly tags?: readonly number[]
  readonly relatedInformation?: readonly {
    readonly message: string
    readonly location: { readonly range: Range }
  }[]
}

export interface Range {
  readonly start: { readonly line: number; readonly character: number }
  readonly end: { readonly line: number; readonly character: number }
}

export interface Published {
  readonly uri: string
  readonly version?: number
  readonly diagnostics: readonly Diagnostic[]
}

/** Starts `marque lsp` and speaks with it. */
export function connect(args: readonly string[] = []): LspClient {
  return new LspClient(startMarque(['lsp', ...args]))
}

export class LspClient {
  readonly child: ChildProcessWithoutNullStreams
  stderr = ''
  private buffer = Buffer.alloc(0)
  private last = 0
  private readonly answers = new Map<number, (message: Message) => void>()
  private readonly said: Message[] = []
  private readonly listeners = new Set<() => void>()

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child
    child.stdout.on('data', (chunk: Buffer) => this.read(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString()
    })
    child.stdin.on('error', () => {})
  }

  /** Sends bytes as they are. */
  raw(bytes: string): void {
    this.child.stdin.write(bytes)
  }

  /** @returns The result; an error of the server as an `Error` with its message. */
  async request(method: string, params: unknown): Promise<unknown> {
    const answer = await this.answerTo(method, params)
    if (answer.error) throw new Error(`${answer.error.code}: ${answer.error.message}`)
    return answer.result
  }

  answerTo(method: string, params: unknown): Promise<Message> {
    const id = ++this.last
    this.send({ jsonrpc: '2.0', id, method, params })
    return new Promise((resolve) => this.answers.set(id, resolve))
  }

  notify(method: string, params: unknown): void {
    this.send({ jsonrpc: '2.0', method, params })
  }

  /** Through the first three messages, as an editor does. */
  async initialize(options: { readonly [key: string]: unknown } = {}): Promise<unknown> {
    const result = await this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      ...options,
    })
    this.notify('initialized', {})
    return result
  }

  open(uri: string, text: string, version = 1): void {
    const textDocument = { uri, languageId: uri.endsWith('.json') ? 'json' : 'yaml', version, text }
    this.notify('textDocument/didOpen', { textDocument })
  }

  /** Replaces a range, or with none the whole text. */
  change(uri: string, version: number, text: string, range?: Range): void {
    this.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [range === undefined ? { text } : { range, text }],
    })
  }

  /** The findings of a document, as soon as they are those of a version. */
  async published(uri: string, version: number): Promise<readonly Diagnostic[]> {
    for (;;) {
      const found = this.said
        .filter((message) => message.method === 'textDocument/publishDiagnostics')
        .map(({ params }) => params as Published)
        .findLast((one) => one.uri === uri && one.version === version)
      if (found) return found.diagnostics
      await new Promise<void>((resolve) => this.listeners.add(resolve))
    }
  }

  /** How often findings of a document were sent. */
  timesPublished(uri: string): number {
    return this.said.filter(
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' && (params as Published).uri === uri,
    ).length
  }

  /** Says goodbye. @returns The exit code. */
  async end(): Promise<number | null> {
    await this.request('shutdown', undefined)
    this.notify('exit', undefined)
    return this.exited()
  }

  async exited(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode
    const [code] = (await once(this.child, 'close')) as [number | null]
    return code
  }

  private send(message: object): void {
    const body = JSON.stringify(message)
    this.raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  private read(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk])
    for (;;) {
      const head = this.buffer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(
        /Content-Length: (\d+)/.exec(this.buffer.toString('latin1', 0, head))?.[1],
      )
      const end = head + 4 + length
      if (this.buffer.length < end) return
      const message = JSON.parse(this.buffer.toString('utf8', head + 4, end)) as Message
      this.buffer = this.buffer.subarray(end)
      this.take(message)
    }
  }

  private take(message: Message): void {
    if (message.method === undefined && message.id !== undefined) {
      this.answers.get(message.id)?.(message)
      this.answers.delete(message.id)
      return
    }
    // What a server asks of its client gets an answer too.
    if (message.id !== undefined) this.send({ jsonrpc: '2.0', id: message.id, result: null })
    this.said.push(message)
    for (const listener of this.listeners) listener()
    this.listeners.clear()
  }
}
