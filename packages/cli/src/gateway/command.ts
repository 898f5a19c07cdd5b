/**
 * `marque gateway`: from flags or a file to a gateway that runs until it is told to stop.
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
import { DEFAULT_ENVIRONMENT } from '../command-line/index.ts'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
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
}

/**
 * Runs a gateway.
 *
 * @throws {CommandError} Exit 64 for wrong use, 3 for a policy or a gateway file that is refused: nothing is listened on then.
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
      `\`${upstream}\` is no address of an application`,
      'write scheme, host and port: --upstream http://localhost:3000; paths are passed on as they come',
    )
  }
  return {
    ...DEFAULTS,
    policy: { from: 'file', file: resolve(policy) },
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
      '`--config` says where policy and upstreams are; leave out the others',
    )
  }
  return readSettings(file, readSettingsFile)
}

function withFlags(
  settings: Settings,
  { listen, admin, env, processes, accessLog }: GatewayFlags,
): Settings {
  return {
    ...settings,
    ...(listen !== undefined && { listen: [{ ...addressOption('--listen', listen), tls: null }] }),
    ...(admin !== undefined && { admin: addressOption('--admin', admin) }),
    ...(env !== undefined && { environment: env }),
    ...(processes !== undefined && { processes }),
    ...(accessLog === true && { log: { ...settings.log, access: true } }),
  }
}
