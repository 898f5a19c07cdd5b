/**
 * The gateway as a layer, in clear and behind TLS, where it speaks HTTP/1.1 and HTTP/2 on one address.
 *
 * @module
 */
import { prepare } from '@marque/core'
import { DEFAULT_TIMEOUTS, DEFAULTS, startGateway } from '@marque/gateway'
import type { Certificate } from './certificate.ts'
import type { LayerUnderTest } from './layer.ts'

export const gatewayLayer: LayerUnderTest = gatewayAs('gateway', null)

export function gatewayBehindTls(certificate: Certificate): LayerUnderTest {
  return gatewayAs('gateway-tls', certificate)
}

function gatewayAs(id: string, certificate: Certificate | null): LayerUnderTest {
  const tls = certificate && { ...certificate, clientCaFile: null }
  return {
    id,
    async start(bundle, { upstream, situation }) {
      const gateway = await startGateway(
        {
          ...DEFAULTS,
          policy: { from: 'file', file: '' },
          listen: [{ host: '127.0.0.1', port: 0, tls }],
          admin: null,
          upstreams: {
            app: { urls: [upstream], caFile: null, timeouts: DEFAULT_TIMEOUTS, connections: 8 },
          },
          routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
          trustedProxies: ['127.0.0.1'],
          // Some vectors are longer than what is taken by default.
          limits: { ...DEFAULTS.limits, headerBytes: 262_144 },
          drain: 0,
        },
        {
          engine: prepare(bundle),
          held: null,
          moment: () => situation().moment,
          onEvent: () => () => undefined,
          close: async () => undefined,
        },
        {
          identify: () => ({
            context: situation().context,
            subject: 'somebody',
            fault: null,
            challenge: [],
            more: [],
          }),
        },
      )
      return { url: gateway.urls[0] ?? '', stop: () => gateway.close() }
    },
  }
}
