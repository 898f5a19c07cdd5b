/**
 * What files of settings have in common, completed: where the policy is, who issues logins, addresses, TLS and the log.
 *
 * @module
 */
import type { Loaded } from '@marque/policy'
import { readAddress } from './address.ts'
import { DEFAULT_LOG } from './defaults.ts'
import type { CommonFile, TlsFile } from './file-schema.ts'
import { at, type SettingsProblem } from './parse-file.ts'
import type {
  Address,
  IssuerSettings,
  ListenSettings,
  LogSettings,
  PolicySettings,
  Settings,
} from './settings.ts'

/** From a path in the file to one on this machine. */
export type Near = (path: string) => string

/** Reads addresses, and keeps what is wrong with them. */
export function addressReader(
  loaded: Loaded,
  problems: SettingsProblem[],
): (text: string, path: string) => Address {
  return (text, path) => {
    const read = readAddress(text)
    if (read === undefined) {
      problems.push(
        at(loaded, path, `\`${text}\` is no address: write host and port, \`127.0.0.1:8080\``),
      )
    }
    return read ?? { host: '127.0.0.1', port: 0 }
  }
}

export function tlsOf(tls: TlsFile | undefined, near: Near): ListenSettings['tls'] {
  if (tls === undefined) return null
  const { certFile, keyFile, clientCaFile } = tls
  return {
    certFile: near(certFile),
    keyFile: near(keyFile),
    clientCaFile: clientCaFile === undefined ? null : near(clientCaFile),
  }
}

export function decisionsOf(
  decisions: NonNullable<CommonFile['log']>['decisions'],
): LogSettings['decisions'] {
  return {
    granted: decisions?.granted ?? DEFAULT_LOG.decisions.granted,
    denied: decisions?.denied ?? DEFAULT_LOG.decisions.denied,
  }
}

/** Who sends a request, and on whose word. */
export function sendersOf(
  { authentication = [], tokenKeys = [], trustedProxies = [] }: CommonFile,
  near: Near,
): Pick<Settings, 'authentication' | 'tokenKeys' | 'trustedProxies'> {
  return {
    authentication: authentication.map((issuer) => issuerOf(issuer, near)),
    tokenKeys,
    trustedProxies,
  }
}

export function policyOf({ policy, bundle, control }: CommonFile, near: Near): PolicySettings {
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
  issuer: NonNullable<CommonFile['authentication']>[number],
  near: Near,
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
export function milliseconds(duration: string | number | undefined): number | undefined {
  if (duration === undefined || typeof duration === 'number') {
    return duration === undefined ? undefined : duration * 1_000
  }
  const [, digits, unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(duration) ?? []
  return Number(digits) * (UNITS[unit] ?? 1)
}
