/**
 * Applications that answer as the policy says, in forms that are unusual.
 *
 * @module
 */
import { createServer } from 'node:http'
import { alone, type Stack } from '../mistakes/index.ts'
import { API_HOST, APP, bundleOf, POLICY } from '../policy.ts'
import {
  added,
  application,
  factsOf,
  handWritten,
  headerValue,
  isPreflight,
  send,
  withHeader,
  without,
  withUpgrades,
} from '../servers/index.ts'
import { lines, plus, value } from './right.ts'

const LISTS =
  /^(access-control-allow-methods|access-control-allow-headers|access-control-expose-headers|vary)$/

const DATED = datedPolicy()

export const RIGHT_ANSWERS: readonly Stack[] = [
  { id: 'express', note: 'Express', start: async (bed) => alone(await bed.app('express')) },
  { id: 'fastify', note: 'Fastify', start: async (bed) => alone(await bed.app('fastify')) },
  { id: 'hono', note: 'Hono', start: async (bed) => alone(await bed.app('hono')) },
  {
    id: 'preflight-200',
    note: 'granted preflights are 200 with an empty body',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer, request) =>
            isPreflight(request) && answer.status === 204 ? { ...answer, status: 200 } : answer,
        }),
      ),
  },
  {
    id: 'lists-in-another-order',
    note: 'lists are reversed',
    start: async (bed) =>
      alone(
        await bed.app(
          'node',
          lines(([n, v]) => [[n, LISTS.test(n) ? v.split(', ').reverse().join(', ') : v]]),
        ),
      ),
  },
  {
    id: 'lists-without-spaces',
    note: 'lists are joined with a comma alone, header names in other case',
    start: async (bed) =>
      alone(
        await bed.app(
          'express',
          lines(([n, v]) => [
            [
              n.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
              LISTS.test(n) && !n.endsWith('methods') ? v.replaceAll(', ', ',').toUpperCase() : v,
            ],
          ]),
        ),
      ),
  },
  {
    id: 'methods-with-head-and-options',
    note: 'HEAD, which GET implies, is listed too',
    start: async (bed) =>
      alone(
        await bed.app(
          'fastify',
          value('access-control-allow-methods', (v) => v.replace('GET', 'GET, HEAD')),
        ),
      ),
  },
  {
    id: 'requested-header-names-only',
    note: 'a granted preflight names what was asked for, not all that is granted',
    start: async (bed) =>
      alone(
        await bed.app('hono', {
          edit(answer, request) {
            if (!isPreflight(request) || answer.status !== 204) return answer
            const asked = headerValue(request.headers, 'access-control-request-headers')
            const bare = without(answer, 'access-control-allow-headers')
            return asked === undefined ? bare : added(bare, 'Access-Control-Allow-Headers', asked)
          },
        }),
      ),
  },
  {
    id: 'requested-method-only',
    note: 'a granted preflight names the method that was asked for',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer, request) =>
            withHeader(
              answer,
              'access-control-allow-methods',
              headerValue(request.headers, 'access-control-request-method') ?? '',
            ),
        }),
      ),
  },
  {
    id: 'several-vary-lines',
    note: 'one line of Vary for each name',
    start: async (bed) =>
      alone(
        await bed.app(
          'node',
          lines(([n, v]) =>
            n.toLowerCase() === 'vary'
              ? v.split(', ').map((name) => ['Vary', name] as const)
              : [[n, v]],
          ),
        ),
      ),
  },
  {
    id: 'vary-star',
    note: '`Vary: *`',
    start: async (bed) =>
      alone(
        await bed.app(
          'express',
          value('vary', () => '*'),
        ),
      ),
  },
  {
    id: 'vary-with-more',
    note: 'Vary names more than the policy asks for',
    start: async (bed) =>
      alone(
        await bed.app(
          'node',
          value('vary', (v) => `Cookie, ${v}, User-Agent`),
        ),
      ),
  },
  {
    id: 'vary-origin-on-public',
    note: 'Vary: Origin where answers do not depend on it',
    start: async (bed) => alone(await bed.app('fastify', plus(['Vary', 'Origin']))),
  },
  {
    id: 'preflight-vary-origin-only',
    note: 'preflights have Vary: Origin alone, as CORS libraries send it',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer, request) =>
            isPreflight(request) ? withHeader(answer, 'vary', 'Origin') : answer,
        }),
      ),
  },
  {
    id: 'no-store',
    note: '`Cache-Control: no-store` on everything',
    start: async (bed) => alone(await bed.app('hono', plus(['Cache-Control', 'no-store']))),
  },
  {
    id: 'cookies',
    note: 'every answer sets a cookie of its own',
    start: async (bed) => {
      let count = 0
      return alone(
        await bed.app('node', {
          edit: (answer) => {
            count += 1
            return added(answer, 'Set-Cookie', `session=${count}; Secure; HttpOnly; SameSite=None`)
          },
        }),
      )
    },
  },
  {
    id: 'changing-body-and-ids',
    note: 'bodies, dates and request ids differ each time, over replicas',
    input: { asking: { replicas: 3 } },
    start: async (bed) => {
      let count = 0
      return alone(
        await bed.app('express', {
          edit: (answer) => {
            count += 1
            const named = added(
              added(answer, 'X-Request-Id', `${count}`),
              'X-Served-By',
              `node-${count % 3}`,
            )
            return answer.status === 200 ? { ...named, body: `answer ${count}` } : named
          },
        }),
      )
    },
  },
  {
    id: 'http-1.0-close',
    note: 'each connection is closed after its answer',
    start: async (bed) => alone(await bed.app('node', plus(['Connection', 'close']))),
  },
  {
    id: 'chunked',
    note: 'bodies are chunked, in small pieces',
    start: async (bed) => {
      const handler = handWritten()
      const server = createServer(async (request, response) => {
        const { status, headers, body } = await handler.answer(factsOf(request))
        response.writeHead(
          status,
          headers.filter(([name]) => !/^content-length$/i.test(name)).flat() as string[],
        )
        if (request.method !== 'HEAD' && status !== 204 && status !== 304) {
          for (const letter of body.slice(0, 8)) response.write(letter)
        }
        response.end()
      })
      return alone(await bed.listen(withUpgrades(server, handler)))
    },
  },
  {
    id: 'event-stream',
    note: '/prices/list is an event stream that never ends',
    start: async (bed) => {
      const handler = handWritten({
        application: (request) =>
          request.url.includes('/prices/list')
            ? {
                status: 200,
                headers: [
                  ['Content-Type', 'text/event-stream'],
                  ['Vary', 'Accept'],
                ],
                body: '',
              }
            : application(request),
      })
      const server = createServer(async (request, response) => {
        const answer = await handler.answer(factsOf(request))
        const isStream = headerValue(answer.headers, 'content-type') === 'text/event-stream'
        if (!isStream || request.method === 'HEAD') return send(request, response, answer)
        response.writeHead(answer.status, answer.headers.flat() as string[])
        response.write('data: 1\n\n')
      })
      return alone(await bed.listen(withUpgrades(server, handler)))
    },
  },
  {
    id: 'slow',
    note: 'each answer takes 30 ms',
    input: { maxProbes: 120 },
    start: async (bed) =>
      alone(
        await bed.app('fastify', {
          application: async (request) => {
            await new Promise((resolve) => setTimeout(resolve, 30))
            return application(request)
          },
        }),
      ),
  },
  {
    id: 'rate-limited',
    note: 'after 50 requests one 429 with Retry-After: 1',
    input: { maxProbes: 120 },
    start: async (bed) => {
      let count = 0
      return alone(
        await bed.app('node', {
          before: () => {
            count += 1
            return count === 50
              ? {
                  status: 429,
                  headers: [
                    ['Retry-After', '1'],
                    ['Vary', 'Origin'],
                  ],
                  body: 'slow down',
                }
              : null
          },
        }),
      )
    },
  },
  {
    id: 'errors-everywhere',
    note: 'the application answers 500 to everything, with the headers of the policy',
    start: async (bed) =>
      alone(
        await bed.app('hono', {
          application: () => ({
            status: 500,
            headers: [['Content-Type', 'text/html']],
            body: '<h1>sorry</h1>',
          }),
        }),
      ),
  },
  {
    id: 'login-wall',
    note: 'actual requests without a login are 401 with the headers of the policy, preflights are answered',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          application: (request) =>
            headerValue(request.headers, 'authorization') === undefined &&
            /\/(account|live)/.test(request.url)
              ? { status: 401, headers: [['WWW-Authenticate', 'Bearer']], body: 'login' }
              : application(request),
        }),
      ),
  },
  {
    id: 'login-required-by-policy',
    note: 'the policy requires a login; the layer answers 401 as D21 says, with and without credentials',
    policy: POLICY.replace(
      'sensitivity: confidential\n',
      'sensitivity: confidential\n    authentication: required\n',
    ),
    input: { asking: { credentials: [['Cookie', 'session=secret-1']] } },
    start: async (bed) =>
      alone(
        await bed.app('node', {
          application: (request) =>
            headerValue(request.headers, 'cookie') === undefined && request.url.includes('/account')
              ? {
                  status: 401,
                  headers: [
                    ['WWW-Authenticate', 'Bearer'],
                    ['Cache-Control', 'no-store'],
                  ],
                  body: 'login',
                }
              : application(request),
        }),
      ),
  },
  {
    id: 'redirects-everything',
    note: 'every actual request is redirected to the login, with the headers of the policy',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          application: () => ({
            status: 307,
            headers: [['Location', 'https://login.example.com/']],
            body: '',
          }),
        }),
      ),
  },
  {
    id: 'tenants',
    note: 'tenants by path, each with origins of its own',
    policy: `version: 1
self: [https://${API_HOST}]
contact: api@example.com
unmatched: headers
origins:
  web: { allow: ["${APP}"], owner: web@example.com, purpose: own applications }
tenants:
  identify: { path: "/t/{tenant}/**" }
  members:
    acme: { allow: [https://portal.acme.example], owner: it@acme.example, purpose: portal }
    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: portal }
resources:
  - name: orders
    match: [{ path: "/t/{tenant}/orders/**" }]
    sensitivity: internal
    enforce: headers
    grants:
      - { origins: [web, "@tenant"], methods: [GET, PUT], requestHeaders: [content-type], credentials: true }
`,
    start: async (bed) => alone(await bed.app('express')),
  },
  {
    id: 'dated-grant',
    note: 'a grant that ends in half an hour, with a Max-Age that shrinks; another begins later',
    policy: DATED,
    start: async (bed) => alone(await bed.app('hono', { bundle: bundleOf(DATED) })),
  },
  {
    id: 'public-star',
    note: 'a public API: `*` on everything, no Vary, no preflight needed',
    policy: `version: 1
self: [https://${API_HOST}]
contact: api@example.com
unmatched: headers
resources:
  - name: all
    match: [{ path: /** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], requestHeaders: ["*"] }]
`,
    input: { paths: [] },
    start: async (bed) => alone(await bed.app('fastify')),
  },
  {
    id: 'hidden-behind-404',
    note: 'a denied actual request under `headers` is 404, as an application hides what it has',
    start: async (bed) =>
      alone(
        await bed.app('node', {
          edit: (answer, _, { reason, status, kind }) =>
            kind === 'actual' &&
            status === null &&
            reason === 'origin-not-granted' &&
            answer.status === 200
              ? { ...answer, status: 404, body: 'not found' }
              : answer,
        }),
      ),
  },
]

function datedPolicy(): string {
  // Half an hour, which does not pass while the tests run and is shorter than `maxAge`.
  const end = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 1_800_000)
  const from = new Date(end.getTime() + 86_400_000)
  const text = (at: Date): string => at.toISOString().replace('.000', '')
  return `version: 1
self: [https://${API_HOST}]
contact: api@example.com
unmatched: headers
origins:
  web: { allow: ["${APP}"], owner: web@example.com, purpose: tests, until: ${text(end)} }
  later: { allow: [https://next.example.com], owner: web@example.com, purpose: tests }
resources:
  - name: prices
    match: [{ path: /prices/** }]
    sensitivity: internal
    enforce: headers
    grants:
      - { origins: [web], methods: [GET, PUT], credentials: true, maxAge: 2h }
      - { origins: [later], methods: [GET], from: ${text(from)} }
`
}
