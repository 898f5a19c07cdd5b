/**
 * The settings of a gateway under test.
 *
 * @module
 */
import { DEFAULT_CONNECTIONS, DEFAULT_TIMEOUTS, DEFAULTS, type Settings } from '@marque/gateway'

type UpstreamSettings = Settings['upstreams'][string]

/**
 * Everything goes to one upstream, `app`; the gateway listens on a loopback port that the system chooses, has no admin interface and logs nothing.
 *
 * @param upstream One address, or several for the same upstream.
 * @param overrides Replace what stands here, key by key.
 */
export function gatewaySettings(
  upstream: string | readonly string[],
  overrides: Partial<Settings> = {},
  upstreamOverrides: Partial<UpstreamSettings> = {},
): Settings {
  return {
    ...DEFAULTS,
    policy: { from: 'file', file: '' },
    listen: [{ host: '127.0.0.1', port: 0, tls: null }],
    admin: null,
    log: { access: false, decisions: { granted: 0, denied: 0 } },
    upstreams: {
      app: {
        urls: [upstream].flat(),
        caFile: null,
        timeouts: DEFAULT_TIMEOUTS,
        connections: DEFAULT_CONNECTIONS,
        ...upstreamOverrides,
      },
    },
    routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
    ...overrides,
  }
}
