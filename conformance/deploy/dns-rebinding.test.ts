import { startGatewayCommand } from '@marque/testkit/gateway'
import { temporaryFolder, waitUntil } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageConfig } from './page-config.ts'
import { NGINX, startNginx } from './programs.ts'
import { API_HOST, type DeployTestBed, openDeployTestBed, POLICY, send } from './test-bed.ts'

describe('F35: hosts that are served', () => {
  let testBed: DeployTestBed
  beforeAll(async () => {
    testBed = await openDeployTestBed()
  })
  afterAll(() => testBed.close())

  test('the gateway file of the page', async () => {
    const folder = temporaryFolder({ 'policy.yaml': POLICY })
    const file = pageConfig('dns-rebinding', 'gateway.yaml', {
      '127.0.0.1:3000': `127.0.0.1:${testBed.applicationPort}`,
    })
    folder.write('gateway.yaml', file)
    const addresses = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0']
    const gateway = await startGatewayCommand(['--config', folder.at('gateway.yaml'), ...addresses])
    const port = Number(new URL(gateway.url).port)
    const statuses: { [host: string]: number } = {}
    const hosts = [
      API_HOST,
      'api.internal.example',
      'marque.default.svc.cluster.local',
      'localhost',
    ]
    for (const host of [...hosts, 'evil.example'])
      statuses[host] = (await send(port, '/prices/today', { host })).status
    expect(statuses).toEqual({
      ...Object.fromEntries(hosts.map((host) => [host, 200])),
      'evil.example': 421,
    })
    const isLogged = (): boolean =>
      /"host":"evil\.example".*"fault":"host-not-served"/.test(gateway.stdout())
    await waitUntil(isLogged, { what: 'the access line', limit: 20_000 })
    await gateway.kill()
    folder.remove()
  })

  test.skipIf(NGINX === undefined)('the default server of the page, in nginx', async () => {
    const nginx = await startNginx((port) =>
      pageConfig('dns-rebinding', 'nginx.conf', {
        '127.0.0.1:8000': `127.0.0.1:${port}`,
        '127.0.0.1:3000': `127.0.0.1:${testBed.applicationPort}`,
      }),
    )
    testBed.take()
    expect((await send(nginx.port, '/', { host: 'evil.example' })).status).toBe(421)
    expect(testBed.take()).toEqual([])
    expect((await send(nginx.port, '/')).status).toBe(200)
    await nginx.stop()
  })
})
