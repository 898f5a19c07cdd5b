/**
 * `marque decision-service`: from flags to a service that runs until it is told to stop.
 *
 * @module
 */
import { resolve } from 'node:path'
import { isLoopbackHost } from '@marque/core'
import {
  type DecisionServiceSettings,
  type RunningDecisionService,
  readServiceFile,
  runDecisionService,
  standardOutput,
} from '@marque/gateway'
import type { Finding } from '@marque/policy'
import { SyncError } from '@marque/sync'
import { DEFAULT_ENVIRONMENT } from '../bundle/environment.ts'
import { addressOf, readConfig } from '../gateway/config-file.ts'
import { showRefusal } from '../gateway/refusal.ts'
import { tell, untilStopped } from '../gateway/serve.ts'
import { systemError } from '../input/system-error.ts'
import { CommandError, EXIT, type ExitCode } from '../program/exit.ts'
import { writeError } from '../terminal/output.ts'
import { showable } from '../terminal/text.ts'

export interface DecisionServiceFlags {
  readonly listen?: string
  readonly grpc?: string
  readonly admin?: string
  readonly keyFile?: string
  readonly env?: string
  readonly config?: string
}

/** How long a stop waits for what is written, milliseconds. */
const LAST_WORDS = 250

const DEFAULT_ADDRESS = { host: '127.0.0.1', port: 9090 }

/**
 * Runs a decision service.
 *
 * @param policy Null: the file that `config` names says where it is.
 * @throws {CommandError} Exit 64 for wrong use, 3 for a policy or a service file that is refused: nothing is listened on then.
 */
export async function runDecisionServiceCommand(
  policy: string | null,
  flags: DecisionServiceFlags,
): Promise<ExitCode> {
  const settings = await settingsOf(policy, flags)
  const service = await start(settings)
  writeError(`marque: deciding on ${service.url}\n`)
  if (service.grpcAddress !== null) writeError(`marque: over gRPC: ${service.grpcAddress}\n`)
  if (service.adminUrl !== null) writeError(`marque: for operators: ${service.adminUrl}\n`)
  if (settings.keyFile !== null && (settings.tls ?? null) === null && !isLocal(settings))
    writeError('marque: questions and their key travel unencrypted: `tls` in a service file\n')
  const { held } = service.policy
  writeError(
    held === null
      ? 'marque: no policy yet: nothing is granted until one comes\n'
      : `marque: policy ${held.digest.slice(0, 19)}… for ${showable(held.bundle.environment)}\n`,
  )
  const signal = await untilStopped(service)
  await service.close()
  const exit = signal === 'SIGINT' ? EXIT.interrupted : EXIT.fine
  // A line that nobody reads is still under way on standard output, and would keep the process.
  setTimeout(() => process.exit(exit), LAST_WORDS).unref()
  return exit
}

async function settingsOf(
  policy: string | null,
  flags: DecisionServiceFlags,
): Promise<DecisionServiceSettings> {
  const { listen, grpc, admin, keyFile, env, config } = flags
  const base =
    config === undefined || policy !== null
      ? {
          policy: { from: 'file', file: resolve(policy ?? '') } as const,
          environment: DEFAULT_ENVIRONMENT,
          listen: null,
          keyFile: null,
        }
      : await readConfig(config, readServiceFile)
  return {
    ...base,
    listen: listen === undefined ? (base.listen ?? DEFAULT_ADDRESS) : addressOf('--listen', listen),
    ...(grpc !== undefined && { grpc: addressOf('--grpc', grpc) }),
    ...(admin !== undefined && { admin: addressOf('--admin', admin) }),
    ...(keyFile !== undefined && { keyFile: resolve(keyFile) }),
    ...(env !== undefined && { environment: env }),
  }
}

function isLocal({ listen, grpc = null }: DecisionServiceSettings): boolean {
  const hosts = [listen.host, ...(grpc === null ? [] : [grpc.host])]
  return hosts.every((host) => isLoopbackHost(host.includes(':') ? `[${host}]` : host))
}

async function start(settings: DecisionServiceSettings): Promise<RunningDecisionService> {
  try {
    return await runDecisionService(settings, tell, standardOutput())
  } catch (error) {
    if (error instanceof SyncError) {
      const file = settings.policy.from === 'control' ? null : settings.policy.file
      if (file !== null && Array.isArray(error.detail))
        await showRefusal(file, error.detail as readonly Finding[])
      throw new CommandError(
        error.code === 'ERR_SYNC_UNREADABLE' ? EXIT.failure : EXIT.findings,
        `the policy is refused: ${showable(error.message)} (${error.code})`,
        'nothing is listened on',
      )
    }
    if (error instanceof TypeError) throw new CommandError(EXIT.usage, error.message)
    throw new CommandError(
      EXIT.failure,
      `the decision service cannot start: ${placeOf(error)}${systemError(error)}`,
    )
  }
}

/** Which file cannot be read, or which address cannot be listened on. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('path' in error) return `\`${showable(String(error.path))}\`: `
  if (!('address' in error && 'port' in error)) return ''
  return `\`${showable(String(error.address))}:${String(error.port)}\`: `
}
