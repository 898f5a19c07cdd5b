/**
 * `marque verify POLICY --layer NAME=URL …`: asks every layer, and reports where one answers otherwise than the policy decides.
 *
 * @module
 */
import {
  exitCodeOf,
  type Verification,
  type VerifyInput,
  type VerifyReport,
  verify,
  withBaseline,
} from '@marque/verify'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { paletteFor, writeError } from '../terminal/index.ts'
import { readBaseline } from './baseline.ts'
import { askBrowsers, type BrowserOutcome } from './browsers.ts'
import type { VerifyFlags } from './flags.ts'
import { formatOptions } from './format-options.ts'
import { VERIFY_FORMATS } from './formats.ts'
import { openOutput } from './output.ts'
import { createProgressBars } from './progress.ts'
import { type RunInput, randomSeed, readRunInput, readText } from './read-input.ts'
import type { VerifyFormat } from './report.ts'
import { runWatch } from './watch.ts'
import { readWatchSettings } from './watch-flags.ts'
import { headline } from './words.ts'

/** Runs the command. Everything that can be wrong with flags and files is reported before the first request. */
export async function runVerify(policy: string, flags: VerifyFlags): Promise<ExitCode> {
  const watch = await readWatchSettings(flags)
  const format = await VERIFY_FORMATS[flags.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `unknown format \`${flags.format}\``)
  const run = await readRunInput(policy, flags)
  const baseline =
    flags.baseline === undefined
      ? null
      : readBaseline(await readText(flags.baseline), flags.baseline)
  const output = openOutput(flags.out)
  const ask = (read: RunInput, signal: AbortSignal): Promise<BrowserOutcome> =>
    askLayers(read, flags, baseline, signal)
  if (watch !== null) {
    return runWatch({
      ...watch,
      first: run,
      read: () => readRunInput(policy, flags),
      ask: async (read, signal) => (await ask(read, signal)).verification,
      format,
      output,
    })
  }
  const stop = new AbortController()
  stopOnInterrupt(stop)
  const { verification, isComplete } = await ask(run, stop.signal)
  const isInterrupted = stop.signal.aborted
  const exit = await report(verification, run, { format, output, isInterrupted })
  // What a browser would have found is unknown.
  return exit === EXIT.fine && !isComplete ? EXIT.failure : exit
}

interface ReportOptions {
  readonly format: VerifyFormat
  readonly output: ReturnType<typeof openOutput>
  readonly isInterrupted: boolean
}

async function report(
  verification: Verification,
  run: RunInput,
  { format, output, isInterrupted }: ReportOptions,
): Promise<ExitCode> {
  const options = formatOptions(run, isInterrupted)
  await output.write(format(verification, options))
  if (output.file !== null) {
    writeError(`marque: ${headline(verification, options)}; report in ${output.file}\n`)
  }
  return isInterrupted ? EXIT.interrupted : exitCodeOf(verification.report)
}

/** One run, with progress on a terminal, then with browsers; the findings of the baseline are marked. */
async function askLayers(
  { input }: RunInput,
  flags: VerifyFlags,
  baseline: VerifyReport | null,
  signal: AbortSignal,
): Promise<BrowserOutcome> {
  const asked = { ...input, asking: { ...input.asking, seed: flags.seed ?? randomSeed(), signal } }
  const probed = await probeLayers(asked, flags.every === undefined)
  const { verification, isComplete } =
    flags.browser === undefined || signal.aborted
      ? { verification: probed, isComplete: true }
      : await askBrowsers(asked, probed, flags.browser)
  if (baseline === null) return { verification, isComplete }
  const report = withBaseline(verification.report, baseline)
  return { verification: { ...verification, report }, isComplete }
}

async function probeLayers(input: VerifyInput, showsProgress: boolean): Promise<Verification> {
  const names = input.layers.filter(({ onlyAsSeen }) => !onlyAsSeen).map(({ name }) => name)
  const bars = showsProgress
    ? createProgressBars(names, process.stderr, paletteFor(process.stderr, process.env))
    : null
  try {
    return await verify({ ...input, ...(bars !== null && { onProgress: bars.update }) })
  } finally {
    bars?.clear()
  }
}

/** The first Ctrl-C ends the run with a report of what is known, the second ends the process. */
function stopOnInterrupt(stop: AbortController): void {
  process.removeAllListeners('SIGINT')
  process.once('SIGINT', () => {
    process.once('SIGINT', () => process.exit(EXIT.interrupted))
    stop.abort()
  })
}
