/**
 * A gateway from its start to its end: signals, and what people are told on stderr.
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
import type { Finding } from '@marque/policy'
import type { SyncEvent } from '@marque/sync'
import { systemError } from '../input/system-error.ts'
import { CommandError, EXIT, type ExitCode } from '../program/exit.ts'
import { writeError } from '../terminal/output.ts'
import { showable } from '../terminal/text.ts'
import { showRefusal } from './refusal.ts'

/** Runs until SIGTERM or SIGINT. */
export async function serve(settings: Settings): Promise<ExitCode> {
  const gateway = await start(settings)
  // Before anybody is told that it listens: a signal that comes at once must not end it.
  const stopped = untilStopped(gateway)
  const { held } = gateway.policy
  writeError(`marque: listening on ${gateway.urls.join(', ')}\n`)
  if (gateway.adminUrl !== null) writeError(`marque: for operators: ${gateway.adminUrl}\n`)
  writeError(
    held === null
      ? 'marque: no policy yet: nothing is granted until one comes\n'
      : `marque: policy ${held.digest.slice(0, 19)}… for ${showable(held.bundle.environment)}\n`,
  )
  // Node keeps compiled code at the end of a process, and one that is killed has no end. Once for each version: what is kept already costs nothing.
  setTimeout(() => modules.flushCompileCache?.(), KEEP_CODE).unref()
  const signal = await Promise.race([stopped, gateway.failure])
  if (signal instanceof Error) {
    await gateway.close()
    throw new CommandError(EXIT.failure, `the gateway ends: ${showable(signal.message)}`)
  }
  writeError(`marque: ${signal}: letting requests end\n`)
  await gateway.close()
  const exit = signal === 'SIGINT' ? EXIT.interrupted : EXIT.fine
  // A line that nobody reads is still under way on standard output, and would keep the process.
  setTimeout(() => process.exit(exit), LAST_WORDS).unref()
  return exit
}

/** When compiled code is kept, milliseconds after the start: with what the first requests used, and not while they come in. */
const KEEP_CODE = 3_000

/** How long a stop waits for what is written, milliseconds. */
const LAST_WORDS = 250

async function start(settings: Settings): Promise<RunningProcesses> {
  try {
    if (settings.processes > 1)
      return await runProcesses(settings, { onEvent: tell, onEnd: tellEnd })
    const gateway = await runGateway(settings, { onEvent: tell, log: standardOutput() })
    return Object.assign(gateway, { failure: new Promise<never>(() => undefined) })
  } catch (error) {
    const { SyncError } = await import('@marque/sync')
    if (error instanceof SyncError) {
      const file = settings.policy.from === 'control' ? null : settings.policy.file
      if (file !== null && Array.isArray(error.detail)) {
        await showRefusal(file, error.detail as readonly Finding[])
      }
      const exit = error.code === 'ERR_SYNC_UNREADABLE' ? EXIT.failure : EXIT.findings
      throw new CommandError(
        exit,
        `the policy is refused: ${error.message} (${error.code})`,
        'nothing is listened on',
      )
    }
    if (error instanceof TypeError) throw new CommandError(EXIT.usage, error.message)
    throw new CommandError(
      EXIT.failure,
      `the gateway cannot start: ${addressOf(error)}${systemError(error)}`,
    )
  }
}

/** Which of several addresses cannot be listened on. */
function addressOf(error: unknown): string {
  if (!(error instanceof Error) || !('address' in error && 'port' in error)) return ''
  return `\`${showable(String(error.address))}:${String(error.port)}\`: `
}

/** What happens to the policy of what runs. */
export function tell(event: SyncEvent): void {
  switch (event.type) {
    case 'swapped':
      writeError(`marque: policy ${event.held.digest.slice(0, 19)}… is in force\n`)
      break
    case 'rejected':
      writeError(
        `marque: a new policy is refused, the old one stays: ${showable(event.problem.message)} (${event.problem.code})\n`,
      )
      break
    case 'not-persisted':
      writeError(`marque: the policy cannot be kept on disk: ${showable(event.message)}\n`)
      break
    case 'clock':
      writeError(
        event.isBelieved
          ? 'marque: the clock is right again\n'
          : 'marque: the clock is behind, and not believed\n',
      )
      break
    default:
  }
}

function tellEnd({ process, cause, delay }: ProcessEnd): void {
  const soon = delay === 0 ? 'at once' : `in ${delay / 1_000} s`
  writeError(`marque: process ${process} ended (${showable(cause)}); another starts ${soon}\n`)
}

export function untilStopped(
  running: Pick<RunningProcesses, 'reload'>,
): Promise<'SIGTERM' | 'SIGINT'> {
  return new Promise((resolve) => {
    process.removeAllListeners('SIGINT')
    process.on('SIGHUP', () => void running.reload())
    process.once('SIGTERM', () => resolve('SIGTERM'))
    process.once('SIGINT', () => {
      // A second one does not wait.
      process.once('SIGINT', () => process.exit(EXIT.interrupted))
      resolve('SIGINT')
    })
  })
}
