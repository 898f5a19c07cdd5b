/**
 * A policy that is not enforced, or an older one that still is.
 *
 * @module
 */
import { bundleOf, FORMER, OLDER_POLICY, PARTNER } from '../policy.ts'
import { application } from '../servers/index.ts'
import { alone, behind, type Mistake } from './mistake.ts'

const app = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({ layer: 'app', cause })
const proxy = (cause: Mistake['expected']['cause']): Mistake['expected'] => ({
  layer: 'proxy',
  cause,
})

/** A proxy that merges slashes and resolves dot segments and escapes before it decides. */
const normalised = (url: string): string => {
  const [, origin = '', path = '', query = ''] = /^([a-z]+:\/\/[^/]*)([^?]*)(.*)$/.exec(url) ?? []
  let decoded = path
  for (let round = 0; round < 2; round += 1) {
    try {
      decoded = decodeURIComponent(decoded)
    } catch {
      break
    }
  }
  const plain = new URL(
    `${origin}${decoded.replace(/;[^/]*/g, '').replace(/[\\/]+/g, '/')}`,
  ).pathname.toLowerCase()
  return `${origin}${plain}${query}`
}

export const ENFORCEMENT_MISTAKES: readonly Mistake[] = [
  {
    id: 'websocket-without-check',
    note: 'Node: the upgrade handler of `ws` accepts whoever asks',
    start: async (bed) => alone(await bed.app('node', { upgrades: () => true })),
    expected: app('websocket-open'),
  },
  {
    id: 'websocket-open-in-express',
    note: 'right gateway in front of an Express app that accepts every handshake on /live',
    start: async (bed) => {
      const inner = await bed.app('express', { upgrades: ({ resource }) => resource === 'live' })
      return [
        { name: 'gateway', url: await bed.gateway(inner) },
        { name: 'app', url: inner },
      ]
    },
    expected: app('websocket-open'),
  },
  {
    id: 'block-not-enforced',
    note: 'Express: only headers are left out where `block` wants 403',
    start: async (bed) =>
      alone(
        await bed.app('express', {
          edit: (answer, request, { kind, status }) =>
            kind === 'actual' && status === 403
              ? { ...application(request), headers: [['Vary', 'Origin']] }
              : answer,
        }),
      ),
    expected: app('not-blocked'),
  },
  {
    id: 'block-as-401',
    note: 'Fastify: 401 instead of 403 for origins without a grant',
    start: async (bed) =>
      alone(
        await bed.app('fastify', {
          edit: (answer, _, { kind, status }) =>
            kind === 'actual' && status === 403 ? { ...answer, status: 401 } : answer,
        }),
      ),
    expected: app('not-blocked'),
  },
  {
    id: 'proxy-serves-error-as-page',
    note: 'nginx: 403 of the app becomes 200 with a page',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.nginx(`
        error_page 403 =200 /denied;
        location = /denied { internal; add_header Vary "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" always; return 200 "denied"; }
        location /live { proxy_pass ${inner}; proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrade; }
        location / { proxy_intercept_errors on; proxy_pass ${inner}; proxy_http_version 1.1; proxy_set_header Host $http_host; }`)
      return behind(outer, inner)
    },
    expected: proxy('not-blocked'),
  },
  {
    id: 'expired-still-listed',
    note: 'Hono: a partner whose grant ended in 2020 is still in the list',
    start: async (bed) =>
      alone(
        await bed.app('hono', {
          takenFor: (o, { url }) => (o === FORMER && url.includes('/prices') ? PARTNER : o),
        }),
      ),
    expected: app('expired-still-granted'),
  },
  {
    id: 'clock-of-2019',
    note: 'Node: a clock that is years behind',
    start: async (bed) => alone(await bed.app('node', { now: () => Date.UTC(2019, 5, 1) })),
    expected: app('expired-still-granted'),
  },
  {
    id: 'stale-list',
    note: 'Express: still answers as the policy before this one',
    input: { alsoKnown: [bundleOf(OLDER_POLICY)] },
    start: async (bed) => alone(await bed.app('express', { bundle: bundleOf(OLDER_POLICY) })),
    expected: app('stale-policy'),
  },
  {
    id: 'stale-gateway',
    note: 'a gateway with the policy before this one, in front of a right app',
    input: { alsoKnown: [bundleOf(OLDER_POLICY)] },
    start: async (bed) => {
      const inner = await bed.app('node')
      const outer = await bed.enforcing(inner, {
        bundle: bundleOf(OLDER_POLICY),
        application,
      })
      return [
        { name: 'gateway', url: outer },
        { name: 'app', url: inner },
      ]
    },
    expected: { layer: 'gateway', cause: 'stale-policy' },
  },
  {
    id: 'paths-normalised-first',
    note: 'Node: decodes, merges and folds paths before it decides',
    start: async (bed) =>
      alone(await bed.app('node', { read: (r) => ({ ...r, url: normalised(r.url) }) })),
    expected: app('path-confused'),
  },
  {
    id: 'nginx-merges-slashes',
    note: 'nginx normalises paths before it forwards them to a right app',
    needs: ['nginx'],
    start: async (bed) => {
      const inner = await bed.app('express')
      const outer = await bed.nginx(`
        merge_slashes on;
        location / {
          proxy_pass ${inner}/; proxy_http_version 1.1; proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrade;
        }`)
      return behind(outer, inner)
    },
    expected: proxy('path-confused'),
  },
]
