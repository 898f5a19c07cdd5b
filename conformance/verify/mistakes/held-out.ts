/**
 * Mistakes that were written after the diagnoses were finished, which were not changed after seeing them: 10 of 10 named rightly.
 *
 * @module
 */
import { APP, FORMER, PARTNER, SHOP } from '../policy.ts'
import {
  added,
  headerValue,
  isPreflight,
  withHeader,
  without,
  withoutCors,
} from '../servers/index.ts'
import { alone, apacheTo, behind, type Mistake, nginxTo } from './mistake.ts'

export const HELD_OUT_MISTAKES: readonly Mistake[] = [
  {
    id: 'handshakes-with-a-set-origin',
    note: 'nginx sets the Origin of handshakes to that of the application’s own page',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.nginx(
        `location / { ${nginxTo(inner)} proxy_set_header Origin $seen_origin; }`,
        `map $http_upgrade $seen_origin { default "${APP}"; "" $http_origin; }`,
      )
      return behind(outer, inner)
    },
    expected: { layer: 'proxy', cause: 'websocket-open' },
  },
  {
    id: 'login-before-preflight-in-the-middle',
    note: 'nginx: the login is asked for on OPTIONS in /account only, in the middle of three layers',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('fastify')
      const middle = await bed.nginx(
        `location / { ${nginxTo(inner)} }
         location /account { if ($preflight) { add_header WWW-Authenticate Bearer always; add_header Vary Origin always; return 401; } ${nginxTo(inner)} }`,
        'map "$request_method$http_access_control_request_method" $preflight { default 0; "~^OPTIONS." 1; }',
      )
      return [
        { name: 'edge', url: await bed.relay(middle) },
        { name: 'nginx', url: middle },
        { name: 'app', url: inner },
      ]
    },
    expected: { layer: 'nginx', cause: 'preflight-authenticated' },
  },
  {
    id: 'credentials-beside-every-echo',
    note: 'HAProxy adds Allow-Credentials beside each echoed origin',
    needs: ['haproxy'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      return behind(
        await bed.haproxy(
          inner,
          '  http-response set-header Access-Control-Allow-Credentials true if { res.hdr(Access-Control-Allow-Origin) -m beg https }',
        ),
        inner,
      )
    },
    expected: { layer: 'proxy', cause: 'credentials-leaked' },
  },
  {
    id: 'vary-replaced-behind-a-gateway',
    note: 'right gateway, a relay that keeps only Accept-Encoding in Vary, right app',
    start: async (bed) => {
      const inner = await bed.app('express')
      const middle = await bed.relay(inner, (answer) =>
        headerValue(answer.headers, 'vary') === undefined
          ? answer
          : withHeader(answer, 'vary', 'Accept-Encoding'),
      )
      return [
        { name: 'gateway', url: await bed.gateway(middle) },
        { name: 'relay', url: middle },
        { name: 'app', url: inner },
      ]
    },
    expected: { layer: 'relay', cause: 'vary-lost' },
  },
  {
    id: 'options-404-at-a-path',
    note: 'Apache answers OPTIONS of /prices with 404',
    needs: ['apache'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.apache(`${apacheTo(inner)}
RewriteCond %{REQUEST_METHOD} =OPTIONS
RewriteRule ^/prices - [R=404,L]`)
      return behind(outer, inner)
    },
    expected: { layer: 'proxy', cause: 'preflight-not-answered' },
  },
  {
    id: 'caddy-adds-another-origin',
    note: 'Caddy adds another Access-Control-Allow-Origin to those of the app',
    needs: ['caddy'],
    start: async (bed) => {
      const inner = await bed.app('fastify')
      return behind(
        await bed.caddy(`  reverse_proxy ${inner} {
    header_down +Access-Control-Allow-Origin ${APP}
  }`),
        inner,
      )
    },
    expected: { layer: 'proxy', cause: 'two-authors' },
  },
  {
    id: 'ports-cut-off',
    note: 'Hono: ports are cut off before the comparison, on the listed side too',
    start: async (bed) => {
      const bare = (o: string): string => o.replace(/:\d+$/, '')
      return alone(
        await bed.app('hono', {
          takenFor: (o) => [APP, SHOP, PARTNER].find((l) => bare(l) === bare(o)) ?? o,
        }),
      )
    },
    expected: { layer: 'app', cause: 'ignores-port' },
  },
  {
    id: 'router-404-before-cors',
    note: 'Node: 404 answers of /account come from a router before CORS',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer, request) =>
            answer.status === 404 && request.url.includes('/account')
              ? withoutCors(answer)
              : answer,
        }),
      ),
    expected: { layer: 'app', cause: 'errors-without-headers' },
  },
  {
    id: 'former-partner-at-the-proxy',
    note: 'an enforcing proxy that forgot that a partner has left, before a right app',
    start: async (bed) => {
      const inner = await bed.app('express')
      const outer = await bed.enforcing(inner, {
        takenFor: (o, { url }) => (o === FORMER && url.includes('/prices') ? PARTNER : o),
      })
      return behind(outer, inner)
    },
    expected: { layer: 'proxy', cause: 'expired-still-granted' },
  },
  {
    id: 'methods-star',
    note: 'Fastify: `Access-Control-Allow-Methods: *`, which means nothing with credentials and everything without',
    start: async (bed) =>
      alone(
        await bed.app('fastify', {
          edit: (answer, request) =>
            isPreflight(request) && answer.status === 204
              ? added(
                  without(answer, 'access-control-allow-methods'),
                  'Access-Control-Allow-Methods',
                  '*',
                )
              : answer,
        }),
      ),
    expected: { layer: 'app', cause: 'methods-differ' },
  },
]
