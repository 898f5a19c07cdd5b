/**
 * `marque lsp`: the language server.
 *
 * @module
 */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import type { ExitCode } from '../program/exit.ts'
import { serve } from './server.ts'

/**
 * Speaks the Language Server Protocol on stdin and stdout until the client says `exit`, closes stdin, or dies.
 *
 * The exit code is the protocol's: 0 after `shutdown`, else 1. The connection ends the process by itself.
 *
 * @param environment As in `--env`; the client may name another when it starts.
 */
export function runLsp(environment: string | undefined): Promise<ExitCode> {
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), environment)
  return new Promise(() => {})
}
