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
import { EXIT, type ExitCode } from '../errors/index.ts'
import { writeError } from '../terminal/index.ts'
import { serve } from './server.ts'

/** How long what came before the end of input is answered, in milliseconds. */
const LAST_WORDS = 1000

/**
 * Speaks the Language Server Protocol on stdin and stdout until the client says `exit`, closes stdin, or dies.
 *
 * The exit code is the protocol's: 0 after `shutdown`, else 1.
 *
 * @param environment As in `--env`; the client may name another when it starts.
 */
export function runLsp(environment: string | undefined): Promise<ExitCode> {
  if (process.stdin.isTTY) {
    writeError(
      'marque: waiting for an editor: this speaks the Language Server Protocol, not with people\n',
    )
  }
  const connection = createConnection(
    ProposedFeatures.all,
    // Not the stream itself: with that the library ends the process where the input ends, answers and all.
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  )
  let isShutDown = false
  connection.onShutdown(() => {
    isShutDown = true
  })
  serve(connection, environment)
  // The watch over the client would keep the process alive. Input that has ended may hold messages yet to be answered.
  const end = (): void => {
    setTimeout(() => process.exit(isShutDown ? EXIT.fine : EXIT.failure), LAST_WORDS)
  }
  process.stdin.once('end', end).once('close', end)
  return new Promise(() => {})
}
