/**
 * A gateway file read: settings, or everything that is wrong with it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Loaded, load } from '@marque/policy'
import { readAddress } from './address.ts'
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_LIMITS,
  DEFAULT_LOG,
  DEFAULT_TIMEOUTS,
  DEFAULTS,
  HIDDEN_HEADERS,
} from './defaults.ts'
import { type GatewayFile, gatewayFile } from './file-schema.ts'
import { brokenLoginRules } from './login-rules.ts'
import type { Address, IssuerSettings, PolicySettings, Settings } from './settings.ts'

/** One thing wrong with a gateway file. */
export interface SettingsProblem {
  /** Lower-case start, no final period. */
  readonly message: string
  /** JSON Pointer. */
  readonly path: string
  readonly line: number
  readonly column: number
}

export type ReadSettings =
  | { readonly settings: Settings }
  | { readonly problems: readonly SettingsProblem[] }

/**
 * Reads a gateway file, YAML or JSON. Paths in it are relative to it.
 *
 * @throws The file cannot be read.
 */
export function readSettingsFile(file: string): ReadSettings {
  return readSettings(readFileSync(file), file)
}

/** @param file Its name: for messages, and for the paths in it. */
export function readSettings(bytes: Uint8Array, file: string): ReadSettings {
  const loaded = load(bytes, file)
  if (loaded.findings.length > 0) {
    return {
      problems: loaded.findings.map(({ message, path, line, column }) => ({
        message,
        path,
        line: line ?? 1,
        column: column ?? 1,
      })),
    }
  }
  const parsed = gatewayFile.safeParse(loaded.document)
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) =>
        at(loaded, pointerOf(issue.path), messageOf(issue)),
      ),
    }
  }
  return complete(parsed.data, loaded, dirname(resolve(file)))
}

function complete(file: GatewayFile, loaded: Loaded, folder: string): ReadSettings {
  const problems: SettingsProblem[] = []
  const address = (text: string, path: string): Address => {
    const read = readAddress(text)
    if (read === undefined) {
      problems.push(
        at(loaded, path, `\`${text}\` is no address: write host and port, \`127.0.0.1:8080\``),
      )
    }
    return read ?? { host: '127.0.0.1', port: 0 }
  }
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
        tls:
          tls === undefined
            ? null
            : {
                certFile: near(tls.certFile),
                keyFile: near(tls.keyFile),
                clientCaFile: tls.clientCaFile === undefined ? null : near(tls.clientCaFile),
              },
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
    authentication: (file.authentication ?? []).map((issuer) => issuerOf(issuer, near)),
    rateLimits: (file.rateLimits ?? []).map(({ by, limit, per, burst }) => ({
      by,
      limit,
      per: milliseconds(per) ?? 0,
      burst: burst ?? 0,
    })),
    store: (file.store as Settings['store'] | undefined) ?? DEFAULTS.store,
    trustedProxies: file.trustedProxies ?? [],
    hideHeaders: (file.hideHeaders ?? HIDDEN_HEADERS).map((name) => name.toLowerCase()),
    log: {
      access: file.log?.access ?? DEFAULT_LOG.access,
      decisions: {
        granted: file.log?.decisions?.granted ?? DEFAULT_LOG.decisions.granted,
        denied: file.log?.decisions?.denied ?? DEFAULT_LOG.decisions.denied,
      },
    },
    statement:
      file.statementKeyFile === undefined
        ? null
        : { keyId: file.statementKeyId ?? 'gateway', keyFile: near(file.statementKeyFile) },
    tokenKeys: file.tokenKeys ?? [],
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

function policyOf(
  { policy, bundle, control }: GatewayFile,
  near: (path: string) => string,
): PolicySettings {
  if (bundle !== undefined) {
    return {
      from: 'signed-file',
      file: near(bundle.file),
      keys: bundle.keys,
      tenant: bundle.tenant ?? '',
    }
  }
  if (control !== undefined) {
    return {
      from: 'control',
      urls: control.urls,
      leaseUrls: control.leaseUrls ?? [],
      keys: control.keys,
      tenant: control.tenant ?? '',
      folder: control.folder === undefined ? null : near(control.folder),
      interval: milliseconds(control.interval) ?? 30_000,
    }
  }
  return { from: 'file', file: near(policy ?? '') }
}

function issuerOf(
  issuer: NonNullable<GatewayFile['authentication']>[number],
  near: (path: string) => string,
): IssuerSettings {
  const { jwksUrl, algorithms, introspectionUrl, clientId, clientSecretFile } = issuer
  return {
    issuer: issuer.issuer,
    audience: [issuer.audience].flat(),
    jwks: jwksUrl === undefined || algorithms === undefined ? null : { url: jwksUrl, algorithms },
    introspection:
      introspectionUrl === undefined || clientId === undefined || clientSecretFile === undefined
        ? null
        : { url: introspectionUrl, clientId, clientSecretFile: near(clientSecretFile) },
    clockSkew: milliseconds(issuer.clockSkew) ?? 0,
    from:
      typeof issuer.from === 'object'
        ? { kind: 'cookie', name: issuer.from.cookie }
        : { kind: 'header' },
  }
}

const UNITS: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** A number is seconds. */
function milliseconds(duration: string | number | undefined): number | undefined {
  if (duration === undefined || typeof duration === 'number') {
    return duration === undefined ? undefined : duration * 1_000
  }
  const [, digits, unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(duration) ?? []
  return Number(digits) * (UNITS[unit] ?? 1)
}

function at(loaded: Loaded, path: string, message: string): SettingsProblem {
  return { message, path, ...loaded.locate(path as Parameters<Loaded['locate']>[0]) }
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** In this project's manner: lower-case start, no final period. */
function messageOf(issue: {
  readonly code: string
  readonly message: string
  readonly keys?: readonly string[]
}): string {
  if (issue.code === 'unrecognized_keys')
    return `the key \`${issue.keys?.join('`, `') ?? ''}\` is not known here`
  return issue.message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())
}
