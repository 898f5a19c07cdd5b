/**
 * Reading of a gateway file.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Loaded } from '@marque/policy'
import {
  addressReader,
  decisionLogSettings,
  hostSettings,
  milliseconds,
  policySettings,
  senderSettings,
  tlsSettings,
} from './common-settings.ts'
import { brokenGatewayRules } from './cross-field-rules.ts'
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_LIMITS,
  DEFAULT_LOG,
  DEFAULT_TIMEOUTS,
  DEFAULTS,
  HIDDEN_HEADERS,
} from './defaults.ts'
import type { GatewayFile } from './file-schema.ts'
import { parseFile, problemAt, type SettingsProblem } from './parse-file.ts'
import type { Settings } from './settings.ts'

export type ReadSettings =
  | { readonly settings: Settings }
  | { readonly problems: readonly SettingsProblem[] }

/**
 * Reads a gateway file, YAML or JSON. Paths in it are relative to the file.
 *
 * @throws The file cannot be read.
 */
export async function readSettingsFile(file: string): Promise<ReadSettings> {
  return readSettings(readFileSync(file), file)
}

/** @param file The file name, for messages and for relative paths. */
export async function readSettings(bytes: Uint8Array, file: string): Promise<ReadSettings> {
  // A gateway that is configured by flags alone needs neither the schema nor the YAML reader: about 30 MB.
  const { gatewayFile } = await import('./file-schema.ts')
  const parsed = await parseFile(bytes, file, gatewayFile)
  return 'problems' in parsed
    ? parsed
    : complete(parsed.file, parsed.loaded, dirname(resolve(file)))
}

function complete(file: GatewayFile, loaded: Loaded, folder: string): ReadSettings {
  const problems: SettingsProblem[] = []
  const address = addressReader(loaded, problems)
  const resolvePath = (path: string): string => resolve(folder, path)
  const names = Object.keys(file.upstreams)
  const [only] = names
  if (file.routes === undefined && names.length > 1) {
    problems.push(problemAt(loaded, '/upstreams', '`routes` is required with several upstreams'))
  }
  file.routes?.forEach(({ upstream }, index) => {
    if (names.includes(upstream)) return
    problems.push(
      problemAt(
        loaded,
        `/routes/${index}/upstream`,
        `unknown upstream \`${upstream}\`; expected one of: ${names.join(', ')}`,
      ),
    )
  })
  for (const { path, message } of brokenGatewayRules(file))
    problems.push(problemAt(loaded, path, message))
  const settings: Settings = {
    ...DEFAULTS,
    policy: policySettings(file, resolvePath),
    environment: file.environment ?? DEFAULTS.environment,
    listen:
      file.listen?.map(({ address: text, tls }, index) => ({
        ...address(text, `/listen/${index}/address`),
        tls: tlsSettings(tls, resolvePath),
      })) ?? DEFAULTS.listen,
    admin:
      file.admin === false
        ? null
        : file.admin === undefined
          ? DEFAULTS.admin
          : address(file.admin, '/admin'),
    upstreams: Object.fromEntries(
      Object.entries(file.upstreams).map(([name, one]) => [
        name,
        {
          urls: one.urls,
          caFile: one.caFile === undefined ? null : resolvePath(one.caFile),
          timeouts: {
            connect: milliseconds(one.timeouts?.connect) ?? DEFAULT_TIMEOUTS.connect,
            headers: milliseconds(one.timeouts?.headers) ?? DEFAULT_TIMEOUTS.headers,
            idle: milliseconds(one.timeouts?.idle) ?? DEFAULT_TIMEOUTS.idle,
          },
          connections: one.connections ?? DEFAULT_CONNECTIONS,
        },
      ]),
    ),
    routes: (file.routes ?? [{ upstream: only ?? '' }]).map((route) => ({
      host: route.host?.toLowerCase() ?? null,
      path: route.path ?? null,
      originSets: route.originSets ?? null,
      tenant: route.tenant ?? null,
      upstream: route.upstream,
    })),
    hosts: hostSettings(file),
    ...senderSettings(file, resolvePath),
    rateLimits: (file.rateLimits ?? []).map(({ by, limit, per, burst }) => ({
      by,
      limit,
      per: milliseconds(per) ?? 0,
      burst: burst ?? 0,
    })),
    store: (file.store as Settings['store'] | undefined) ?? DEFAULTS.store,
    hideHeaders: (file.hideHeaders ?? HIDDEN_HEADERS).map((name) => name.toLowerCase()),
    log: {
      access: file.log?.access ?? DEFAULT_LOG.access,
      ...decisionLogSettings(file.log, resolvePath),
    },
    ...(file.usageFile !== undefined && { usageFile: resolvePath(file.usageFile) }),
    statement:
      file.statementKeyFile === undefined
        ? null
        : { keyId: file.statementKeyId ?? 'gateway', keyFile: resolvePath(file.statementKeyFile) },
    limits: {
      headerBytes: file.limits?.headerBytes ?? DEFAULT_LIMITS.headerBytes,
      bodyBytes: file.limits?.bodyBytes ?? DEFAULT_LIMITS.bodyBytes,
      connections: file.limits?.connections ?? DEFAULT_LIMITS.connections,
    },
    drain: milliseconds(file.drain) ?? DEFAULTS.drain,
    processes: file.processes ?? DEFAULTS.processes,
  }
  return problems.length > 0 ? { problems } : { settings }
}
