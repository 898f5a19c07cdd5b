/**
 * `marque lsp`: the language server.
 *
 * @module
 */
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { EXIT, type ExitCode } from '../errors.ts'
import { writeError } from '../terminal/index.ts'
import { serve } from './server.ts'

/** Milliseconds for answering pending messages after the end of input. */
const SHUTDOWN_GRACE = 1000

/**
 * Serves the Language Server Protocol on stdin and stdout until the client sends `exit`, closes stdin, or exits.
 *
 * Exit code as the protocol requires: 0 after `shutdown`, else 1.
 *
 * @param environment `--env`; the client can override it at initialization.
 */
export function runLsp(environment: string | undefined): Promise<ExitCode> {
  if (process.stdin.isTTY) {
    writeError(
      'marque: waiting for an editor on stdin; this command speaks the Language Server Protocol\n',
    )
  }
  const connection = createConnection(
    ProposedFeatures.all,
    // Given the stream itself, the library would exit at the end of input, before pending answers are sent.
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  )
  let isShutDown = false
  connection.onShutdown(() => {
    isShutDown = true
  })
  serve(connection, environment)
  // The library's watch of the client process would keep this one alive. Messages may still be pending at the end of input.
  const end = (): void => {
    setTimeout(() => process.exit(isShutDown ? EXIT.fine : EXIT.failure), SHUTDOWN_GRACE)
  }
  process.stdin.once('end', end).once('close', end)
  return new Promise(() => {})
}
