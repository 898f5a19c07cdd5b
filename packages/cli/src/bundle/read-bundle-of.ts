/**
 * The bundle of a file: of a policy, compiled here, or of a bundle that was compiled before.
 *
 * @module
 */
import { type Bundle, readBundle } from '@marque/core'
import type { Finding, Loaded } from '@marque/policy'
import { loadPretty } from '../check/formats/index.ts'
import { readInput } from '../input/read-input.ts'
import { CommandError, EXIT } from '../program/exit.ts'
import { columnsFor, writeError } from '../terminal/output.ts'
import { paletteFor } from '../terminal/palette.ts'
import { count, showable } from '../terminal/text.ts'
import { DEFAULT_ENVIRONMENT } from './environment.ts'
import { isBundleFile } from './is-bundle-file.ts'

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
  if (isBundleFile(bytes)) return { name, bundle: readCompiled(name, bytes, options), policy: null }
  // The language is not loaded for a bundle, which is ready.
  const { compile, load } = await import('@marque/policy')
  const environment = options.env ?? DEFAULT_ENVIRONMENT
  const now = options.now ?? Date.now()
  const policy = load(bytes, name)
  const { bundle, findings } = compile(policy, { environment, now })
  if (!bundle) {
    await showFindings(name, bytes, findings)
    throw new CommandError(EXIT.findings, `\`${name}\` is refused, nothing of it is used`)
  }
  const warnings = findings.filter((finding) => finding.severity === 'warning').length
  if (warnings > 0) {
    writeError(
      `marque: ${showable(name)} has ${count(warnings, 'warning')}; \`marque check\` shows them\n`,
    )
  }
  return { name, bundle, policy }
}

function readCompiled(name: string, bytes: Uint8Array, options: BundleOptions): Bundle {
  const result = readBundle(bytes)
  if ('code' in result) {
    const place = result.path === '' ? '' : ` at \`${result.path}\``
    throw new CommandError(
      EXIT.findings,
      `the bundle \`${name}\` is refused: ${result.message}${place} (${result.code})`,
      'compile it again from its policy',
    )
  }
  if (options.env !== undefined && options.env !== result.environment) {
    throw new CommandError(
      EXIT.usage,
      `the bundle \`${name}\` is of the environment \`${result.environment}\`, not of \`${options.env}\``,
    )
  }
  return result
}

async function showFindings(
  name: string,
  bytes: Uint8Array,
  findings: readonly Finding[],
): Promise<void> {
  const [formatPretty, { ruleOf }] = await Promise.all([loadPretty(), import('@marque/policy')])
  const report = { file: name, text: new TextDecoder().decode(bytes), findings, facts: null }
  const palette = paletteFor(process.stderr, process.env)
  const columns = columnsFor(process.stderr)
  writeError(formatPretty([report], { palette, columns, ruleOf, strict: false }))
}
