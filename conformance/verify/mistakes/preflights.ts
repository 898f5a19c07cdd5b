/**
 * Preflights that something answers before the policy does, or that nothing answers.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'
import { type Answer, added, headerValue, isPreflight, without } from '../servers/index.ts'
import { alone, apacheTo, behind, type Mistake, nginxTo } from './mistake.ts'

const app = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({ layer: 'app', cause })
const proxy = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({
  layer: 'proxy',
  cause,
})

const early =
  (status: number, headers: Answer['headers'] = []) =>
  (request: RequestFacts): Answer | null =>
    isPreflight(request) ? { status, headers: [['Vary', 'Origin'], ...headers], body: '' } : null

export const PREFLIGHT_MISTAKES: readonly Mistake[] = [
  {
    id: 'login-before-preflight',
    note: 'Express: the login is checked before CORS, so that preflights get 401',
    start: async (bed) =>
      alone(await bed.app('express', { before: early(401, [['WWW-Authenticate', 'Bearer']]) })),
    expected: app('preflight-authenticated'),
  },
  {
    id: 'login-before-preflight-403',
    note: 'Hono: the same with 403 and a challenge',
    start: async (bed) =>
      alone(
        await bed.app('hono', { before: early(403, [['WWW-Authenticate', 'Basic realm="api"']]) }),
      ),
    expected: app('preflight-authenticated'),
  },
  {
    id: 'nginx-auth-basic-preflight',
    note: 'nginx asks OPTIONS for a password, in front of a right app',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.nginx(
        `location / { auth_basic $realm; auth_basic_user_file /dev/null; ${nginxTo(inner)} }`,
        'map "$request_method$http_access_control_request_method" $realm { default off; "~^OPTIONS." api; }',
      )
      return behind(outer, inner)
    },
    expected: proxy('preflight-authenticated'),
  },
  {
    id: 'options-to-trailing-slash',
    note: 'Node: a preflight without a slash at its end is redirected',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          before: (request) => {
            const [path = ''] = request.url.split('?')
            return isPreflight(request) && !path.endsWith('/')
              ? {
                  status: 308,
                  headers: [
                    ['Location', `${path}/`],
                    ['Vary', 'Origin'],
                  ],
                  body: '',
                }
              : null
          },
        }),
      ),
    expected: app('preflight-redirected'),
  },
  {
    id: 'caddy-redirects-preflights',
    note: 'Caddy sends every OPTIONS to the login page',
    needs: ['caddy'],
    start: async (bed) => {
      const inner = await bed.app('express')
      const outer = await bed.caddy(`
  @preflight {
    method OPTIONS
    header Access-Control-Request-Method *
  }
  redir @preflight /login 302
  reverse_proxy ${inner}`)
      return behind(outer, inner)
    },
    expected: proxy('preflight-redirected'),
  },
  {
    id: 'options-404',
    note: 'Fastify: no route for OPTIONS',
    start: async (bed) => alone(await bed.app('fastify', { before: early(404) })),
    expected: app('preflight-not-answered'),
  },
  {
    id: 'options-405',
    note: 'Express: 405 with Allow',
    start: async (bed) =>
      alone(await bed.app('express', { before: early(405, [['Allow', 'GET, HEAD']]) })),
    expected: app('preflight-not-answered'),
  },
  {
    id: 'nginx-limit-except',
    note: 'nginx: `limit_except GET POST` refuses OPTIONS',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      const outer = await bed.nginx(
        `location / { limit_except GET POST PATCH { deny all; } ${nginxTo(inner)} }`,
      )
      return behind(outer, inner)
    },
    expected: proxy('preflight-not-answered'),
  },
  {
    id: 'apache-rewrite-forbids-options',
    note: 'Apache: a rewrite rule answers OPTIONS with 403',
    needs: ['apache'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.apache(`
${apacheTo(inner)}
RewriteCond %{REQUEST_METHOD} =OPTIONS
RewriteCond %{HTTP:Access-Control-Request-Method} .
RewriteRule ^ - [F]`)
      return behind(outer, inner)
    },
    expected: proxy('preflight-not-answered'),
  },
  {
    id: 'preflight-503',
    note: 'Node: preflights fail with 500',
    start: async (bed) => alone(await bed.app('node', { before: early(500) })),
    expected: app('preflight-not-answered'),
  },
  {
    id: 'gateway-passes-preflights-on',
    note: 'a proxy answers preflights with what the plain application says to OPTIONS, with Allow-Origin added',
    start: async (bed) => {
      const url = await bed.app('express', {
        edit: (answer, request) =>
          isPreflight(request) && answer.status === 204
            ? {
                ...added(
                  without(
                    answer,
                    'access-control-allow-methods',
                    'access-control-max-age',
                    'access-control-allow-headers',
                  ),
                  'Allow',
                  'GET,HEAD',
                ),
                status: 200,
                body: 'GET,HEAD',
              }
            : answer,
      })
      return alone(url)
    },
    expected: app('preflight-forwarded'),
  },
  {
    id: 'haproxy-answers-options-itself',
    note: 'HAProxy answers every preflight 204 without any header',
    needs: ['haproxy'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      const outer = await bed.haproxy(
        inner,
        '  http-request return status 204 if METH_OPTIONS { req.hdr(Access-Control-Request-Method) -m found }',
      )
      return behind(outer, inner)
    },
    expected: proxy('preflight-forwarded'),
  },
  {
    id: 'options-hijacked',
    note: 'Express: every OPTIONS is answered 204 as a preflight',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          read: (request) =>
            request.method === 'OPTIONS' &&
            !isPreflight(request) &&
            headerValue(request.headers, 'origin') !== undefined
              ? {
                  ...request,
                  headers: [...request.headers, ['Access-Control-Request-Method', 'GET']],
                }
              : request,
        }),
      ),
    expected: app('options-hijacked'),
  },
  {
    id: 'nginx-options-hijacked',
    note: 'nginx: `if ($request_method = OPTIONS) { return 204; }` for what is no preflight',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('fastify')
      const outer = await bed.nginx(
        `location / {
          if ($hijacked) {
            add_header Access-Control-Allow-Methods "GET, POST, OPTIONS";
            add_header Access-Control-Max-Age 600;
            return 204;
          }
          ${nginxTo(inner)} }`,
        'map "$request_method$http_access_control_request_method" $hijacked { default 0; OPTIONS 1; }',
      )
      return behind(outer, inner)
    },
    expected: proxy('options-hijacked'),
  },
  {
    id: 'methods-lack-patch',
    note: 'Node: the preflight names fewer methods than are granted',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer, _, { resource }) =>
            resource === 'account'
              ? {
                  ...answer,
                  headers: answer.headers.map(
                    ([n, v]) =>
                      [n, n === 'access-control-allow-methods' ? 'GET, POST' : v] as const,
                  ),
                }
              : answer,
        }),
      ),
    expected: app('methods-differ'),
  },
  {
    id: 'methods-add-delete',
    note: 'HAProxy: the preflight names DELETE beside what is granted',
    needs: ['haproxy'],
    start: async (bed) => {
      const inner = await bed.app('express')
      const outer = await bed.haproxy(
        inner,
        '  http-response replace-header Access-Control-Allow-Methods (.*) "\\1, DELETE"',
      )
      return behind(outer, inner)
    },
    expected: proxy('methods-differ'),
  },
  {
    id: 'request-headers-lost',
    note: 'Fastify: `x-csrf-token` is missing in Access-Control-Allow-Headers',
    start: async (bed) =>
      alone(
        await bed.app('fastify', {
          edit: (answer) => ({
            ...answer,
            headers: answer.headers.map(
              ([n, v]) =>
                [
                  n,
                  n === 'access-control-allow-headers' ? v.replace(', x-csrf-token', '') : v,
                ] as const,
            ),
          }),
        }),
      ),
    expected: app('request-headers-differ'),
  },
  {
    id: 'request-headers-reflected',
    note: 'Hono: granted preflights echo whatever names are asked for',
    start: async (bed) =>
      alone(
        await bed.app('hono', {
          read: (request) => ({
            ...request,
            headers: request.headers.filter(
              ([n]) => n.toLowerCase() !== 'access-control-request-headers',
            ),
          }),
          edit: (answer, request) => {
            const asked = headerValue(request.headers, 'access-control-request-headers')
            return isPreflight(request) && answer.status === 204 && asked !== undefined
              ? added(
                  without(answer, 'access-control-allow-headers'),
                  'Access-Control-Allow-Headers',
                  asked,
                )
              : answer
          },
        }),
      ),
    expected: app('request-headers-differ'),
  },
  {
    id: 'max-age-of-a-day',
    note: 'Express: Max-Age of a day instead of ten minutes',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer) => ({
            ...answer,
            headers: answer.headers.map(
              ([n, v]) => [n, n === 'access-control-max-age' ? '86400' : v] as const,
            ),
          }),
        }),
      ),
    expected: app('max-age-differs'),
  },
  {
    id: 'max-age-dropped',
    note: 'nginx hides Access-Control-Max-Age of a right app',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('node')
      return behind(
        await bed.nginx(
          `location / { proxy_hide_header Access-Control-Max-Age; ${nginxTo(inner)} }`,
        ),
        inner,
      )
    },
    expected: proxy('max-age-differs'),
  },
  {
    id: 'denied-preflight-forwarded',
    note: 'Express: preflights of the application’s own handler, which knows OPTIONS like any other request',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer, request) =>
            isPreflight(request) && answer.status === 204
              ? {
                  status: 200,
                  body: 'ok',
                  headers: [
                    ...without(
                      answer,
                      'access-control-allow-methods',
                      'access-control-allow-headers',
                      'access-control-max-age',
                    ).headers,
                    ['ETag', '"v1"'],
                    ['Content-Type', 'application/json'],
                  ],
                }
              : answer,
        }),
      ),
    expected: app('preflight-forwarded'),
  },
]
