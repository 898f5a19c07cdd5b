/**
 * Default settings.
 *
 * @module
 */
import type { LimitSettings, LogSettings, Settings, UpstreamSettings } from './settings.ts'

export const DEFAULT_LIMITS: LimitSettings = {
  headerBytes: 65_536,
  bodyBytes: 104_857_600,
  connections: 16_384,
}

/** Milliseconds. */
export const DEFAULT_STALL = 60_000

export const DEFAULT_TIMEOUTS: UpstreamSettings['timeouts'] = {
  connect: 5_000,
  headers: 60_000,
  idle: 0,
}

export const DEFAULT_CONNECTIONS = 256

/** All denials and one grant in a hundred. */
export const DEFAULT_LOG: LogSettings = {
  access: 'failed',
  decisions: { granted: 0.01, denied: 1 },
}

/** Response headers that reveal server software. */
export const HIDDEN_HEADERS: readonly string[] = [
  'server',
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'x-runtime',
]

export const DEFAULTS: Omit<Settings, 'policy' | 'upstreams' | 'routes'> = {
  environment: 'production',
  listen: [{ host: '127.0.0.1', port: 8080, tls: null }],
  admin: { host: '127.0.0.1', port: 9901 },
  hosts: [],
  authentication: [],
  rateLimits: [],
  store: 'memory',
  trustedProxies: [],
  hideHeaders: HIDDEN_HEADERS,
  log: DEFAULT_LOG,
  statement: null,
  tokenKeys: [],
  limits: DEFAULT_LIMITS,
  drain: 10_000,
  processes: 1,
}
