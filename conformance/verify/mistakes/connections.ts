/**
 * Layers that do not answer, answer in two ways, or answer from a cache.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { RequestFacts } from '@marque/core'
import { APP } from '../policy.ts'
import {
  type Answer,
  factsOf,
  handWritten,
  headerValue,
  send,
  without,
  withoutCors,
  withUpgrades,
} from '../servers/index.ts'
import { alone, behind, type Mistake } from './mistake.ts'

const app = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({ layer: 'app', cause })
const proxy = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({
  layer: 'proxy',
  cause,
})

/** A cache of GET answers by URL alone. */
function urlCache(): (answer: Answer, request: RequestFacts) => Answer {
  const stored = new Map<string, Answer>()
  return (answer, { method, url }) => {
    if (method !== 'GET') return answer
    const known = stored.get(url)
    if (known !== undefined) return known
    if (answer.status === 200) stored.set(url, answer)
    return answer
  }
}

export const CONNECTION_MISTAKES: readonly Mistake[] = [
  {
    id: 'nothing-listens',
    note: 'nothing listens at the address',
    start: async () => alone('http://127.0.0.1:9'),
    expected: app('unreachable'),
  },
  {
    id: 'hangs',
    note: 'the server accepts connections and never answers',
    input: { asking: { timeout: 300 } },
    start: async (bed) => alone(await bed.raw(() => undefined)),
    expected: app('unreachable'),
  },
  {
    id: 'garbage',
    note: 'what comes is no HTTP',
    start: async (bed) => alone(await bed.raw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))),
    expected: app('unreachable'),
  },
  {
    id: 'resets-some',
    note: 'every seventh connection is closed without an answer',
    start: async (bed) => {
      let count = 0
      const handler = handWritten()
      const server = createServer(async (request, response) => {
        count += 1
        // A request that fails on a kept connection is sent again, rightly.
        response.shouldKeepAlive = false
        if (count > 20 && count % 7 === 0) request.socket.destroy()
        else send(request, response, await handler.answer(factsOf(request)))
      })
      return alone(await bed.listen(withUpgrades(server, handler)))
    },
    expected: app('unsteady'),
  },
  {
    id: 'replicas-with-other-settings',
    note: 'HAProxy in turns over two replicas, one of which forgot an origin',
    needs: ['haproxy'],
    input: { asking: { replicas: 2 } },
    start: async (bed) => {
      const right = await bed.app('express')
      const wrong = await bed.app('express', {
        takenFor: (o) => (o === APP ? 'https://nobody.example' : o),
      })
      const balancer = await bed.haproxy([right, wrong], '')
      return [{ name: 'app', url: balancer }]
    },
    expected: app('replicas-differ'),
  },
  {
    id: 'replica-without-cors',
    note: 'one of three replicas sends no CORS headers at all',
    input: { asking: { replicas: 3 } },
    start: async (bed) => {
      let turn = 0
      return alone(
        await bed.app('node', {
          edit: (answer) => {
            turn += 1
            return turn % 3 === 0 ? withoutCors(answer) : answer
          },
        }),
      )
    },
    expected: app('replicas-differ'),
  },
  {
    id: 'cached-by-url',
    note: 'a cache in front of a right app knows answers by URL alone',
    input: { throughCache: true },
    start: async (bed) => {
      const inner = await bed.app('express')
      return behind(await bed.relay(inner, urlCache()), inner)
    },
    expected: proxy('cache-mixed'),
  },
  {
    id: 'nginx-cache-ignores-vary',
    note: 'nginx: `proxy_cache` with `proxy_ignore_headers Vary`',
    needs: ['nginx'],
    input: { throughCache: true },
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.nginx(
        `location / {
          proxy_pass ${inner}; proxy_http_version 1.1; proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrade;
          proxy_cache one; proxy_cache_valid 200 1m; proxy_ignore_headers Vary Cache-Control;
        }`,
        'proxy_cache_path cache keys_zone=one:1m;',
      )
      return behind(outer, inner)
    },
    expected: proxy('cache-mixed'),
  },
  {
    id: 'varnish-caches-without-vary',
    note: 'Varnish stores answers of an app whose Vary it drops',
    needs: ['varnish'],
    input: { throughCache: true },
    start: async (bed) => {
      const inner = await bed.app('fastify')
      const outer = await bed.varnish(
        inner,
        `sub vcl_recv { if (req.http.upgrade ~ "(?i)websocket") { return (pipe); } if (req.method != "GET") { return (pass); } unset req.http.cookie; return (hash); }
sub vcl_pipe { if (req.http.upgrade) { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; } }
sub vcl_backend_response { unset beresp.http.Vary; set beresp.ttl = 60s; }`,
      )
      return behind(outer, inner)
    },
    expected: proxy('cache-mixed'),
  },
  {
    id: 'memory-cache-in-app',
    note: 'Hono: answers are kept by path in the memory of the app, headers included',
    input: { throughCache: true },
    start: async (bed) => {
      const cache = urlCache()
      return alone(
        await bed.app('hono', {
          edit: (answer, request) =>
            headerValue(request.headers, 'if-none-match') === undefined
              ? cache(without(answer, 'date'), request)
              : answer,
        }),
      )
    },
    expected: app('cache-mixed'),
  },
]
