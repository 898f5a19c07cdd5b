/**
 * The command line: its commands and its help. Each command says its arguments in its own folder; what it does is loaded when it runs.
 *
 * @module
 */
import { Command } from 'commander'
import { addCheck } from '../check/arguments.ts'
import { addCompile } from '../compile/arguments.ts'
import { addCompletion } from '../completion/arguments.ts'
import { addDecide } from '../decide/arguments.ts'
import { addDecisionService } from '../decision-service/arguments.ts'
import { addDiff } from '../diff/arguments.ts'
import { addExplain } from '../explain/arguments.ts'
import { addGateway } from '../gateway/arguments.ts'
import { addInit } from '../init/arguments.ts'
import { addLsp } from '../lsp/arguments.ts'
import { addSchema } from '../schema/arguments.ts'
import { addTest } from '../test/arguments.ts'
import type { ExitCode } from './exit.ts'
import { version } from './version.ts'

const EXAMPLES = `
Examples:
  marque init --from openapi.yaml                  a first policy, from answers or from a description
  marque check policy.yaml                         every mistake, with its place, reason and fix
  marque check --format sarif policy.yaml          for code scanning; also json, github, junit
  marque check --explain MQ-201                    the page of a finding code
  marque test policy.yaml                          what pages may do, compared with what you expect
  marque explain policy.yaml --origin O URL        why the answer is what it is, and what browsers do
  marque diff old.yaml policy.yaml                 what can be done now that could not before
  marque decide policy.yaml < questions.ndjson     one decision a line
  marque compile bundle policy.yaml --out b.json   what layers read
  marque decision-service policy.yaml              decides for nginx, Envoy, Caddy or Traefik
  source <(marque completion bash)                 completion; also zsh, fish

Exit: 0 fine · 1 failure · 2 differences · 3 findings, or a policy that is refused · 64 wrong use · 130 interrupted
`

/**
 * Builds the command line.
 *
 * @param finish Is called with the exit code of the command that ran.
 */
export function buildProgram(finish: (exit: ExitCode) => void): Command {
  const program = new Command('marque')
    .description('One CORS policy, one decision, at every layer.')
    .usage('<command> [options]')
    .version(version(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .configureHelp({ subcommandTerm: termOf })
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(restyle(text)) })
    .showHelpAfterError(false)
    .addHelpText('after', EXAMPLES)
  addInit(program, finish)
  addCheck(program, finish)
  addTest(program, finish)
  addSchema(program, finish)
  addLsp(program, finish)
  addDecide(program, finish)
  addExplain(program, finish)
  addDiff(program, finish)
  addCompile(program, finish)
  addGateway(program, finish)
  addDecisionService(program, finish)
  addCompletion(program.commandsGroup('Ask:'), finish)
  return program.commandsGroup('Ask:').helpCommand('help [command]', 'show help of a command')
}

/** A command in the list of commands: its name and arguments; that it has options goes without saying. */
function termOf(command: Command): string {
  const args = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '')
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [command.name(), ...args].join(' ')
}

/** The library's messages in the words of this command (docs/style.md#messages): `marque: unknown command …`, the user's words in backticks. */
function restyle(text: string): string {
  return text
    .replace(/^error: /, 'marque: ')
    .replace(/'([^']*)'/g, '`$1`')
    .replace(/\n\(Did you mean (.*)\?\)/, '\n  = help: did you mean `$1`?')
}
