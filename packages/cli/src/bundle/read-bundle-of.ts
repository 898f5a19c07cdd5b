/**
 * The bundle of a file: of a policy, compiled here, or of a bundle that was compiled before.
 *
 * @module
 */
import { type Bundle, readBundle } from '@marque/core'
import type { Finding } from '@marque/policy'
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

/**
 * Reads a policy or a bundle. What a policy is warned of is counted on stderr.
 *
 * @throws {CommandError} Exit 1 when the file cannot be read, 3 when it is refused: the findings are on stderr by then.
 */
export async function readBundleOf(argument: string, options: BundleOptions): Promise<Bundle> {
  const { name, bytes } = await readInput(argument)
  if (isBundleFile(bytes)) return readCompiled(name, bytes, options)
  // The language is not loaded for a bundle, which is ready.
  const { compile, load } = await import('@marque/policy')
  const environment = options.env ?? DEFAULT_ENVIRONMENT
  const now = options.now ?? Date.now()
  const { bundle, findings } = compile(load(bytes, name), { environment, now })
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
  return bundle
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
