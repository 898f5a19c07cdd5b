/**
 * The arguments and options of `marque compile`.
 *
 * @module
 */
import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
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
    .description('compile a policy to the bundle that layers load')
    .addArgument(new Argument('[target]', 'output to compile; `--list` lists the targets'))
    .argument('[policy]', 'policy or bundle; `-` for stdin')
    .addOption(environmentOption())
    .addOption(nowOption())
    .option('--out <file>', 'output file (default: stdout)')
    .option('--list', 'list the targets')
    .option(
      '--sign <key>',
      'sign the bundle with an Ed25519 private key (PEM); writes the signature next to --out',
    )
    .option('--key-id <id>', 'key id under which layers know the public key')
    .addOption(
      new Option(
        '--number <n>',
        'release number; layers reject a lower one than they have',
      ).argParser(readNumber),
    )
    .option('--tenant <name>', 'tenant of the release, if tenants have separate bundles')
    .action(async (target: string | undefined, policy: string | undefined, flags: CompileFlags) => {
      if (!flags.list && (target === undefined || policy === undefined)) {
        const message =
          target === undefined ? 'missing target and policy file' : 'missing policy file'
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

/** The targets, for shell completion. Loaded on demand, because they load the engine. */
export async function loadTargets(): Promise<{ readonly [name: string]: CompileTarget }> {
  return (await import('./targets.ts')).TARGETS
}

/** @throws {CommandError} Exit 64: a signature needs a key id, a release number and an output file. */
function signingOf({ sign, keyId, number, tenant, out }: CompileFlags): Signing | undefined {
  if (sign === undefined) {
    if (keyId === undefined && number === undefined && tenant === undefined) return undefined
    throw new CommandError(EXIT.usage, '`--key-id`, `--number` and `--tenant` require `--sign`')
  }
  if (keyId === undefined || number === undefined || out === undefined) {
    const help =
      'marque compile bundle policy.yaml --out bundle.json --sign key.pem --key-id b1 --number 42'
    throw new CommandError(EXIT.usage, '`--sign` requires `--key-id`, `--number` and `--out`', help)
  }
  return { keyFile: sign, keyId, number, tenant: tenant ?? '' }
}

function readNumber(text: string): number {
  const number = Number(text)
  if (/^[0-9]{1,15}$/.test(text) && number > 0) return number
  throw new InvalidArgumentError('A release number is an integer from 1.')
}
