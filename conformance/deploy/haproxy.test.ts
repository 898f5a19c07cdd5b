import { readFileSync } from 'node:fs'
import { connect } from 'node:http2'
import { request } from 'node:https'
import { selfSigned } from '@marque/testkit/certificates'
import { type GatewayCommand, startGatewayCommand } from '@marque/testkit/gateway'
import { freePorts, pause, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageConfig } from './page-config.ts'
import { HAPROXY, startHaproxy } from './programs.ts'
import {
  API_HOST,
  APP,
  type DeployTestBed,
  openDeployTestBed,
  POLICY,
  STRANGER,
} from './test-bed.ts'

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: { readonly [name: string]: string }
  /** Address of the client. */
  readonly from?: string
}

if (HAPROXY === undefined) {
  test.skip('HAProxy is missing: npm run parts -- --only haproxy')
} else {
  describe('F35: HAProxy in front of the gateway', () => {
    const folder = temporaryFolder()
    const stops: (() => Promise<unknown>)[] = []
    let application: DeployTestBed
    let gateway: GatewayCommand
    let ports: { readonly gateway: string; readonly admin: string }
    let port: number

    beforeAll(async () => {
      application = await openDeployTestBed()
      const [own, admin] = (await freePorts(2)).map(String) as [string, string]
      ports = { gateway: own, admin }
      folder.write('policy.yaml', POLICY)
      folder.write('gateway.yaml', gatewayFile())
      gateway = await startGatewayCommand(['--config', folder.at('gateway.yaml')])
      const { certFile, keyFile } = selfSigned(folder.path)
      folder.write('site.pem', `${readFileSync(certFile, 'utf8')}${readFileSync(keyFile, 'utf8')}`)
      port = await start()
    })
    afterAll(async () => {
      for (const stop of stops) await stop()
      await gateway?.kill()
      await application?.close()
      folder.remove()
    })

    const gatewayFile = (): string =>
      pageConfig('haproxy', 'gateway.yaml', {
        '127.0.0.1:8080': `127.0.0.1:${ports.gateway}`,
        '127.0.0.1:9901': `127.0.0.1:${ports.admin}`,
        '127.0.0.1:3000': `127.0.0.1:${application.applicationPort}`,
      })

    /** The configuration of the page, with checks five times a second. */
    const start = async (change = (text: string): string => text): Promise<number> => {
      const haproxy = await startHaproxy((own) =>
        change(
          pageConfig('haproxy', 'haproxy.cfg', {
            ':8443': `127.0.0.1:${own}`,
            'site.pem': folder.at('site.pem'),
            '127.0.0.1:8080': `127.0.0.1:${ports.gateway}`,
            '9901': ports.admin,
            ' check port': ' check inter 200ms port',
          }),
        ),
      )
      stops.push(haproxy.stop)
      return haproxy.port
    }

    const send = (
      { method = 'GET', path = '/account/me', headers = {}, from = '127.0.0.1' }: Sent = {},
      at = port,
    ): Promise<{ status: number; headers: { readonly [name: string]: unknown } }> =>
      new Promise((resolve, reject) => {
        const sent = request(
          {
            ...{ host: '127.0.0.1', port: at, path, method, localAddress: from, agent: false },
            rejectUnauthorized: false,
            headers: { host: API_HOST, origin: APP, ...headers },
          },
          (response) => {
            response.resume().on('end', () => {
              resolve({ status: response.statusCode ?? 0, headers: response.headers })
            })
          },
        )
        sent.on('error', reject)
        sent.end()
      })

    test('granted, refused and preflight requests are answered as the policy says', async () => {
      const granted = await send()
      expect([granted.status, granted.headers['access-control-allow-origin']]).toEqual([200, APP])
      application.take()
      expect((await send({ headers: { origin: STRANGER } })).status).toBe(403)
      const asked = { 'access-control-request-method': 'PUT' }
      const preflight = await send({ method: 'OPTIONS', headers: asked })
      expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([
        204,
        'GET, PUT',
      ])
      expect(application.take()).toEqual([])
    })

    test('the application receives Host, path, the address of the client and the scheme', async () => {
      application.take()
      const forged = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'http' }
      await send({ path: '/account/a%2Db?q=%20', headers: forged, from: '127.0.0.2' })
      const [arrived] = application.take()
      expect(arrived?.url).toBe('/account/a%2Db?q=%20')
      expect(arrived?.headers.host).toBe(API_HOST)
      expect(arrived?.headers['x-forwarded-for']).toBe('127.0.0.2, 127.0.0.1')
      expect(arrived?.headers['x-forwarded-proto']).toBe('https')
    })

    test('over HTTP/2 `:authority` is the host', async () => {
      const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
      const status = await new Promise((resolve, reject) => {
        session.on('error', reject)
        const stream = session.request({
          ':path': '/account/me',
          ':authority': API_HOST,
          origin: APP,
        })
        stream.on('response', (headers) => resolve(headers[':status']))
        stream.on('error', reject)
        stream.resume()
      })
      session.close()
      expect(status).toBe(200)
    })

    test('a host of nobody is 421, and reaches no application', async () => {
      application.take()
      for (const headers of [{ host: 'evil.example' }, { host: 'evil.example', origin: STRANGER }])
        expect((await send({ headers })).status).toBe(421)
      expect(application.take()).toEqual([])
    })

    test('the readiness check of the page holds the gateway in rotation', async () => {
      // Three failed checks take a server out.
      await pause(1_500)
      expect((await send()).status).toBe(200)
      const wrong = await start((text) => text.replace(/hdr Host \S+/, 'hdr Host evil.example'))
      await pause(1_500)
      expect((await send({}, wrong)).status).toBe(503)
    })

    test('with the PROXY protocol every request is 400', async () => {
      const wrong = await start((text) => text.replace(' check inter', ' send-proxy check inter'))
      application.take()
      expect((await send({}, wrong)).status).toBe(400)
      expect(application.take()).toEqual([])
    })

    test('without `trustedProxies` HAProxy is the client of every request', async () => {
      const untrusting = await openDeployTestBed()
      const { address } = untrusting
      const at = await start((text) => text.replace(/127\.0\.0\.1:\d+ check.*/, `${address}`))
      await send({ from: '127.0.0.2' }, at)
      const [arrived] = untrusting.take()
      expect(arrived?.headers['x-forwarded-for']).toBe('127.0.0.1')
      expect(arrived?.headers['x-forwarded-proto']).toBe('http')
      await untrusting.close()
    })
  })
}
