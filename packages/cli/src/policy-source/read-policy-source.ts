/**
 * The bundle of a file: of a policy, compiled here, or of a bundle that was compiled before.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import type { Loaded } from '@marque/policy'
import { type OpenProblem, open } from '@marque/policy/open'
import { CommandError, EXIT } from '../errors/index.ts'
import { readInput } from '../files/index.ts'
import { showFindings } from '../findings/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'

export interface BundleOptions {
  /** The environment; `undefined` where the user named none. */
  readonly env: string | undefined
  /** The instant of the judgement, epoch milliseconds; `undefined` for the clock. */
  readonly now: number | undefined
}

/** A policy or a bundle that was read, and what it compiles to. */
export interface Source {
  /** As the user named it, or `<stdin>`. */
  readonly name: string
  readonly bundle: Bundle
  /** The document with the places of its parts; null where the file is a bundle, which has none. */
  readonly policy: Loaded | null
}

/**
 * Reads a policy or a bundle. What a policy is warned of is counted on stderr.
 *
 * @throws {CommandError} Exit 1 when the file cannot be read, 3 when it is refused: the findings are on stderr by then.
 */
export async function readBundleOf(argument: string, options: BundleOptions): Promise<Bundle> {
  return (await readSourceOf(argument, options)).bundle
}

/** As {@link readBundleOf}, for commands that also name places in the document. */
export async function readSourceOf(argument: string, options: BundleOptions): Promise<Source> {
  const { name, bytes } = await readInput(argument)
  const opened = await open(bytes, {
    file: name,
    now: options.now ?? Date.now(),
    ...(options.env !== undefined && { environment: options.env }),
  })
  if ('code' in opened) throw await refuse(name, bytes, opened)
  const { bundle, source, findings } = opened
  const warnings = findings.filter((finding) => finding.severity === 'warning').length
  if (warnings > 0) {
    writeError(
      `marque: ${showable(name)} has ${count(warnings, 'warning')}; \`marque check\` shows them\n`,
    )
  }
  return { name, bundle, policy: source }
}

async function refuse(
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
      return new CommandError(EXIT.findings, `\`${name}\` is refused, nothing of it is used`)
    case 'ERR_BUNDLE_INVALID':
      return new CommandError(
        EXIT.findings,
        `\`${name}\` is refused: ${problem.message}`,
        'compile it again from its policy',
      )
    case 'ERR_ENVIRONMENT_MISMATCH':
      return new CommandError(EXIT.usage, `\`${name}\` is refused: ${problem.message}`)
  }
}
