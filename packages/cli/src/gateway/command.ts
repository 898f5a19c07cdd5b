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
  readAddress,
  readSettingsFile,
  type Settings,
} from '@marque/gateway'
import { DEFAULT_ENVIRONMENT } from '../bundle/environment.ts'
import { systemError } from '../input/system-error.ts'
import { CommandError, EXIT, type ExitCode } from '../program/exit.ts'
import { writeError } from '../terminal/output.ts'
import { showable } from '../terminal/text.ts'
import { serve } from './serve.ts'

export interface GatewayFlags {
  readonly upstream?: string
  readonly listen?: string
  readonly admin?: string
  readonly env?: string
  readonly config?: string
  readonly processes?: number
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
      : fileSettings(flags.config, policy, flags)
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

function fileSettings(
  file: string,
  policy: string | undefined,
  { upstream }: GatewayFlags,
): Settings {
  if (policy !== undefined || upstream !== undefined) {
    throw new CommandError(
      EXIT.usage,
      '`--config` says where policy and upstreams are; leave out the others',
    )
  }
  let read: ReturnType<typeof readSettingsFile>
  try {
    read = readSettingsFile(file)
  } catch (error) {
    throw new CommandError(EXIT.failure, `cannot read \`${file}\`: ${systemError(error)}`)
  }
  if ('settings' in read) return read.settings
  for (const { message, path, line, column } of read.problems) {
    writeError(
      `${showable(file)}:${line}:${column}: ${showable(message)}${path === '' ? '' : ` (${showable(path)})`}\n`,
    )
  }
  throw new CommandError(EXIT.findings, `\`${file}\` is refused`)
}

function withFlags(settings: Settings, { listen, admin, env, processes }: GatewayFlags): Settings {
  return {
    ...settings,
    ...(listen !== undefined && { listen: [{ ...addressOf('--listen', listen), tls: null }] }),
    ...(admin !== undefined && { admin: addressOf('--admin', admin) }),
    ...(env !== undefined && { environment: env }),
    ...(processes !== undefined && { processes }),
  }
}

function addressOf(flag: string, text: string): { readonly host: string; readonly port: number } {
  const address = readAddress(text)
  if (address !== undefined) return address
  throw new CommandError(
    EXIT.usage,
    `\`${text}\` is no address for \`${flag}\``,
    'write host and port: 127.0.0.1:8080',
  )
}
