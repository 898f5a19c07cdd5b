/**
 * `--every`: repeats the run until SIGTERM or SIGINT.
 *
 * @module
 */
import {
  createDriftTracker,
  createVerifyMetrics,
  createWebhook,
  type DriftEvent,
  type MetricsServer,
  repeatEvery,
  startMetricsServer,
  type Verification,
  type VerifyMetrics,
  type Webhook,
} from '@marque/verify'
import { CommandError, EXIT, type ExitCode, systemError } from '../errors.ts'
import { showable, writeError } from '../terminal/index.ts'
import { formatOptions } from './format-options.ts'
import type { ReportOutput } from './output.ts'
import type { RunInput } from './read-input.ts'
import { placeOf, type VerifyFormat } from './report.ts'
import type { WatchSettings } from './watch-flags.ts'
import { headline } from './words.ts'

export interface WatchDeps extends WatchSettings {
  readonly first: RunInput
  /** Reads policy and files again: the policy may have changed, and credentials are renewed. */
  readonly read: () => Promise<RunInput>
  readonly ask: (run: RunInput, signal: AbortSignal) => Promise<Verification>
  readonly format: VerifyFormat
  readonly output: ReportOutput
}

/** Milliseconds that webhooks in delivery get after a signal. */
const GRACE = 5_000

/**
 * Repeats the run. Stdout has the report of the first run and of each run in which drift begins or ends, `--out` that of the last run,
 * stderr a line for each.
 *
 * @returns After a signal: 0 for SIGTERM, 130 for SIGINT.
 * @throws {CommandError} Exit 1 for an address that cannot be listened on.
 */
export async function runWatch(deps: WatchDeps): Promise<ExitCode> {
  const metrics = createVerifyMetrics()
  const server = deps.metrics === null ? null : await listen(deps.metrics, metrics)
  const webhook =
    deps.webhook === null
      ? null
      : createWebhook({
          ...deps.webhook,
          onGivenUp: (message) => writeError(`marque: ${showable(message)}\n`),
        })
  const stop = new AbortController()
  const stopped = untilSignal(stop)
  if (server !== null) writeError(`marque: metrics at ${server.url}/metrics\n`)
  const run = createRun(deps, metrics, webhook, stop.signal)
  await repeatEvery(deps.interval, run, stop.signal)
  const signal = await stopped
  const undelivered = (await webhook?.close(GRACE)) ?? 0
  if (undelivered > 0) writeError(`marque: ${undelivered} webhooks were not delivered\n`)
  await server?.close()
  return signal === 'SIGINT' ? EXIT.interrupted : EXIT.fine
}

function createRun(
  { first, read, ask, format, output }: WatchDeps,
  metrics: VerifyMetrics,
  webhook: Webhook | null,
  signal: AbortSignal,
): () => Promise<void> {
  const tracker = createDriftTracker()
  let next: RunInput | null = first
  let hasReported = false
  const runOnce = async (): Promise<void> => {
    const run: RunInput = next ?? (await read())
    next = null
    const verification = await ask(run, signal)
    // An interrupted run has not seen everything.
    if (signal.aborted) return
    const { report } = verification
    const events = tracker.update(report)
    const notes = report.findings.filter(({ severity }) => severity === 'note')
    metrics.setFindings([...tracker.open, ...notes])
    if (report.complete) metrics.setLastRun(Date.now())
    for (const event of events) webhook?.send(event)
    const options = formatOptions(run, false)
    writeError(`marque: ${report.startedAt}: ${showable(headline(verification, options))}\n`)
    for (const event of events) writeError(`marque: ${showable(eventWords(event))}\n`)
    if (output.file !== null || !hasReported || events.length > 0) {
      await output.write(format(verification, options))
    }
    hasReported = true
  }
  return async () => {
    try {
      await runOnce()
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      writeError(`marque: this run failed: ${showable(error.message)}\n`)
    }
  }
}

function eventWords({ type, data }: DriftEvent): string {
  const { finding, since } = data
  const what = `${finding.cause} at ${placeOf(finding)}`
  return type === 'verify.drift.began' ? `began: ${what}` : `ended: ${what}, since ${since}`
}

async function listen(
  address: { readonly host: string; readonly port: number },
  metrics: VerifyMetrics,
): Promise<MetricsServer> {
  try {
    return await startMetricsServer(address, metrics.text)
  } catch (error) {
    throw new CommandError(
      EXIT.failure,
      `cannot listen on \`${address.host}:${address.port}\`: ${systemError(error)}`,
    )
  }
}

/** Aborts at the first signal; a second SIGINT exits at once. */
function untilSignal(stop: AbortController): Promise<'SIGTERM' | 'SIGINT'> {
  return new Promise((resolve) => {
    process.removeAllListeners('SIGINT')
    const end = (signal: 'SIGTERM' | 'SIGINT'): void => {
      if (signal === 'SIGINT') process.once('SIGINT', () => process.exit(EXIT.interrupted))
      writeError(`marque: ${signal}: stopping\n`)
      stop.abort()
      resolve(signal)
    }
    process.once('SIGTERM', () => end('SIGTERM'))
    process.once('SIGINT', () => end('SIGINT'))
  })
}
