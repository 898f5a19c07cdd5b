/**
 * Settings that gateway files and decision service files share: policy source, logins, addresses, TLS, log.
 *
 * @module
 */
import type { Loaded } from '@marque/policy'
import { DEFAULT_LOG } from './defaults.ts'
import type { CommonFile, TlsFile } from './file-schema.ts'
import { problemAt, type SettingsProblem } from './parse-file.ts'
import type {
  Address,
  IssuerSettings,
  ListenSettings,
  LogSettings,
  PolicySettings,
  Settings,
} from './settings.ts'

/** Resolves a path in the file relative to the folder of the file. */
export type ResolvePath = (path: string) => string

/**
 * Reads an address to listen on: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`; with port 0 the system assigns a port.
 *
 * @returns `undefined` for anything else. A port alone is refused, since it would listen on all interfaces by accident.
 */
export function readAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  return host === undefined || port > 65_535 ? undefined : { host, port }
}

/** A reader of addresses that collects problems. */
export function addressReader(
  loaded: Loaded,
  problems: SettingsProblem[],
): (text: string, path: string) => Address {
  return (text, path) => {
    const read = readAddress(text)
    if (read === undefined) {
      problems.push(
        problemAt(
          loaded,
          path,
          `invalid address \`${text}\`: expected host and port, for example \`127.0.0.1:8080\``,
        ),
      )
    }
    return read ?? { host: '127.0.0.1', port: 0 }
  }
}

export function tlsSettings(
  tls: TlsFile | undefined,
  resolvePath: ResolvePath,
): ListenSettings['tls'] {
  if (tls === undefined) return null
  const { certFile, keyFile, clientCaFile } = tls
  return {
    certFile: resolvePath(certFile),
    keyFile: resolvePath(keyFile),
    clientCaFile: clientCaFile === undefined ? null : resolvePath(clientCaFile),
  }
}

/** The settings that both kinds of file have. */
export function decisionLogSettings(
  log: CommonFile['log'],
  resolvePath: ResolvePath,
): Pick<LogSettings, 'decisions' | 'subjectKeyFile'> {
  const { decisions, subjectKeyFile } = log ?? {}
  return {
    decisions: {
      granted: decisions?.granted ?? DEFAULT_LOG.decisions.granted,
      denied: decisions?.denied ?? DEFAULT_LOG.decisions.denied,
    },
    ...(subjectKeyFile !== undefined && { subjectKeyFile: resolvePath(subjectKeyFile) }),
  }
}

/** Hosts that are served beside those of the policy. */
export function hostSettings({ hosts = [] }: CommonFile): Settings['hosts'] {
  return hosts === 'any' ? 'any' : hosts.map((host) => host.toLowerCase())
}

/** Authentication and trusted proxies. */
export function senderSettings(
  { authentication = [], tokenKeys = [], trustedProxies = [] }: CommonFile,
  resolvePath: ResolvePath,
): Pick<Settings, 'authentication' | 'tokenKeys' | 'trustedProxies'> {
  return {
    authentication: authentication.map((issuer) => issuerSettings(issuer, resolvePath)),
    tokenKeys,
    trustedProxies,
  }
}

export function policySettings(
  { policy, bundle, control }: CommonFile,
  resolvePath: ResolvePath,
): PolicySettings {
  if (bundle !== undefined) {
    return {
      from: 'signed-file',
      file: resolvePath(bundle.file),
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
      folder: control.folder === undefined ? null : resolvePath(control.folder),
      interval: milliseconds(control.interval) ?? 30_000,
    }
  }
  return { from: 'file', file: resolvePath(policy ?? '') }
}

function issuerSettings(
  issuer: NonNullable<CommonFile['authentication']>[number],
  resolvePath: ResolvePath,
): IssuerSettings {
  const { jwksUrl, algorithms, introspectionUrl, clientId, clientSecretFile } = issuer
  return {
    issuer: issuer.issuer,
    audience: [issuer.audience].flat(),
    jwks: jwksUrl === undefined || algorithms === undefined ? null : { url: jwksUrl, algorithms },
    introspection:
      introspectionUrl === undefined || clientId === undefined || clientSecretFile === undefined
        ? null
        : { url: introspectionUrl, clientId, clientSecretFile: resolvePath(clientSecretFile) },
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

/** Converts a duration to milliseconds; a number is seconds. */
export function milliseconds(duration: string | number | undefined): number | undefined {
  if (duration === undefined || typeof duration === 'number') {
    return duration === undefined ? undefined : duration * 1_000
  }
  const [, digits, unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(duration) ?? []
  return Number(digits) * (UNITS[unit] ?? 1)
}
