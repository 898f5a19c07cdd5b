/**
 * `marque check POLICY...`: the findings of each policy.
 *
 * @module
 */
import { isBundle } from '@marque/core'
import { checkModel, compile, load, ruleOf } from '@marque/policy'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { type Input, policyFile, readInput } from '../files/index.ts'
import {
  FORMATS,
  type FormatOptions,
  fails,
  loadRuleOf,
  type Report,
  summarizeBundle,
} from '../findings/index.ts'
import { columnsFor, paletteFor, showable, writeError, writeOut } from '../terminal/index.ts'

export interface CheckOptions {
  readonly env: string | undefined
  /** Epoch milliseconds; `undefined` for the system clock. */
  readonly now: number | undefined
  readonly format: string
  readonly strict: boolean
  /** Whether acknowledged warnings are listed. */
  readonly verbose: boolean
  /** OpenAPI documents to compare the policy with; empty for none. */
  readonly openapi: readonly string[]
}

/** Runs the command. If a file cannot be read, the others are still checked, and the exit code is 1; 3 for an invalid bundle. */
export async function runCheck(files: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const format = await FORMATS[options.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `unknown format \`${options.format}\``)
  const reports: Report[] = []
  let exit: ExitCode = EXIT.fine
  for (const file of files) {
    try {
      const input = await readInput(policyFile(file))
      if (isBundle(input.bytes)) {
        reports.push(await judgeBundle(input, options))
        continue
      }
      const report = judge(input, options)
      if (options.openapi.length === 0) reports.push(report)
      else reports.push(...(await compareWithApi(report, input, options.openapi, options)))
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      const help = error.help === null ? '' : `  = help: ${error.help}\n`
      writeError(`marque: ${showable(error.message)}\n${help}`)
      if (exit !== EXIT.failure) exit = error.exit
    }
  }
  const formatOptions: FormatOptions = {
    palette: paletteFor(process.stdout, process.env),
    columns: columnsFor(process.stdout),
    ruleOf: options.openapi.length === 0 ? ruleOf : await loadRuleOf(),
    strict: options.strict,
    verbose: options.verbose,
  }
  if (reports.length > 0) await writeOut(format(reports, formatOptions))
  if (exit !== EXIT.fine) return exit
  const hasFailed = reports.some(({ findings }) =>
    findings.some((finding) => fails(finding, options.strict)),
  )
  return hasFailed ? EXIT.findings : EXIT.fine
}

/** Loads the engine on demand. */
async function judgeBundle(input: Input, { env, openapi }: CheckOptions): Promise<Report> {
  if (openapi.length > 0) {
    throw new CommandError(
      EXIT.usage,
      `\`--openapi\` compares a policy, and \`${input.name}\` is a bundle`,
      'pass the policy that the bundle was compiled from',
    )
  }
  const { checkBundle } = await import('./check-bundle.ts')
  return checkBundle(input, env)
}

/** Loads the OpenAPI importer on demand. */
async function compareWithApi(
  report: Report,
  input: Input,
  openapi: readonly string[],
  { now = Date.now(), format }: CheckOptions,
): Promise<readonly Report[]> {
  const { compareReports } = await import('./compare-openapi.ts')
  return compareReports(report, input, openapi, now, format === 'pretty')
}

function judge({ name, bytes }: Input, options: CheckOptions): Report {
  const judgement = {
    environment: options.env ?? DEFAULT_ENVIRONMENT,
    now: options.now ?? Date.now(),
  }
  const loaded = load(bytes, name)
  const text = new TextDecoder().decode(bytes)
  // Only the pretty format shows the summary, which needs the bundle.
  if (options.format !== 'pretty') {
    const { findings, acknowledged } = checkModel(loaded, judgement)
    return { file: name, text, findings, acknowledged, summary: null }
  }
  const { bundle, findings, acknowledged } = compile(loaded, judgement)
  return { file: name, text, findings, acknowledged, summary: bundle && summarizeBundle(bundle) }
}
