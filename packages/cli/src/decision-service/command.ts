/**
 * `marque decision-service`: from flags to a service that runs until it is told to stop.
 *
 * @module
 */
import { resolve } from 'node:path'
import {
  type DecisionServiceSettings,
  type RunningDecisionService,
  readAddress,
  runDecisionService,
} from '@marque/gateway'
import type { Finding } from '@marque/policy'
import { SyncError, type SyncEvent } from '@marque/sync'
import { DEFAULT_ENVIRONMENT } from '../bundle/environment.ts'
import { showRefusal } from '../gateway/refusal.ts'
import { systemError } from '../input/system-error.ts'
import { CommandError, EXIT, type ExitCode } from '../program/exit.ts'
import { writeError } from '../terminal/output.ts'
import { showable } from '../terminal/text.ts'

export interface DecisionServiceFlags {
  readonly listen?: string
  readonly keyFile?: string
  readonly env?: string
}

const DEFAULT_ADDRESS = '127.0.0.1:9090'

/**
 * Runs a decision service.
 *
 * @throws {CommandError} Exit 64 for wrong use, 3 for a policy that is refused: nothing is listened on then.
 */
export async function runDecisionServiceCommand(
  policy: string,
  flags: DecisionServiceFlags,
): Promise<ExitCode> {
  const address = flags.listen ?? DEFAULT_ADDRESS
  const listen = readAddress(address)
  if (listen === undefined)
    throw new CommandError(
      EXIT.usage,
      `\`${showable(address)}\` is no address for \`--listen\``,
      'write host and port: 127.0.0.1:9090',
    )
  const file = resolve(policy)
  const service = await start(file, {
    policy: { from: 'file', file },
    environment: flags.env ?? DEFAULT_ENVIRONMENT,
    listen,
    keyFile: flags.keyFile ?? null,
  })
  writeError(`marque: deciding on ${service.url}\n`)
  const signal = await untilStopped(service)
  await service.close()
  return signal === 'SIGINT' ? EXIT.interrupted : EXIT.fine
}

async function start(
  file: string,
  settings: DecisionServiceSettings,
): Promise<RunningDecisionService> {
  try {
    return await runDecisionService(settings, tell)
  } catch (error) {
    if (error instanceof SyncError) {
      if (Array.isArray(error.detail)) await showRefusal(file, error.detail as readonly Finding[])
      throw new CommandError(
        error.code === 'ERR_SYNC_UNREADABLE' ? EXIT.failure : EXIT.findings,
        `the policy is refused: ${showable(error.message)} (${error.code})`,
        'nothing is listened on',
      )
    }
    if (error instanceof TypeError)
      throw new CommandError(EXIT.usage, error.message, 'a key: openssl rand -hex 32 > key')
    throw new CommandError(EXIT.failure, `the decision service cannot start: ${systemError(error)}`)
  }
}

/** What happens to the policy while the service runs. */
function tell(event: SyncEvent): void {
  if (event.type === 'swapped')
    writeError(`marque: policy ${event.held.digest.slice(0, 19)}… is in force\n`)
  if (event.type === 'rejected')
    writeError(
      `marque: a new policy is refused, the old one stays: ${showable(event.problem.message)} (${event.problem.code})\n`,
    )
}

function untilStopped(service: RunningDecisionService): Promise<'SIGTERM' | 'SIGINT'> {
  return new Promise((done) => {
    process.removeAllListeners('SIGINT')
    process.on('SIGHUP', () => void service.reload())
    process.once('SIGTERM', () => done('SIGTERM'))
    process.once('SIGINT', () => done('SIGINT'))
  })
}
