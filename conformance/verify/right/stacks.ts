/**
 * Right stacks of two and three layers.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { alone, apacheTo, behind, nginxTo, type Stack } from '../mistakes/index.ts'
import { API_HOST, bundleOf, POLICY } from '../policy.ts'

const COMPANY = readFileSync(
  new URL('../../../examples/company/policy.yaml', import.meta.url),
  'utf8',
)

export const RIGHT_STACKS: readonly Stack[] = [
  {
    id: 'nginx-before-express',
    note: 'nginx passes on what an Express app answers',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('express')
      return behind(await bed.nginx(`location / { ${nginxTo(inner)} }`), inner)
    },
  },
  {
    id: 'apache-before-node',
    note: 'Apache passes on what a Node app answers',
    needs: ['apache'],
    start: async (bed) => {
      const inner = await bed.app('node')
      return behind(await bed.apache(apacheTo(inner)), inner)
    },
  },
  {
    id: 'caddy-before-hono',
    note: 'Caddy passes on what a Hono app answers',
    needs: ['caddy'],
    start: async (bed) => {
      const inner = await bed.app('hono')
      return behind(await bed.caddy(`  reverse_proxy ${inner}`), inner)
    },
  },
  {
    id: 'haproxy-before-fastify',
    note: 'HAProxy over two replicas of a Fastify app',
    needs: ['haproxy'],
    input: { asking: { replicas: 2 } },
    start: async (bed) => {
      const inner = [await bed.app('fastify'), await bed.app('fastify')] as const
      return behind(await bed.haproxy(inner, ''), inner[0])
    },
  },
  {
    id: 'varnish-with-vary',
    note: 'Varnish stores answers by Vary',
    needs: ['varnish'],
    input: { throughCache: true },
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.varnish(
        inner,
        `sub vcl_recv { if (req.http.upgrade ~ "(?i)websocket") { return (pipe); } if (req.method != "GET") { return (pass); } }
sub vcl_pipe { if (req.http.upgrade) { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; } }
sub vcl_backend_response { set beresp.ttl = 60s; }`,
      )
      return behind(outer, inner)
    },
  },
  {
    id: 'nginx-cache-by-origin',
    note: 'nginx with a cache whose key has the origin',
    needs: ['nginx'],
    input: { throughCache: true },
    start: async (bed) => {
      const inner = await bed.app('express')
      const outer = await bed.nginx(
        `location / { ${nginxTo(inner)} proxy_cache one; proxy_cache_valid 200 1m; proxy_cache_key "$request_method$host$request_uri$http_origin"; }`,
        'proxy_cache_path cache keys_zone=one:1m;',
      )
      return behind(outer, inner)
    },
  },
  {
    id: 'gateway-before-plain-app',
    note: 'Marque’s gateway before an application that knows nothing of CORS and is only seen through it',
    start: async (bed) => {
      const { application } = await import('../servers/index.ts')
      const inner = await bed.plain(application)
      return [
        { name: 'gateway', url: await bed.gateway(inner) },
        { name: 'app', url: inner, onlyAsSeen: true },
      ]
    },
  },
  {
    id: 'gateway-nginx-express',
    note: 'gateway, nginx, Express, all right',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('express')
      const middle = await bed.nginx(`location / { ${nginxTo(inner)} }`)
      return [
        { name: 'gateway', url: await bed.gateway(middle) },
        { name: 'nginx', url: middle },
        { name: 'app', url: inner },
      ]
    },
  },
  {
    id: 'gateway-corrects-a-wide-app',
    note: 'the gateway replaces what an app that opens everything sends; the app is only as seen',
    start: async (bed) => {
      const inner = await bed.plain((request) => ({
        status: 200,
        headers: [
          [
            'Access-Control-Allow-Origin',
            request.headers.find(([n]) => n.toLowerCase() === 'origin')?.[1] ?? '*',
          ],
          ['Access-Control-Allow-Credentials', 'true'],
        ],
        body: 'open',
      }))
      return [
        { name: 'gateway', url: await bed.gateway(inner) },
        { name: 'app', url: inner, onlyAsSeen: true },
      ]
    },
  },
  {
    id: 'proxy-drops-and-sets-anew',
    note: 'a proxy that enforces the policy by itself, before a right app',
    start: async (bed) => {
      const inner = await bed.app('node')
      return behind(await bed.enforcing(inner), inner)
    },
  },
  {
    id: 'company-at-a-gateway',
    note: 'the sample company at Marque’s gateway and at a Node app',
    policy: COMPANY,
    input: { paths: [], maxProbes: 600 },
    start: async (bed) => {
      const inner = await bed.app('node')
      return [
        { name: 'gateway', url: await bed.gateway(inner, COMPANY) },
        { name: 'app', url: inner },
      ]
    },
  },
  {
    id: 'other-host-in-self',
    note: 'two own origins, one of them with a port',
    policy: POLICY.replace(
      `self: [https://${API_HOST}]`,
      `self: [https://${API_HOST}, https://www.example.com:8443]`,
    ),
    start: async (bed) => alone(await bed.app('fastify', {})),
  },
  {
    id: 'older-policy-known',
    note: 'an older policy is known, and nothing answers as it does',
    input: { alsoKnown: [bundleOf(POLICY.replace('maxAge: 10m', 'maxAge: 1h'))] },
    start: async (bed) => alone(await bed.app('express')),
  },
]
