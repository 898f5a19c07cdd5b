/**
 * The command line: commands, options, help. What a command does is loaded when it runs.
 *
 * @module
 */
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { FORMATS } from '../check/formats/index.ts'
import { readInstant } from '../input/read-instant.ts'
import { CommandError, EXIT, type ExitCode } from './exit.ts'
import { version } from './version.ts'

interface JudgementFlags {
  readonly env?: string
  readonly now?: number
}

const EXAMPLES = `
Examples:
  marque check policy.yaml                         every mistake, with its place, reason and fix
  marque check --format sarif policy.yaml          for code scanning; also json, github, junit
  marque check --explain MQ-201                    the page of a finding code
  marque decide policy.yaml < questions.ndjson     one decision a line
  marque compile bundle policy.yaml --out b.json   what layers read

Exit: 0 fine · 1 failure · 3 findings, or a policy that is refused · 64 wrong use · 130 interrupted
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
  addCheck(program, finish)
  addSchema(program, finish)
  addDecide(program, finish)
  addCompile(program, finish)
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

function addCheck(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .commandsGroup('Write a policy:')
    .command('check')
    .description('find every mistake, with place, reason and fix')
    .argument('[policy...]', 'policy files, YAML or JSON; `-` for stdin')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addOption(
      new Option('--format <format>', 'how to write the findings')
        .choices(Object.keys(FORMATS))
        .default('pretty'),
    )
    .option('--strict', 'fail on warnings too')
    .option('--explain <code>', 'show the page of a finding code')
    .action(
      async (
        files: readonly string[],
        flags: JudgementFlags & {
          readonly format: string
          readonly strict?: boolean
          readonly explain?: string
        },
      ) => {
        if (flags.explain === undefined && files.length === 0) {
          throw new CommandError(EXIT.usage, 'name a policy file', 'marque check policy.yaml')
        }
        const { runCheck, runExplain } = await import('../check/command.ts')
        const { env, now, format, strict = false, explain } = flags
        finish(
          await (explain === undefined
            ? runCheck(files, { env, now, format, strict })
            : runExplain(explain)),
        )
      },
    )
}

function addSchema(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('schema')
    .description('write the JSON Schema, for editors')
    .action(async () => {
      const { runSchema } = await import('../schema/command.ts')
      finish(await runSchema())
    })
}

function addDecide(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .commandsGroup('Use it:')
    .command('decide')
    .description('answer requests, one a line on stdin')
    .argument('<policy>', 'a policy, or a bundle')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addHelpText('after', DECIDE_HELP)
    .action(async (policy: string, { env, now }: JudgementFlags) => {
      const { runDecide } = await import('../decide/command.ts')
      finish(await runDecide(policy, { env, now }))
    })
}

const DECIDE_HELP = `
A line:
  {"id":1,"method":"GET","url":"https://api.example.com/v1/me","headers":[["Origin","https://app.example.com"]]}
  also, all optional: "context" (tenant, roles, scopes, claims, apiVersion, authenticatedAt, token), "now" (an instant),
  "moment" (leaseUntil, lockdowns, revokedTokens)
`

function addCompile(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('compile')
    .description('write what layers read')
    .addArgument(new Argument('[target]', 'what to write; `--list` lists them'))
    .argument('[policy]', 'a policy, or a bundle; `-` for stdin')
    .addOption(environmentOption())
    .addOption(nowOption())
    .option('--out <file>', 'where to write, instead of stdout')
    .option('--list', 'list the targets')
    .action(
      async (
        target: string | undefined,
        policy: string | undefined,
        flags: JudgementFlags & { readonly out?: string; readonly list?: boolean },
      ) => {
        if (!flags.list && (target === undefined || policy === undefined)) {
          const message =
            target === undefined ? 'name a target and a policy file' : 'name a policy file'
          throw new CommandError(EXIT.usage, message, 'marque compile bundle policy.yaml')
        }
        const { runCompile, runList } = await import('../compile/command.ts')
        if (flags.list || target === undefined || policy === undefined) finish(await runList())
        else
          finish(
            await runCompile(target, policy, { env: flags.env, now: flags.now, out: flags.out }),
          )
      },
    )
}

function environmentOption(): Option {
  return new Option('--env <name>', 'the environment; production where nothing is said')
}

function nowOption(): Option {
  return new Option(
    '--now <instant>',
    'judge dates at this instant, 2026-11-21T12:00:00Z; else now',
  ).argParser((text: string): number => {
    const instant = readInstant(text)
    if (instant === undefined) {
      throw new InvalidArgumentError(
        'An instant has a date, a time and an offset: 2026-11-21T12:00:00Z',
      )
    }
    return instant
  })
}

/** The library's messages in the words of this command (STYLE 15): `marque: unknown command …`, the user's words in backticks. */
function restyle(text: string): string {
  return text
    .replace(/^error: /, 'marque: ')
    .replace(/'([^']*)'/g, '`$1`')
    .replace(/\n\(Did you mean (.*)\?\)/, '\n  = help: did you mean `$1`?')
}
