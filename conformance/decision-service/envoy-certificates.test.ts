import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { type CertificateFiles, selfSigned, signedBy } from '@marque/testkit/certificates'
import { API_HOST, APP } from '@marque/testkit/policies'
import type { RunningProgram } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENVOY, openEnvoyTestBed, type Protocol, portsOf, startEnvoy } from './envoy-test-bed.ts'
import { POLICY, type TestBed } from './test-bed.ts'

/** Envoy with TLS at its listener, for clients with and without a certificate (D13). */

if (ENVOY === undefined) {
  test.skip('Envoy is missing: npm run parts -- --only envoy')
} else {
  describe.each<Protocol>(['grpc', 'http'])('Envoy, asking over %s', (protocol) => {
    let testBed: TestBed
    let envoy: RunningProgram
    let client: CertificateFiles
    beforeAll(async () => {
      testBed = await openEnvoyTestBed(POLICY.replace('enforce: headers', 'enforce: block'))
      const server = selfSigned(testBed.folder, 'server')
      const authority = selfSigned(testBed.folder, 'authority')
      client = signedBy(testBed.folder, 'authority', 'client')
      envoy = await startEnvoy(protocol, testBed.folder, portsOf(testBed), (text) =>
        text.replace(
          '        - filters:',
          `${transportSocket(server, authority)}          filters:`,
        ),
      )
    })
    afterAll(async () => {
      await envoy?.stop()
      await testBed?.close()
    })

    async function statusOf(own: CertificateFiles | null, headers: object = {}): Promise<number> {
      const request = get({
        host: '127.0.0.1',
        port: envoy.port,
        path: '/v1/reports/1',
        headers: { host: API_HOST, origin: APP, ...headers },
        rejectUnauthorized: false,
        agent: false,
        ...(own !== null && { cert: readFileSync(own.certFile), key: readFileSync(own.keyFile) }),
      })
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      response.resume()
      return response.statusCode ?? 0
    }

    test('a certificate counts as a credential, which the grant does not allow', async () => {
      testBed.take()
      expect([await statusOf(null), testBed.take().length]).toEqual([200, 1])
      expect([await statusOf(client), testBed.take()]).toEqual([403, []])
    })

    test('headers for a certificate are not the client’s to set', async () => {
      testBed.take()
      const names = ['client-cert', 'x-forwarded-tls-client-cert', 'x-original-certificate']
      const forged = Object.fromEntries(names.map((name) => [name, 'x']))
      expect(await statusOf(null, forged)).toBe(200)
      const [arrived] = testBed.take()
      expect(arrived?.raw.filter((text) => names.includes(text.toLowerCase()))).toEqual([])
    })
  })
}

function transportSocket(server: CertificateFiles, authority: CertificateFiles): string {
  return `        - transport_socket:
            name: envoy.transport_sockets.tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
              common_tls_context:
                validation_context: { trusted_ca: { filename: ${authority.certFile} } }
                tls_certificates: [{ certificate_chain: { filename: ${server.certFile} }, private_key: { filename: ${server.keyFile} } }]
`
}
