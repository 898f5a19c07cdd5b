import { type DecisionServiceSettings, runDecisionService } from '@marque/gateway'
import { temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { pageConfig } from './page-config.ts'
import { NGINX, startNginx } from './programs.ts'
import {
  API_HOST,
  APP,
  type DeployTestBed,
  openDeployTestBed,
  POLICY,
  STRANGER,
  send,
} from './test-bed.ts'

interface Ingress {
  readonly metadata: { readonly annotations: { readonly [name: string]: string } }
}

/** The annotations of an Ingress of the page, by the part of their name behind `/`. */
function annotations(title: string, changes: { readonly [text: string]: string } = {}) {
  const ingress: Ingress = parse(pageConfig('ingress-nginx', title, changes))
  return Object.fromEntries(
    Object.entries(ingress.metadata.annotations).map(([name, value]) => [
      name.replace(/^.*\//, ''),
      value,
    ]),
  )
}

/** As the template of the controller writes a server and its location; what it does with Lua is left out. */
function rendered(
  port: number,
  backend: string,
  values: { readonly [annotation: string]: string | undefined },
): string {
  const authUrl = values['auth-url']
  return `
    map $http_upgrade $connection_upgrade { default upgrade; '' close; }
    server {
      listen 127.0.0.1:${port};
      server_name ${API_HOST};
      set $best_http_host $http_host;
      set $req_id $request_id;
      set $the_real_ip $remote_addr;
      set $pass_access_scheme $scheme;
      ${values['server-snippet'] ?? ''}
      ${
        authUrl === undefined
          ? ''
          : `location = /_external-auth {
        internal;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
        proxy_set_header X-Forwarded-Proto "";
        proxy_set_header X-Request-ID $req_id;
        proxy_set_header Host ${new URL(authUrl).host};
        proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
        proxy_set_header X-Original-Method $request_method;
        proxy_set_header X-Sent-From "nginx-ingress-controller";
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Auth-Request-Redirect $request_uri;
        proxy_pass_request_headers on;
        ${values['auth-snippet'] ?? ''}
        set $target ${authUrl};
        proxy_pass $target;
      }`
      }
      location / {
        ${
          authUrl === undefined
            ? ''
            : `auth_request /_external-auth;
        auth_request_set $auth_cookie $upstream_http_set_cookie;
        add_header Set-Cookie $auth_cookie;`
        }
        ${values['enable-cors'] === 'true' ? CORS : ''}
        proxy_set_header Host ${values['upstream-vhost'] ?? '$best_http_host'};
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        proxy_set_header X-Request-ID $req_id;
        proxy_set_header X-Real-IP $the_real_ip;
        proxy_set_header X-Forwarded-For $the_real_ip;
        proxy_set_header X-Forwarded-Host $best_http_host;
        proxy_set_header X-Forwarded-Port 80;
        proxy_set_header X-Forwarded-Proto $pass_access_scheme;
        proxy_set_header X-Scheme $pass_access_scheme;
        proxy_set_header X-Original-Forwarded-For $http_x_forwarded_for;
        proxy_set_header Proxy "";
        proxy_http_version 1.1;
        ${values['configuration-snippet'] ?? ''}
        proxy_pass http://${backend};
        proxy_redirect off;
      }
    }`
}

/** What \`enable-cors\` with one origin is rendered to. */
const CORS = `
        if ($http_origin ~* ((https://app\\.example\\.com)|(https://evil\\.example))$) { set $cors 'true'; }
        if ($request_method = 'OPTIONS') { set $cors \${cors}options; }
        if ($cors = "trueoptions") {
          add_header 'Access-Control-Allow-Origin' "$http_origin" always;
          add_header 'Access-Control-Allow-Credentials' 'true' always;
          add_header 'Access-Control-Allow-Methods' 'GET, PUT, POST, DELETE, PATCH, OPTIONS' always;
          return 204;
        }`

if (NGINX === undefined) {
  test.skip('nginx is missing: npm run parts -- --only nginx')
} else {
  describe('F35: ingress-nginx', () => {
    let testBed: DeployTestBed
    const folder = temporaryFolder({ 'policy.yaml': POLICY })
    const stops: (() => Promise<unknown>)[] = []
    beforeAll(async () => {
      testBed = await openDeployTestBed({ trustedProxies: ['127.0.0.1'] })
    })
    afterAll(async () => {
      for (const stop of stops) await stop()
      await testBed.close()
      folder.remove()
    })

    const start = async (
      backend: string,
      values: { readonly [annotation: string]: string | undefined },
    ): Promise<number> => {
      const { port, stop } = await startNginx((own) => rendered(own, backend, values))
      stops.push(stop)
      return port
    }
    const preflight = (port: number, origin: string, method: string) =>
      send(
        port,
        '/account/me',
        { origin, 'access-control-request-method': method },
        { method: 'OPTIONS' },
      )
    /** Grants, refusals and preflights are those of the policy, and headers of the application are replaced. */
    const expectPolicy = async (port: number): Promise<void> => {
      testBed.take()
      const granted = await send(port, '/account/me?q=%2F', { origin: APP })
      expect(granted.status).toBe(200)
      expect(granted.headers['access-control-allow-origin']).toBe(APP)
      expect(granted.headers['access-control-allow-credentials']).toBe('true')
      expect(granted.headers.vary).toContain('Origin')
      expect(testBed.take().map(({ url, headers }) => [url, headers.host])).toEqual([
        ['/account/me?q=%2F', API_HOST],
      ])
      const refused = await send(port, '/account/me', { origin: STRANGER })
      expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([
        403,
        undefined,
      ])
      expect(JSON.parse(refused.body)).toMatchObject({ reason: 'origin-not-granted' })
      const asked = await preflight(port, APP, 'PUT')
      expect([asked.status, asked.headers['access-control-allow-methods']]).toEqual([
        204,
        'GET, PUT',
      ])
      expect((await preflight(port, APP, 'DELETE')).status).toBe(403)
      expect((await preflight(port, STRANGER, 'GET')).status).toBe(403)
      expect(testBed.take()).toEqual([])
      const withheld = await send(port, '/prices/today', { origin: STRANGER })
      expect([withheld.status, withheld.headers['access-control-allow-origin']]).toEqual([
        200,
        undefined,
      ])
    }

    test('the gateway behind the controller', async () => {
      const values = annotations('to the gateway')
      expect(values['enable-cors']).toBe('false')
      const port = await start(testBed.address, values)
      await expectPolicy(port)
      testBed.take()
      await send(
        port,
        '/account/me',
        { origin: APP, 'x-forwarded-for': '192.0.2.1' },
        { localAddress: '127.0.0.2' },
      )
      expect(testBed.take()[0]?.headers['x-forwarded-for']).toBe('127.0.0.2, 127.0.0.1')
    })

    test('with `upstream-vhost`: 421', async () => {
      const port = await start(testBed.address, {
        ...annotations('to the gateway'),
        'upstream-vhost': 'marque-gateway',
      })
      expect((await send(port, '/account/me', { origin: APP })).status).toBe(421)
    })

    test('with `enable-cors` the controller grants what the policy does not', async () => {
      const port = await start(testBed.address, {
        ...annotations('to the gateway'),
        'enable-cors': 'true',
      })
      const answer = await preflight(port, APP, 'DELETE')
      expect([answer.status, answer.headers['access-control-allow-methods']]).toEqual([
        204,
        'GET, PUT, POST, DELETE, PATCH, OPTIONS',
      ])
      expect((await preflight(port, 'x-https://evil.example', 'DELETE')).status).toBe(204)
    })

    test('the decision service with `auth-url`', async () => {
      const settings: DecisionServiceSettings = {
        policy: { from: 'file', file: folder.at('policy.yaml') },
        environment: 'production',
        listen: { host: '127.0.0.1', port: 0 },
        keyFile: null,
      }
      const service = await runDecisionService(settings)
      stops.push(() => service.close())
      const values = annotations('auth-url', {
        'marque.default.svc.cluster.local:9090': new URL(service.url).host,
      })
      const port = await start(`127.0.0.1:${testBed.applicationPort}`, values)
      await expectPolicy(port)
      const forged = { origin: STRANGER, 'x-original-uri': '/assets/a', 'x-original-method': 'GET' }
      expect((await send(port, '/account/me', forged)).status).toBe(403)
      // Without the snippets no page reads anything, and preflights fail.
      const alone = await start(`127.0.0.1:${testBed.applicationPort}`, {
        'auth-url': values['auth-url'],
        'auth-snippet': values['auth-snippet'],
      })
      const unread = await send(alone, '/account/me', { origin: APP })
      expect([unread.status, unread.headers['access-control-allow-origin']]).toEqual([
        200,
        undefined,
      ])
      expect((await preflight(alone, APP, 'PUT')).status).toBe(403)
    })
  })
}
