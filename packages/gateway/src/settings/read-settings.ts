/**
 * A gateway file read: settings, or everything that is wrong with it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Loaded } from '@marque/policy'
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_LIMITS,
  DEFAULT_LOG,
  DEFAULT_TIMEOUTS,
  DEFAULTS,
  HIDDEN_HEADERS,
} from './defaults.ts'
import {
  addressReader,
  decisionsOf,
  milliseconds,
  policyOf,
  sendersOf,
  tlsOf,
} from './file-parts.ts'
import type { GatewayFile } from './file-schema.ts'
import { brokenLoginRules } from './login-rules.ts'
import { at, parseFile, type SettingsProblem } from './parse-file.ts'
import type { Settings } from './settings.ts'

export type ReadSettings =
  | { readonly settings: Settings }
  | { readonly problems: readonly SettingsProblem[] }

/**
 * Reads a gateway file, YAML or JSON. Paths in it are relative to it.
 *
 * @throws The file cannot be read.
 */
export async function readSettingsFile(file: string): Promise<ReadSettings> {
  return readSettings(readFileSync(file), file)
}

/** @param file Its name: for messages, and for the paths in it. */
export async function readSettings(bytes: Uint8Array, file: string): Promise<ReadSettings> {
  // A gateway that is started by flags alone needs neither schema nor language: some 30 MB.
  const { gatewayFile } = await import('./file-schema.ts')
  const parsed = await parseFile(bytes, file, gatewayFile)
  return 'problems' in parsed
    ? parsed
    : complete(parsed.file, parsed.loaded, dirname(resolve(file)))
}

function complete(file: GatewayFile, loaded: Loaded, folder: string): ReadSettings {
  const problems: SettingsProblem[] = []
  const address = addressReader(loaded, problems)
  const near = (path: string): string => resolve(folder, path)
  const names = Object.keys(file.upstreams)
  const [only] = names
  if (file.routes === undefined && names.length > 1) {
    problems.push(
      at(loaded, '/upstreams', 'there are several upstreams, so `routes` must say which gets what'),
    )
  }
  file.routes?.forEach(({ upstream }, index) => {
    if (names.includes(upstream)) return
    problems.push(
      at(
        loaded,
        `/routes/${index}/upstream`,
        `there is no upstream \`${upstream}\`; there are ${names.join(', ')}`,
      ),
    )
  })
  for (const { path, message } of brokenLoginRules(file)) problems.push(at(loaded, path, message))
  const settings: Settings = {
    ...DEFAULTS,
    policy: policyOf(file, near),
    environment: file.environment ?? DEFAULTS.environment,
    listen:
      file.listen?.map(({ address: text, tls }, index) => ({
        ...address(text, `/listen/${index}/address`),
        tls: tlsOf(tls, near),
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
          caFile: one.caFile === undefined ? null : near(one.caFile),
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
    ...sendersOf(file, near),
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
      decisions: decisionsOf(file.log?.decisions),
    },
    statement:
      file.statementKeyFile === undefined
        ? null
        : { keyId: file.statementKeyId ?? 'gateway', keyFile: near(file.statementKeyFile) },
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
