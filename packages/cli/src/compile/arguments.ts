/**
 * The arguments and options of `marque compile`.
 *
 * @module
 */
import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line/index.ts'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import type { Signing } from './sign-bundle.ts'
import type { CompileTarget } from './targets.ts'

interface CompileFlags extends JudgementFlags {
  readonly out?: string
  readonly list?: boolean
  readonly sign?: string
  readonly keyId?: string
  readonly number?: number
  readonly tenant?: string
}

export function addCompile(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('compile')
    .description('write what layers read')
    .addArgument(new Argument('[target]', 'what to write; `--list` lists them'))
    .argument('[policy]', 'a policy, or a bundle; `-` for stdin')
    .addOption(environmentOption())
    .addOption(nowOption())
    .option('--out <file>', 'where to write, instead of stdout')
    .option('--list', 'list the targets')
    .option('--sign <key>', 'sign it: a private Ed25519 key in PEM; writes FILE.sig beside --out')
    .option('--key-id <id>', 'the name of the key, as layers know it')
    .addOption(
      new Option('--number <n>', 'the number of the release; layers never go back').argParser(
        readNumber,
      ),
    )
    .option('--tenant <name>', 'whom the release is for, where tenants have bundles of their own')
    .action(async (target: string | undefined, policy: string | undefined, flags: CompileFlags) => {
      if (!flags.list && (target === undefined || policy === undefined)) {
        const message =
          target === undefined ? 'name a target and a policy file' : 'name a policy file'
        throw new CommandError(EXIT.usage, message, 'marque compile bundle policy.yaml')
      }
      const { runCompile, runList } = await import('./command.ts')
      if (flags.list || target === undefined || policy === undefined) finish(await runList())
      else {
        const { env, now, out } = flags
        finish(await runCompile(target, policy, { env, now, out, signing: signingOf(flags) }))
      }
    })
}

/** The targets, for completion; loaded apart from the options because they load the engine. */
export async function loadTargets(): Promise<{ readonly [name: string]: CompileTarget }> {
  return (await import('./targets.ts')).TARGETS
}

/** @throws {CommandError} Exit 64: a signature says who signed and which release it is, and lies beside a file. */
function signingOf({ sign, keyId, number, tenant, out }: CompileFlags): Signing | undefined {
  if (sign === undefined) {
    if (keyId === undefined && number === undefined && tenant === undefined) return undefined
    throw new CommandError(EXIT.usage, '`--key-id`, `--number` and `--tenant` belong to `--sign`')
  }
  if (keyId === undefined || number === undefined || out === undefined) {
    const help =
      'marque compile bundle policy.yaml --out bundle.json --sign key.pem --key-id b1 --number 42'
    throw new CommandError(EXIT.usage, '`--sign` needs `--key-id`, `--number` and `--out`', help)
  }
  return { keyFile: sign, keyId, number, tenant: tenant ?? '' }
}

function readNumber(text: string): number {
  const number = Number(text)
  if (/^[0-9]{1,15}$/.test(text) && number > 0) return number
  throw new InvalidArgumentError('A release number is a whole number from 1.')
}
