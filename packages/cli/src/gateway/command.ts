/**
 * `marque gateway`: runs the gateway with settings from flags or a file.
 *
 * @module
 */
import { resolve } from 'node:path'
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_TIMEOUTS,
  DEFAULTS,
  readSettingsFile,
  type Settings,
} from '@marque/gateway'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { policyFile } from '../files/index.ts'
import { addressOption, readSettings } from '../server/index.ts'
import { serve } from './serve.ts'

export interface GatewayFlags {
  readonly upstream?: string
  readonly listen?: string
  readonly admin?: string
  readonly env?: string
  readonly config?: string
  readonly processes?: number
  readonly accessLog?: true
  readonly usageFile?: string
}

/**
 * Runs a gateway.
 *
 * @throws {CommandError} Exit 64 for incorrect usage, 3 for an invalid policy or settings file. Nothing listens then.
 */
export async function runGatewayCommand(
  policy: string | undefined,
  flags: GatewayFlags,
): Promise<ExitCode> {
  const base =
    flags.config === undefined
      ? settingsOf(policy ?? '', flags)
      : await fileSettings(flags.config, policy, flags)
  return serve(withFlags(base, flags))
}

function settingsOf(policy: string, { upstream = '' }: GatewayFlags): Settings {
  if (!/^https?:\/\/[^/?#@\s]+\/?$/.test(upstream)) {
    throw new CommandError(
      EXIT.usage,
      `invalid upstream \`${upstream}\``,
      'write scheme, host and port: --upstream http://localhost:3000; request paths are forwarded unchanged',
    )
  }
  return {
    ...DEFAULTS,
    policy: { from: 'file', file: resolve(policyFile(policy)) },
    environment: DEFAULT_ENVIRONMENT,
    upstreams: {
      app: {
        urls: [upstream],
        caFile: null,
        timeouts: DEFAULT_TIMEOUTS,
        connections: DEFAULT_CONNECTIONS,
      },
    },
    routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
  }
}

async function fileSettings(
  file: string,
  policy: string | undefined,
  { upstream }: GatewayFlags,
): Promise<Settings> {
  if (policy !== undefined || upstream !== undefined) {
    throw new CommandError(
      EXIT.usage,
      '`--config` already contains the policy and the upstreams',
      'remove the policy argument and `--upstream`',
    )
  }
  return readSettings(file, readSettingsFile)
}

function withFlags(
  settings: Settings,
  { listen, admin, env, processes, accessLog, usageFile }: GatewayFlags,
): Settings {
  return {
    ...settings,
    ...(listen !== undefined && { listen: [{ ...addressOption('--listen', listen), tls: null }] }),
    ...(admin !== undefined && { admin: addressOption('--admin', admin) }),
    ...(env !== undefined && { environment: env }),
    ...(processes !== undefined && { processes }),
    ...(usageFile !== undefined && { usageFile: resolve(usageFile) }),
    ...(accessLog === true && { log: { ...settings.log, access: true } }),
  }
}
