import { type GatewayCommand, startGatewayCommand } from '@marque/testkit/gateway'
import { type RunningProgram, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageConfig, pageText } from './page-config.ts'
import { APACHE, HAPROXY, NGINX, startApache, startHaproxy, startNginx } from './programs.ts'
import {
  type Answer,
  API_HOST,
  APP,
  type DeployTestBed,
  openDeployTestBed,
  POLICY,
  send,
} from './test-bed.ts'

const OWN_PAGE = 'https://www.example.com'

describe('F35: a proxy that rewrites Host', () => {
  let testBed: DeployTestBed
  const stops: (() => Promise<void>)[] = []
  beforeAll(async () => {
    testBed = await openDeployTestBed({ trustedProxies: ['127.0.0.1'] })
  })
  afterAll(async () => {
    for (const stop of stops) await stop()
    await testBed.close()
  })

  const started = async (starting: Promise<RunningProgram>): Promise<number> => {
    const { port, stop } = await starting
    stops.push(stop)
    return port
  }
  const page = (title: string, port: number): string =>
    pageConfig('rewritten-host', title, {
      '127.0.0.1:8000': `127.0.0.1:${port}`,
      '127.0.0.1:8080': testBed.address,
    })
  const nginx = (change = (text: string): string => text): Promise<number> =>
    started(startNginx((port) => change(page('nginx.conf', port))))
  const apache = (change = (text: string): string => text): Promise<number> =>
    started(startApache((port) => change(page('httpd.conf', port))))

  /** The page of another own origin, the granted application, and a request without `Origin`. */
  const ask = async (port: number): Promise<readonly Answer[]> => [
    await send(port, '/account/me?q=%2F', { origin: APP }),
    await send(port, '/prices/today', { host: 'www.example.com', origin: OWN_PAGE }),
    await send(port, '/account/me'),
  ]
  const expectGranted = async (port: number): Promise<void> => {
    testBed.take()
    const answers = await ask(port)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers[0]?.headers['access-control-allow-origin']).toBe(APP)
    const [first] = testBed.take()
    expect([first?.url, first?.headers.host]).toEqual(['/account/me?q=%2F', API_HOST])
    // An ambiguous path is refused as it was sent (D1, D23), not as the proxy would write it.
    expect((await send(port, '/account/%2e%2e/prices/a', { origin: APP })).status).toBe(400)
  }
  const expectMisdirected = async (port: number): Promise<void> => {
    testBed.take()
    for (const { status, body } of await ask(port)) {
      expect(status).toBe(421)
      expect(JSON.parse(body)).toMatchObject({
        type: 'urn:marque:gateway:host-not-served',
        title: 'this server does not serve the host in `Host`',
      })
    }
    expect(testBed.take()).toEqual([])
  }
  /** `Host` is the address of the gateway: served, but not the host of the resource, nor that of an entry of `self`. */
  const expectForeign = async (port: number): Promise<void> => {
    testBed.gateway.events.length = 0
    const [cross, own] = await ask(port)
    for (const answer of [cross, own])
      expect(answer?.headers['access-control-allow-origin']).toBeUndefined()
    const { events } = testBed.gateway
    expect(events).toContain('decided origin-not-granted')
    expect(events).toContain('decided resource-unmatched')
  }

  describe.skipIf(NGINX === undefined)('nginx', () => {
    const withoutHost = (text: string): string => text.replace(/.*proxy_set_header Host.*\n/, '')

    test('the configuration of the page: granted, and Host and path as sent', async () =>
      expectGranted(await nginx()))

    test('with the default `Host`, an upstream by name: 421', async () =>
      expectMisdirected(
        await nginx(
          (text) =>
            `upstream marque-backend { server ${testBed.address}; }\n${withoutHost(text).replace(testBed.address, 'marque-backend')}`,
        ),
      ))

    test('with the default `Host`, an address: the pages of the policy may not read', async () =>
      expectForeign(await nginx(withoutHost)))

    test('a `proxy_set_header` in a location hides `Host` of the server', async () =>
      expectForeign(
        await nginx((text) =>
          withoutHost(text).replace('location', 'proxy_set_header Host $http_host;\nlocation'),
        ),
      ))
  })

  describe.skipIf(APACHE === undefined)('Apache', () => {
    test('the configuration of the page: granted, and Host and path as sent', async () =>
      expectGranted(await apache()))

    test('with `ProxyPreserveHost Off`: the pages of the policy may not read', async () =>
      expectForeign(await apache((text) => text.replace('ProxyPreserveHost On', ''))))

    test('with `ProxyPreserveHost Off`, an upstream by name: 421', async () =>
      expectMisdirected(
        await apache((text) =>
          text
            .replace('ProxyPreserveHost On', 'RequestHeader set Host marque-backend')
            .replace('ProxyPass', 'ProxyPreserveHost On\nProxyPass'),
        ),
      ))
  })

  describe.skipIf(HAPROXY === undefined)('HAProxy', () => {
    const haproxy = (rule: string): Promise<number> =>
      started(
        startHaproxy(
          (port) => `defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend public
  bind 127.0.0.1:${port}
  ${rule}
  default_backend marque
backend marque
  server one ${testBed.address}
`,
        ),
      )

    test('keeps Host by default', async () => expectGranted(await haproxy('')))

    test('with `set-header Host`: 421', async () =>
      expectMisdirected(await haproxy('http-request set-header Host marque-backend')))
  })

  test('`hosts` and a policy without hosts serve a proxy that cannot be changed', async () => {
    const policy = POLICY.replace(', https://www.example.com', '').replace(
      'host: api.example.com, ',
      '',
    )
    const other = await openDeployTestBed({ hosts: ['marque-backend'] }, policy)
    const port = other.gateway.port
    const answer = await send(port, '/account/me', { host: 'marque-backend', origin: APP })
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, APP])
    const own = { host: 'marque-backend', origin: 'https://api.example.com' }
    expect((await send(port, '/account/me', own)).status).toBe(200)
    await other.close()
  })
})

describe('F35: what `explain` says of a rewritten Host', () => {
  const folder = temporaryFolder()
  let gateway: GatewayCommand
  beforeAll(async () => {
    const policy = folder.write('policy.yaml', POLICY)
    const addresses = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0']
    gateway = await startGatewayCommand([policy, '--upstream', 'http://127.0.0.1:9', ...addresses])
  })
  afterAll(async () => {
    await gateway?.kill()
    folder.remove()
  })

  test('the sentence of the page', async () => {
    const quoted = /^> (.*)$/m.exec(pageText('rewritten-host'))?.[1] ?? 'no quotation'
    const path = /127\.0\.0\.1:9901(\/explain[^']*)/.exec(pageText('rewritten-host'))?.[1] ?? ''
    const answer = await fetch(`${gateway.admin}${path}`)
    expect(await answer.text()).toContain(quoted)
  })
})
