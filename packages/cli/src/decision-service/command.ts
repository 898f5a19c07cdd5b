/**
 * `marque decision-service`: runs the decision service with settings from flags or a file.
 *
 * @module
 */
import { resolve } from 'node:path'
import { isLoopbackHost } from '@marque/core'
import {
  type DecisionServiceSettings,
  readServiceFile,
  runDecisionService,
  standardOutput,
} from '@marque/gateway'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import type { ExitCode } from '../errors.ts'
import { policyFile } from '../files/index.ts'
import {
  addressOption,
  exitAfter,
  policyReporter,
  readSettings,
  startServer,
  untilStopped,
} from '../server/index.ts'
import { writeError } from '../terminal/index.ts'

export interface DecisionServiceFlags {
  readonly listen?: string
  readonly grpc?: string
  readonly admin?: string
  readonly keyFile?: string
  readonly env?: string
  readonly config?: string
  readonly usageFile?: string
}

const DEFAULT_ADDRESS = { host: '127.0.0.1', port: 9090 }

/**
 * Runs a decision service.
 *
 * @param policy Null with `--config`, which contains it.
 * @throws {CommandError} Exit 64 for incorrect usage, 3 for an invalid policy or settings file. Nothing listens then.
 */
export async function runDecisionServiceCommand(
  policy: string | null,
  flags: DecisionServiceFlags,
): Promise<ExitCode> {
  const settings = await settingsOf(policy, flags)
  const reporter = policyReporter((settings.authentication ?? []).length > 0)
  const service = await startServer('decision service', settings.policy, () =>
    runDecisionService(settings, reporter.onEvent, standardOutput()),
  )
  // Before the first line on stderr: a supervisor that reads it may send a signal at once, which would be lost.
  const stopped = untilStopped(service)
  writeError(`marque: listening on ${service.url}\n`)
  if (service.grpcAddress !== null) writeError(`marque: gRPC on ${service.grpcAddress}\n`)
  if (service.adminUrl !== null) writeError(`marque: admin address: ${service.adminUrl}\n`)
  if (settings.keyFile !== null && (settings.tls ?? null) === null && !isLocal(settings))
    writeError(
      'marque: requests and the shared key are sent unencrypted; configure `tls` in a settings file\n',
    )
  reporter.started(service.policy.held)
  const signal = await stopped
  await service.close()
  return exitAfter(signal)
}

async function settingsOf(
  policy: string | null,
  flags: DecisionServiceFlags,
): Promise<DecisionServiceSettings> {
  const { listen, grpc, admin, keyFile, env, config, usageFile } = flags
  const base =
    config === undefined || policy !== null
      ? {
          policy: { from: 'file', file: resolve(policyFile(policy ?? '')) } as const,
          environment: DEFAULT_ENVIRONMENT,
          listen: null,
          keyFile: null,
        }
      : await readSettings(config, readServiceFile)
  return {
    ...base,
    listen:
      listen === undefined ? (base.listen ?? DEFAULT_ADDRESS) : addressOption('--listen', listen),
    ...(grpc !== undefined && { grpc: addressOption('--grpc', grpc) }),
    ...(admin !== undefined && { admin: addressOption('--admin', admin) }),
    ...(keyFile !== undefined && { keyFile: resolve(keyFile) }),
    ...(env !== undefined && { environment: env }),
    ...(usageFile !== undefined && { usageFile: resolve(usageFile) }),
  }
}

function isLocal({ listen, grpc = null }: DecisionServiceSettings): boolean {
  const hosts = [listen.host, ...(grpc === null ? [] : [grpc.host])]
  return hosts.every((host) => isLoopbackHost(host.includes(':') ? `[${host}]` : host))
}
