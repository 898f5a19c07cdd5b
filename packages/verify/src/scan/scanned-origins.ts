/**
 * The origins that a scan asks for besides the trusted one.
 *
 * @module
 */
import { isAddress, isLoopbackHost, readOrigin } from '@marque/core'
import { sharedSuffixOf } from '@marque/policy'
import { nearMissOrigins, UNLISTED_ORIGIN } from '@marque/policy/requests'
import { relatedOrigins } from '../probes/index.ts'
import type { ScanCause } from './scan-report.ts'

/** Origins that no API lists: one cannot exist, and one has the form of a real name, for APIs that only check the form. */
export const STRANGERS: readonly [string, string] = [
  UNLISTED_ORIGIN,
  'https://marque-scan-stranger.com',
]

/** Origins of machines and networks of the visitor. The ports are those of common development servers. */
export const INTERNAL_ORIGINS: readonly string[] = [
  'http://localhost',
  'http://localhost:3000',
  'http://localhost:4200',
  'http://localhost:5173',
  'http://localhost:8000',
  'http://localhost:8080',
  'https://localhost',
  'http://127.0.0.1',
  'http://127.0.0.1:3000',
  'http://10.0.0.1',
  'http://172.16.0.1',
  'http://192.168.0.1',
  'http://192.168.1.1',
  'https://marque-scan.internal',
  'http://marque-scan.internal',
]

/** Names that anyone can have at large hosting providers. */
const PROVIDERS =
  'github.io gitlab.io vercel.app netlify.app herokuapp.com pages.dev workers.dev web.app firebaseapp.com onrender.com azurewebsites.net cloudfront.net s3.amazonaws.com ngrok-free.app'

export const THIRD_PARTY_ORIGINS: readonly string[] = PROVIDERS.split(' ').map(
  (domain) => `https://marque-scan.${domain}`,
)

/** Names that another customer could have beside a trusted origin of a hosting provider. */
export function neighboursOnSharedHost(trusted: string): readonly string[] {
  const origin = readOrigin(trusted)
  const suffix = origin === undefined ? null : sharedSuffixOf(origin.host)
  if (origin === undefined || suffix === null) return []
  const name = origin.host.slice(0, -suffix.length - 1)
  const label = name.slice(name.lastIndexOf('.') + 1)
  const project = label.split('-')[0] ?? label
  const names = new Set(['marque-scan', `${label}-marque-scan`, `${project}-marque-scan`])
  return [...names].map((one) => `${origin.scheme}://${one}.${suffix}`)
}

export type ComparisonCause = Extract<ScanCause, `matches-${string}` | `ignores-${string}`>

export interface Neighbour {
  readonly origin: string
  readonly cause: ComparisonCause
}

/** Origins that tell one wrong comparison with the trusted origin from another. */
export function neighboursOf(trusted: string): readonly Neighbour[] {
  return [...nearMissOrigins(trusted), ...relatedOrigins(trusted)].flatMap(({ origin, fault }) =>
    fault === 'ignores-trailing-dot' ? [] : [{ origin, cause: fault }],
  )
}

/** Whether a page of the origin is on the machine or in the network of whoever visits it. */
export function isInternal(origin: string): boolean {
  const host = readOrigin(origin)?.host
  if (host === undefined) return false
  if (isLoopbackHost(host) || /(?:^|\.)(?:localhost|internal)$/.test(host)) return true
  if (!isAddress(host)) return false
  return /^(?:0\.0\.0\.0$|127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[f[cde])/.test(
    host,
  )
}
