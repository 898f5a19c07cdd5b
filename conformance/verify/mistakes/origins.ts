/**
 * Wrong comparisons of origins.
 *
 * @module
 */
import { APP, PARTNER, SHOP } from '../policy.ts'
import { added, headerValue, withHeader } from '../servers/index.ts'
import { alone, apacheTo, behind, type Mistake } from './mistake.ts'

const LISTED = [APP, SHOP, PARTNER]

/** The listed origin that one is equal to by a comparison. */
const by =
  (isEqual: (origin: string, listed: string) => boolean) =>
  (origin: string): string =>
    LISTED.find((listed) => isEqual(origin, listed)) ?? origin

const app = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({ layer: 'app', cause })

export const ORIGIN_MISTAKES: readonly Mistake[] = [
  {
    id: 'regex-unanchored-end',
    note: 'Express: `/^https:\\/\\/app\\.example\\.com/` without `$`',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          takenFor: (o) => (/^https:\/\/app\.example\.com/.test(o) ? APP : o),
        }),
      ),
    expected: app('matches-prefix'),
  },
  {
    id: 'starts-with',
    note: 'Hono: `allowed.some((one) => origin.startsWith(one))`',
    start: async (bed) => alone(await bed.app('hono', { takenFor: by((o, l) => o.startsWith(l)) })),
    expected: app('matches-prefix'),
  },
  {
    id: 'regex-unanchored-start',
    note: 'Node: `/app\\.example\\.com$/` without `^https://`',
    start: async (bed) =>
      alone(await bed.app('node', { takenFor: (o) => (/app\.example\.com$/.test(o) ? APP : o) })),
    expected: app('matches-suffix'),
  },
  {
    id: 'ends-with-domain',
    note: 'Fastify: `origin.endsWith("example.com")`',
    start: async (bed) =>
      alone(await bed.app('fastify', { takenFor: (o) => (o.endsWith('example.com') ? APP : o) })),
    expected: app('matches-suffix'),
  },
  {
    id: 'dot-unescaped',
    note: 'Express: `/^https:\\/\\/app.example.com$/`',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          takenFor: (o) => (/^https:\/\/app.example.com$/.test(o) ? APP : o),
        }),
      ),
    expected: app('matches-dot-as-any'),
  },
  {
    id: 'subdomains-of-a-listed-host',
    note: 'Node: equal, or below a listed host',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          takenFor: by((o, l) => o === l || o.endsWith(`.${l.replace('https://', '')}`)),
        }),
      ),
    expected: app('matches-subdomains'),
  },
  {
    id: 'wildcard-subdomain',
    note: 'Hono: every `https://*.example.com` is let in',
    start: async (bed) =>
      alone(
        await bed.app('hono', {
          takenFor: (o) => (/^https:\/\/([a-z0-9-]+\.)+example\.com$/.test(o) ? APP : o),
        }),
      ),
    expected: app('matches-subdomains'),
  },
  {
    id: 'http-for-https',
    note: 'Node: only hosts are compared, http is as good as https',
    start: async (bed) =>
      alone(await bed.app('node', { takenFor: by((o, l) => o.replace(/^http:/, 'https:') === l) })),
    expected: app('ignores-scheme'),
  },
  {
    id: 'any-port',
    note: 'Express: `new URL(origin).hostname` is compared, any port is let in, http is not',
    start: async (bed) => {
      const bare = (origin: string): string => origin.replace(/:\d+$/, '')
      return alone(
        await bed.app('express', {
          takenFor: by((o, l) => o.startsWith('https:') && bare(o) === bare(l)),
        }),
      )
    },
    expected: app('ignores-port'),
  },
  {
    id: 'case-insensitive',
    note: 'Fastify: both sides in lower case',
    start: async (bed) =>
      alone(await bed.app('fastify', { takenFor: by((o, l) => o.toLowerCase() === l) })),
    expected: app('ignores-case'),
  },
  {
    id: 'reflects-everything',
    note: 'Node: any origin is echoed, with credentials where the grant has them',
    start: async (bed) =>
      alone(await bed.app('node', { takenFor: (o) => (o === 'null' ? o : APP) })),
    expected: app('reflects-any-origin'),
  },
  {
    id: 'reflects-everything-and-null',
    note: 'Hono: whatever is in Origin is echoed, `null` too',
    start: async (bed) => alone(await bed.app('hono', { takenFor: () => APP })),
    expected: app('reflects-any-origin'),
  },
  {
    id: 'reflects-behind-right-gateway',
    note: 'right gateway in front of an Express app that echoes every origin',
    start: async (bed) => {
      const inner = await bed.app('express', { takenFor: () => APP })
      return [
        { name: 'gateway', url: await bed.gateway(inner) },
        { name: 'app', url: inner },
      ]
    },
    expected: app('reflects-any-origin'),
  },
  {
    id: 'reflects-null',
    note: 'Fastify: `null` is among the allowed origins',
    start: async (bed) =>
      alone(await bed.app('fastify', { takenFor: (o) => (o === 'null' ? APP : o) })),
    expected: app('reflects-null'),
  },
  {
    id: 'fixed-origin',
    note: 'Node: one configured origin is sent whoever asks',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer, { url }, { kind, resource }) =>
            kind === 'actual' && (resource === 'prices' || resource === 'account')
              ? added(
                  {
                    ...answer,
                    headers: answer.headers.filter(([n]) => n !== 'access-control-allow-origin'),
                  },
                  'access-control-allow-origin',
                  url === '' ? '' : APP,
                )
              : answer,
        }),
      ),
    expected: app('fixed-origin'),
  },
  {
    id: 'wildcard-with-credentials',
    note: 'Express: `*` beside `Access-Control-Allow-Credentials: true` on what is granted',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer) =>
            headerValue(answer.headers, 'access-control-allow-credentials') === undefined
              ? answer
              : withHeader(answer, 'access-control-allow-origin', '*'),
        }),
      ),
    expected: app('wildcard-with-credentials'),
  },
  {
    id: 'nginx-wildcard-with-credentials',
    note: 'nginx replaces the headers of a right app by `*` and credentials on every answer',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('express')
      const proxy = await bed.nginx(`
        location / {
          proxy_pass ${inner}; proxy_set_header Host $http_host; proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrade;
          proxy_hide_header Access-Control-Allow-Origin; proxy_hide_header Access-Control-Allow-Credentials;
          add_header Access-Control-Allow-Origin * always;
          add_header Access-Control-Allow-Credentials true always;
        }`)
      return behind(proxy, inner)
    },
    expected: { layer: 'proxy', cause: 'wildcard-with-credentials' },
  },
  {
    id: 'nginx-map-ignores-case',
    note: 'nginx: strings of `map` are compared without case; the map adds CORS to what the app denied',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const proxy = await bed.nginx(
        `location / {
          proxy_pass ${inner}; proxy_http_version 1.1; proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrade;
          proxy_set_header Origin $listed;
          proxy_hide_header Access-Control-Allow-Origin;
          add_header Access-Control-Allow-Origin $echo always;
        }`,
        `map $http_origin $listed { default $http_origin; "${APP}" "${APP}"; "${SHOP}" "${SHOP}"; "${PARTNER}" "${PARTNER}"; }
         map $upstream_http_access_control_allow_origin $echo { default $http_origin; "" ""; "*" "*"; }`,
      )
      return behind(proxy, inner)
    },
    expected: { layer: 'proxy', cause: 'ignores-case' },
  },
  {
    id: 'haproxy-echoes-origin',
    note: 'HAProxy sets Access-Control-Allow-Origin to the request’s Origin on every answer',
    needs: ['haproxy'],
    start: async (bed) => {
      const inner = await bed.app('fastify')
      const proxy = await bed.haproxy(
        inner,
        `  http-request set-var(txn.origin) req.hdr(origin)
  http-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m found }`,
      )
      return behind(proxy, inner)
    },
    expected: { layer: 'proxy', cause: 'reflects-any-origin' },
  },
  {
    id: 'caddy-fixed-origin',
    note: 'Caddy sets one origin on every answer',
    needs: ['caddy'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      const proxy = await bed.caddy(`
  reverse_proxy ${inner} {
    header_up Host {http.request.hostport}
    header_down Access-Control-Allow-Origin ${APP}
  }`)
      return behind(proxy, inner)
    },
    expected: { layer: 'proxy', cause: 'fixed-origin' },
  },
  {
    id: 'apache-unescaped-dot',
    note: 'Apache: `SetEnvIf Origin` with unescaped dots lets a neighbour in',
    needs: ['apache'],
    start: async (bed) => {
      const inner = await bed.app('express')
      const proxy = await bed.apache(`
LoadModule setenvif_module /usr/lib/apache2/modules/mod_setenvif.so
SetEnvIfExpr "%{REQUEST_URI} =~ m#^/(?:prices|account)# && %{HTTP:Origin} != 'https://app.example.com' && %{HTTP:Origin} =~ m#^(https://app.example.com)$#" LISTED=$1
RequestHeader set Origin "${APP}" env=LISTED
Header always set Access-Control-Allow-Origin "%{LISTED}e" env=LISTED
Header unset Access-Control-Allow-Origin env=LISTED
${apacheTo(inner)}`)
      return behind(proxy, inner)
    },
    expected: { layer: 'proxy', cause: 'matches-dot-as-any' },
  },
]
