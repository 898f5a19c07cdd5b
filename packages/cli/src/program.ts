/**
 * The command line: its commands and its help.
 *
 * @module
 */
import { Command } from 'commander'
import { version } from './command-line.ts'
import type { ExitCode } from './errors.ts'

/** Declares a command with its options; what it does is imported when it runs. */
type AddCommand = (program: Command, finish: (exit: ExitCode) => void) => void

interface CommandEntry {
  readonly name: string
  /** The heading in the help. */
  readonly group: string
  readonly load: () => Promise<AddCommand>
}

/** In the order of the help. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'init',
    group: 'Write a policy:',
    load: async () => (await import('./init/index.ts')).addInit,
  },
  {
    name: 'check',
    group: 'Write a policy:',
    load: async () => (await import('./check/index.ts')).addCheck,
  },
  {
    name: 'test',
    group: 'Write a policy:',
    load: async () => (await import('./test/index.ts')).addTest,
  },
  {
    name: 'schema',
    group: 'Write a policy:',
    load: async () => (await import('./schema/index.ts')).addSchema,
  },
  {
    name: 'lsp',
    group: 'Write a policy:',
    load: async () => (await import('./lsp/index.ts')).addLsp,
  },
  {
    name: 'decide',
    group: 'Use it:',
    load: async () => (await import('./decide/index.ts')).addDecide,
  },
  {
    name: 'explain',
    group: 'Use it:',
    load: async () => (await import('./explain/index.ts')).addExplain,
  },
  { name: 'diff', group: 'Use it:', load: async () => (await import('./diff/index.ts')).addDiff },
  {
    name: 'compile',
    group: 'Use it:',
    load: async () => (await import('./compile/index.ts')).addCompile,
  },
  {
    name: 'gateway',
    group: 'Use it:',
    load: async () => (await import('./gateway/index.ts')).addGateway,
  },
  {
    name: 'decision-service',
    group: 'Use it:',
    load: async () => (await import('./decision-service/index.ts')).addDecisionService,
  },
  {
    name: 'verify',
    group: 'Prove it:',
    load: async () => (await import('./verify/index.ts')).addVerify,
  },
  {
    name: 'scan',
    group: 'Prove it:',
    load: async () => (await import('./scan/index.ts')).addScan,
  },
  {
    name: 'completion',
    group: 'Help:',
    load: async () => (await import('./completion/index.ts')).addCompletion,
  },
]

const EXAMPLES = `
Examples:
  marque init --from openapi.yaml                  write a first policy, from questions or from OpenAPI
  marque check policy.yaml                         find every error, with its location, reason and fix
  marque check --format sarif policy.yaml          output for code scanning; also json, github, junit
  marque check --explain MQ-201                    explain a finding code
  marque test policy.yaml                          run the test cases of a policy
  marque explain policy.yaml --origin O URL        explain the decision for a request, rule by rule
  marque diff old.yaml policy.yaml                 what the change allows and what it denies
  marque decide policy.yaml < requests.ndjson      one decision per line
  marque compile bundle policy.yaml --out b.json   compile the bundle that layers load
  marque decision-service policy.yaml              authorize requests for nginx, Envoy, Caddy or Traefik
  marque verify policy.yaml --layer app=URL        ask every layer, and name the one that answers otherwise
  marque scan URL                                  judge an API from outside, without a policy
  source <(marque completion bash)                 enable shell completion; also zsh, fish

Exit codes: 0 success · 1 failure · 2 differences · 3 findings or an invalid policy · 64 incorrect usage · 130 interrupted
`

/**
 * Builds the command line.
 *
 * @param args Only the command that they name is loaded, for a fast start. All are loaded for help, for an unknown command, and for
 *   `completion`, which lists them.
 * @param finish Receives the exit code of the command that ran.
 */
export async function buildProgram(
  args: readonly string[],
  finish: (exit: ExitCode) => void,
): Promise<Command> {
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
  const named = COMMANDS.find(({ name }) => name === args[0] && name !== 'completion')
  for (const { group, load } of named === undefined ? COMMANDS : [named]) {
    const add = await load()
    add(program.commandsGroup(group), finish)
  }
  return program.commandsGroup('Help:').helpCommand('help [command]', 'show help for a command')
}

/** A command in the list of commands: its name and arguments, without `[options]`. */
function termOf(command: Command): string {
  const args = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '')
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [command.name(), ...args].join(' ')
}

/** Rewrites messages of commander in the form of docs/style.md#messages: `marque: unknown command …`, user input in backticks. */
function restyle(text: string): string {
  return text
    .replace(/^error: /, 'marque: ')
    .replace(/'([^']*)'/g, '`$1`')
    .replace(/\n\(Did you mean (.*)\?\)/, '\n  = help: did you mean `$1`?')
}
