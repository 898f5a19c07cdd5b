/**
 * A gateway from its start to its end.
 *
 * @module
 */
import * as modules from 'node:module'
import {
  type ProcessEnd,
  type RunningProcesses,
  runGateway,
  runProcesses,
  type Settings,
  standardOutput,
} from '@marque/gateway'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import {
  exitAfter,
  type PolicyReporter,
  policyReporter,
  startServer,
  untilStopped,
} from '../server/index.ts'
import { showable, writeError } from '../terminal/index.ts'

/** Runs until SIGTERM or SIGINT. */
export async function serve(settings: Settings): Promise<ExitCode> {
  const reporter = policyReporter(settings.authentication.length > 0)
  const gateway = await startServer('gateway', settings.policy, () => start(settings, reporter))
  // Before the first line on stderr: a supervisor that reads it may send a signal at once, which would be lost.
  const stopped = untilStopped(gateway)
  writeError(`marque: listening on ${gateway.urls.join(', ')}\n`)
  if (gateway.adminUrl !== null) writeError(`marque: admin address: ${gateway.adminUrl}\n`)
  reporter.started(gateway.policy.held)
  // Node writes its compile cache at exit, and a process that is killed has none. Later starts find it there.
  setTimeout(() => modules.flushCompileCache?.(), COMPILE_CACHE_DELAY).unref()
  const signal = await Promise.race([stopped, gateway.failure])
  if (signal instanceof Error) {
    await gateway.close()
    throw new CommandError(EXIT.failure, `the gateway stops: ${showable(signal.message)}`)
  }
  writeError(`marque: ${signal}: finishing open requests\n`)
  await gateway.close()
  return exitAfter(signal)
}

/** When the compile cache is written, milliseconds after the start: with the modules that the first requests loaded. */
const COMPILE_CACHE_DELAY = 3_000

async function start(settings: Settings, { onEvent }: PolicyReporter): Promise<RunningProcesses> {
  if (settings.processes > 1) {
    return runProcesses(settings, { onEvent, onEnd: reportProcessEnd })
  }
  const gateway = await runGateway(settings, { onEvent, log: standardOutput() })
  return Object.assign(gateway, { failure: new Promise<never>(() => undefined) })
}

function reportProcessEnd({ process, cause, delay }: ProcessEnd): void {
  const when = delay === 0 ? 'now' : `in ${delay / 1_000} s`
  writeError(`marque: worker ${process} exited (${showable(cause)}); restarting ${when}\n`)
}
