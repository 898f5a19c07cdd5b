/**
 * Reads the policy or bundle that a command is given.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import type { Loaded } from '@marque/policy'
import { type OpenProblem, open } from '@marque/policy/open'
import { CommandError, EXIT } from '../errors.ts'
import { policyFile, readInput } from '../files/index.ts'
import { showFindings } from '../findings/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'

export interface BundleOptions {
  /** `undefined` without `--env`. */
  readonly env: string | undefined
  /** Epoch milliseconds; `undefined` for the system clock. */
  readonly now: number | undefined
}

/** A policy or bundle, and the bundle that it compiles to. */
export interface PolicySource {
  /** As given on the command line, or `<stdin>`. */
  readonly name: string
  readonly bundle: Bundle
  /** The parsed policy with source locations; null for a bundle, which has none. */
  readonly policy: Loaded | null
}

/**
 * Reads and compiles a policy, or reads a bundle. The number of warnings goes to stderr.
 *
 * @throws {CommandError} Exit 1 if the file cannot be read, 3 if it is invalid, with its findings on stderr.
 */
export async function readBundleOf(argument: string, options: BundleOptions): Promise<Bundle> {
  return (await readSourceOf(argument, options)).bundle
}

/** As {@link readBundleOf}, with the parsed policy, for commands that report source locations. */
export async function readSourceOf(
  argument: string,
  options: BundleOptions,
): Promise<PolicySource> {
  const { name, bytes } = await readInput(policyFile(argument))
  const opened = await open(bytes, {
    file: name,
    now: options.now ?? Date.now(),
    ...(options.env !== undefined && { environment: options.env }),
  })
  if ('code' in opened) throw await errorFor(name, bytes, opened)
  const { bundle, source, findings } = opened
  const warnings = findings.filter((finding) => finding.severity === 'warning').length
  if (warnings > 0) {
    writeError(
      `marque: ${showable(name)} has ${count(warnings, 'warning')}; run \`marque check\` for details\n`,
    )
  }
  return { name, bundle, policy: source }
}

async function errorFor(
  name: string,
  bytes: Uint8Array,
  problem: OpenProblem,
): Promise<CommandError> {
  switch (problem.code) {
    case 'ERR_POLICY_INVALID':
      await showFindings({
        file: name,
        text: new TextDecoder().decode(bytes),
        findings: problem.findings,
      })
      return new CommandError(EXIT.findings, `\`${name}\` is invalid`)
    case 'ERR_BUNDLE_INVALID':
      return new CommandError(
        EXIT.findings,
        `invalid bundle \`${name}\`: ${problem.message}`,
        'compile the bundle again from its policy',
      )
    case 'ERR_ENVIRONMENT_MISMATCH':
      return new CommandError(EXIT.usage, `cannot use \`${name}\`: ${problem.message}`)
  }
}
