/**
 * Wrong headers on answers to actual requests.
 *
 * @module
 */
import { APP } from '../policy.ts'
import {
  type Answer,
  added,
  headerValue,
  isPreflight,
  without,
  withoutCors,
} from '../servers/index.ts'
import { alone, apacheTo, behind, type Mistake, nginxTo } from './mistake.ts'

const app = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({ layer: 'app', cause })
const proxy = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({
  layer: 'proxy',
  cause,
})

/** nginx hides the headers of a right app, to set them anew. */
const ANEW = `
  proxy_hide_header Access-Control-Allow-Origin; proxy_hide_header Access-Control-Allow-Credentials;
  proxy_hide_header Access-Control-Expose-Headers;`

const noCorsOn =
  (...statuses: readonly number[]) =>
  (answer: Answer): Answer =>
    statuses.includes(answer.status) ? withoutCors(answer) : answer

export const ANSWER_MISTAKES: readonly Mistake[] = [
  {
    id: 'errors-of-express',
    note: 'Express: the error handler drops the CORS headers of 404 and 500',
    start: async (bed) => alone(await bed.app('express', { edit: noCorsOn(404, 500) })),
    expected: app('errors-without-headers'),
  },
  {
    id: 'add-header-without-always',
    note: 'nginx: `add_header` without `always`, which leaves errors out',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.nginx(`location / {
        ${nginxTo(inner)} ${ANEW}
        add_header Access-Control-Allow-Origin $upstream_http_access_control_allow_origin;
        add_header Access-Control-Allow-Credentials $upstream_http_access_control_allow_credentials;
        add_header Access-Control-Expose-Headers $upstream_http_access_control_expose_headers;
      }`)
      return behind(outer, inner)
    },
    expected: proxy('errors-without-headers'),
  },
  {
    id: 'nginx-intercepts-errors',
    note: 'nginx: `proxy_intercept_errors` with an error page of its own, without CORS headers',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('fastify')
      const outer = await bed.nginx(`
        error_page 404 500 /error;
        location = /error { internal; add_header Vary Origin always; return 200 "sorry"; }
        location / { proxy_intercept_errors on; ${nginxTo(inner)} }`)
      return behind(outer, inner)
    },
    expected: proxy('errors-without-headers'),
  },
  {
    id: 'apache-header-without-always',
    note: 'Apache: `Header set` without `always` is not on its own errors; here a 404 page of Apache',
    needs: ['apache'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      const outer = await bed.apache(`
ProxyErrorOverride On 404 500
ErrorDocument 404 "not here"
ErrorDocument 500 "broken"
${apacheTo(inner)}`)
      return behind(outer, inner)
    },
    expected: proxy('errors-without-headers'),
  },
  {
    id: 'redirects-bare',
    note: 'Hono: redirects are answered before CORS',
    start: async (bed) => alone(await bed.app('hono', { edit: noCorsOn(301, 302, 307, 308) })),
    expected: app('redirect-without-headers'),
  },
  {
    id: 'haproxy-strips-redirects',
    note: 'HAProxy removes CORS headers from redirects',
    needs: ['haproxy'],
    start: async (bed) => {
      const inner = await bed.app('express')
      const outer = await bed.haproxy(
        inner,
        '  http-response del-header access-control- -m beg if { status 300:303 } || { status 307:308 }',
      )
      return behind(outer, inner)
    },
    expected: proxy('redirect-without-headers'),
  },
  {
    id: 'not-modified-bare',
    note: 'Node: 304 without CORS headers',
    start: async (bed) => alone(await bed.app('node', { edit: noCorsOn(304) })),
    expected: app('not-modified-without-headers'),
  },
  {
    id: 'caddy-strips-304',
    note: 'Caddy removes CORS headers from 304',
    needs: ['caddy'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.caddy(`
  reverse_proxy ${inner} {
    @unchanged status 304
    handle_response @unchanged {
      copy_response_headers {
        exclude Access-Control-Allow-Origin Access-Control-Allow-Credentials Access-Control-Expose-Headers
      }
      respond "" 304
    }
  }`)
      return behind(outer, inner)
    },
    expected: proxy('not-modified-without-headers'),
  },
  {
    id: 'two-allow-origin-lines',
    note: 'Express: Access-Control-Allow-Origin twice, with one value',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer) => {
            const allowed = headerValue(answer.headers, 'access-control-allow-origin')
            return allowed === undefined
              ? answer
              : added(answer, 'Access-Control-Allow-Origin', allowed)
          },
        }),
      ),
    expected: app('two-authors'),
  },
  {
    id: 'nginx-adds-beside-the-app',
    note: 'nginx adds `*` beside the header of the app',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('express')
      return behind(
        await bed.nginx(
          `location / { ${nginxTo(inner)} add_header Access-Control-Allow-Origin * always; }`,
        ),
        inner,
      )
    },
    expected: proxy('two-authors'),
  },
  {
    id: 'nginx-adds-the-same',
    note: 'nginx adds the same Access-Control-Allow-Origin again where the app has set it',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      return behind(
        await bed.nginx(
          `location / { ${nginxTo(inner)} add_header Access-Control-Allow-Origin $upstream_http_access_control_allow_origin always; }`,
        ),
        inner,
      )
    },
    expected: proxy('two-authors'),
  },
  {
    id: 'values-joined',
    note: 'a proxy joins two lines to one: `https://app.example.com, https://app.example.com`',
    start: async (bed) => {
      const inner = await bed.app('fastify')
      const outer = await bed.relay(inner, (answer) => {
        const allowed = headerValue(answer.headers, 'access-control-allow-origin')
        return allowed === undefined
          ? answer
          : added(
              without(answer, 'access-control-allow-origin'),
              'Access-Control-Allow-Origin',
              `${allowed}, ${allowed}`,
            )
      })
      return behind(outer, inner)
    },
    expected: proxy('two-authors'),
  },
  {
    id: 'vary-missing',
    note: 'Node: no Vary, though answers depend on Origin',
    start: async (bed) =>
      alone(await bed.app('node', { edit: (answer) => without(answer, 'vary') })),
    expected: app('vary-missing'),
  },
  {
    id: 'vary-only-where-granted',
    note: 'Hono: Vary: Origin only on answers that are granted',
    start: async (bed) =>
      alone(
        await bed.app('hono', {
          edit: (answer) =>
            headerValue(answer.headers, 'access-control-allow-origin') === undefined
              ? without(answer, 'vary')
              : answer,
        }),
      ),
    expected: app('vary-missing'),
  },
  {
    id: 'nginx-hides-vary',
    note: 'nginx: `proxy_hide_header Vary`',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('express')
      return behind(
        await bed.nginx(`location / { proxy_hide_header Vary; ${nginxTo(inner)} }`),
        inner,
      )
    },
    expected: proxy('vary-lost'),
  },
  {
    id: 'varnish-unsets-vary',
    note: 'Varnish: `unset beresp.http.Vary`',
    needs: ['varnish'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.varnish(
        inner,
        `sub vcl_recv { if (req.http.upgrade ~ "(?i)websocket") { return (pipe); } return (pass); }
sub vcl_pipe { if (req.http.upgrade) { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; } }
sub vcl_backend_response { unset beresp.http.Vary; }`,
      )
      return behind(outer, inner)
    },
    expected: proxy('vary-lost'),
  },
  {
    id: 'apache-replaces-vary',
    note: 'Apache: `Header set Vary Accept-Encoding` between a right gateway and a right app',
    needs: ['apache'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const middle = await bed.apache(`
Header set Vary "Accept-Encoding"
${apacheTo(inner)}`)
      return [
        { name: 'gateway', url: await bed.gateway(middle) },
        { name: 'proxy', url: middle },
        { name: 'app', url: inner },
      ]
    },
    expected: proxy('vary-lost'),
  },
  {
    id: 'credentials-missing',
    note: 'Fastify: Access-Control-Allow-Credentials is never sent',
    start: async (bed) =>
      alone(
        await bed.app('fastify', {
          edit: (answer) => without(answer, 'access-control-allow-credentials'),
        }),
      ),
    expected: app('credentials-missing'),
  },
  {
    id: 'haproxy-drops-credentials',
    note: 'HAProxy: `del-header Access-Control-Allow-Credentials`',
    needs: ['haproxy'],
    start: async (bed) => {
      const inner = await bed.app('node')
      return behind(
        await bed.haproxy(inner, '  http-response del-header Access-Control-Allow-Credentials'),
        inner,
      )
    },
    expected: proxy('credentials-missing'),
  },
  {
    id: 'credentials-leaked',
    note: 'Node: Allow-Credentials wherever an origin is echoed',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer) => {
            const allowed = headerValue(answer.headers, 'access-control-allow-origin')
            return allowed === undefined || allowed === '*'
              ? answer
              : added(
                  without(answer, 'access-control-allow-credentials'),
                  'Access-Control-Allow-Credentials',
                  'true',
                )
          },
        }),
      ),
    expected: app('credentials-leaked'),
  },
  {
    id: 'expose-lost',
    note: 'nginx hides Access-Control-Expose-Headers of a right app',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('fastify')
      return behind(
        await bed.nginx(
          `location / { proxy_hide_header Access-Control-Expose-Headers; ${nginxTo(inner)} }`,
        ),
        inner,
      )
    },
    expected: proxy('exposed-headers-differ'),
  },
  {
    id: 'expose-everything',
    note: 'Express: `Access-Control-Expose-Headers: *`',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer) => ({
            ...answer,
            headers: answer.headers.map(
              ([n, v]) => [n, n === 'access-control-expose-headers' ? '*' : v] as const,
            ),
          }),
        }),
      ),
    expected: app('exposed-headers-differ'),
  },
  {
    id: 'rewritten-scheme',
    note: 'a proxy rewrites https to http in every header of a right app',
    start: async (bed) => {
      const inner = await bed.app('express')
      const outer = await bed.relay(inner, (answer) => ({
        ...answer,
        headers: answer.headers.map(([n, v]) => [n, v.replace('https://', 'http://')] as const),
      }))
      return behind(outer, inner)
    },
    expected: proxy('rewritten'),
  },
  {
    id: 'rewritten-host',
    note: 'HAProxy replaces the domain in every Access-Control-Allow-Origin',
    needs: ['haproxy'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      const outer = await bed.haproxy(
        inner,
        '  http-response replace-header Access-Control-Allow-Origin https://(.*)\\.example\\.com(.*) https://\\1.internal.example.com\\2',
      )
      return behind(outer, inner)
    },
    expected: proxy('rewritten'),
  },
  {
    id: 'grant-forgotten',
    note: 'Hono: one of the listed origins was forgotten',
    start: async (bed) =>
      alone(
        await bed.app('hono', {
          takenFor: (o) => (o === 'https://portal.partner.example' ? 'https://nobody.example' : o),
        }),
      ),
    expected: app('grants-too-little'),
  },
  {
    id: 'extra-origin',
    note: 'Express: `http://localhost:3000` is left from development',
    start: async (bed) =>
      alone(
        await bed.app('express', { takenFor: (o) => (o === 'http://localhost:3000' ? APP : o) }),
      ),
    expected: app('grants-too-much'),
  },
  {
    id: 'nginx-location-drops-outer-headers',
    note: 'nginx: an `add_header` in a location drops those of the server, Access-Control-Allow-Origin among them',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.nginx(`
        add_header Access-Control-Allow-Origin $upstream_http_access_control_allow_origin always;
        add_header Access-Control-Allow-Credentials $upstream_http_access_control_allow_credentials always;
        add_header Access-Control-Expose-Headers $upstream_http_access_control_expose_headers always;
        location / { ${nginxTo(inner)} ${ANEW} }
        location /prices { ${nginxTo(inner)} ${ANEW} add_header X-Frame-Options DENY always; }`)
      return behind(outer, inner)
    },
    expected: proxy('grants-too-little'),
  },
  {
    id: 'methods-on-actual-answers',
    note: 'Node: Allow-Methods and Allow-Credentials where no browser reads them',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer, request) =>
            isPreflight(request) ? answer : added(answer, 'Access-Control-Allow-Methods', 'GET'),
        }),
      ),
    expected: app('harmless'),
  },
  {
    id: 'denied-preflight-200',
    note: 'Express: denied preflights are 200 without headers',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer, request) =>
            isPreflight(request) && answer.status === 403
              ? { ...answer, status: 200, body: '' }
              : answer,
        }),
      ),
    expected: app('harmless'),
  },
]
