/**
 * The gateway as a layer, in clear and behind TLS, where it speaks HTTP/1.1 and HTTP/2 on one address.
 *
 * @module
 */
import { prepare } from '@marque/core'
import { DEFAULTS, startGateway } from '@marque/gateway'
import type { CertificateFiles } from '@marque/testkit/certificates'
import { gatewaySettings } from '@marque/testkit/gateway'
import type { LayerUnderTest } from './layer.ts'

export const gatewayLayer: LayerUnderTest = gatewayAs('gateway', null)

export function gatewayBehindTls(certificate: CertificateFiles): LayerUnderTest {
  return gatewayAs('gateway-tls', certificate)
}

function gatewayAs(id: string, certificate: CertificateFiles | null): LayerUnderTest {
  const tls = certificate && { ...certificate, clientCaFile: null }
  return {
    id,
    async start(bundle, { upstream, situation }) {
      const gateway = await startGateway(
        gatewaySettings(upstream, {
          listen: [{ host: '127.0.0.1', port: 0, tls }],
          // Vectors are about decisions, which are made for every host.
          hosts: 'any',
          trustedProxies: ['127.0.0.1'],
          // Some vectors are longer than what is taken by default.
          limits: { ...DEFAULTS.limits, headerBytes: 262_144 },
          drain: 0,
        }),
        {
          engine: prepare(bundle),
          held: null,
          moment: () => situation().moment,
          onEvent: () => () => undefined,
          close: async () => undefined,
        },
        {
          authenticate: () => ({
            context: situation().context,
            subject: 'somebody',
            fault: null,
            challenge: [],
            upstreamHeaders: [],
          }),
        },
      )
      return { url: gateway.urls[0] ?? '', stop: () => gateway.close() }
    },
  }
}
