/**
 * Findings about grants to any origin, to patterns and to tenants, and about grants that widen others.
 *
 * @module
 */

import { grantsExample, tenantExample } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

const publicResource = { resource: ['sensitivity: public'] }

const seeSensitivity = ['docs/rules.md#sensitivity']
const confidential = { resource: ['sensitivity: confidential'] }
const restricted = { resource: ['sensitivity: restricted', 'owner: accounts@example.com'] }
const previews =
  'previews: { allow: ["https://*.preview.example.com"], owner: web@example.com, purpose: previews, reviewBy: 2099-05-01 }'

const roles = { top: ['context: { roles: { claim: roles } }'] }

const member = (allow: string): string =>
  `{ allow: [${allow}], owner: it@globex.example, purpose: portal }`

export const unsafeGrantRules: readonly FindingRule[] = [
  {
    code: 'MQ-202',
    severity: 'error',
    title: 'any origin with credentials',
    why: 'every page on the web could read what your users see; a layer that reflects the origin to satisfy browsers creates exactly that hole',
    help: 'name the origin sets that need credentials, or remove `credentials`',
    see: ['D10', 'Fetch, CORS check'],
    example: {
      bad: grantsExample(['{ origins: ["*"], credentials: true }'], publicResource),
      good: grantsExample(['{ origins: [web], credentials: true }'], publicResource),
    },
  },
  {
    code: 'MQ-203',
    severity: 'error',
    title: '`*` beside other origins',
    why: '`*` already covers the others: the list looks closed and is open',
    help: 'keep only `*`, or list the origins without it; a grant of its own may follow for `*`',
    see: ['D10'],
    example: {
      bad: grantsExample(['{ origins: [web, "*"] }'], publicResource),
      good: grantsExample(['{ origins: ["*"] }'], publicResource),
    },
  },
  {
    code: 'MQ-204',
    severity: 'error',
    title: 'any origin with a condition',
    why: 'a condition ties an identity to an origin; a response for `*` is the same for every client, and caches share it',
    help: 'name the origins that the condition is for, or remove `when`',
    see: ['D10'],
    example: {
      bad: grantsExample(['{ origins: ["*"], when: { roles: [reader] } }'], {
        ...publicResource,
        top: ['context: { roles: { claim: roles } }'],
      }),
      good: grantsExample(['{ origins: [web], when: { roles: [reader] } }'], {
        ...publicResource,
        top: ['context: { roles: { claim: roles } }'],
      }),
    },
  },
  {
    code: 'MQ-205',
    severity: 'error',
    title: 'WebSockets for any origin',
    why: 'browsers send cookies with every WebSocket handshake and check no response header: any page could act as your user',
    help: 'name the origins that may open WebSockets',
    see: ['D25'],
    example: {
      bad: grantsExample(['{ origins: ["*"], websocket: true }'], publicResource),
      good: grantsExample(
        ['{ origins: [web], credentials: true, websocket: true }'],
        publicResource,
      ),
    },
  },
  {
    code: 'MQ-206',
    severity: 'error',
    title: '`*` in request headers with credentials',
    why: 'with credentials browsers read `*` as a header of that name; layers that echo the requested names instead grant every header to every caller',
    help: 'list every header name',
    see: ['D24', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], credentials: true, requestHeaders: ["*"] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: ["*", authorization] }']),
    },
  },
  {
    code: 'MQ-207',
    severity: 'error',
    title: '`*` in exposed headers with credentials',
    why: 'with credentials browsers read `*` as a header of that name: nothing is exposed, although the list looks as if everything were',
    help: 'list every header name',
    see: ['D27', 'Fetch, HTTP extensions'],
    example: {
      bad: grantsExample(['{ origins: [web], credentials: true, exposeHeaders: ["*"] }']),
      good: grantsExample(['{ origins: [web], exposeHeaders: ["*"] }']),
    },
  },
  {
    code: 'MQ-208',
    severity: 'error',
    title: 'header names beside `*`',
    why: '`*` covers every name except `authorization`, so the other names have no effect and mislead readers',
    help: 'keep `*` alone or with `authorization`, or list the names without `*`',
    see: ['D24'],
    example: {
      bad: grantsExample(['{ origins: [web], requestHeaders: ["*", x-trace] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: ["*", authorization] }']),
    },
  },
  {
    code: 'MQ-209',
    severity: 'error',
    title: '`*` as a method',
    why: 'with credentials browsers read `*` as a method of that name; without credentials it grants methods that the API does not have yet',
    help: 'list the methods',
    see: ['D27', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: ["*"] }']),
      good: grantsExample(['{ origins: [web], methods: [GET, PURGE] }']),
    },
  },
  {
    code: 'MQ-216',
    severity: 'error',
    title: 'any origin on a resource that is not public',
    why: 'script of every page on the web could read it, also from inside your network',
    help: 'name the origins, or declare the resource `public` if a leak costs nothing',
    see: seeSensitivity,
    example: {
      bad: grantsExample(['{ origins: ["*"] }']),
      good: grantsExample(['{ origins: ["*"] }'], { resource: ['sensitivity: public'] }),
    },
  },
  {
    code: 'MQ-217',
    severity: 'error',
    title: 'pattern with credentials on a confidential resource',
    why: 'an attacker who takes over one forgotten name under the pattern reads confidential responses as your users',
    help: 'list the exact origins',
    see: seeSensitivity,
    example: {
      bad: grantsExample(['{ origins: [previews], credentials: true }'], {
        ...confidential,
        sets: [previews],
      }),
      good: grantsExample(['{ origins: [previews] }'], { ...confidential, sets: [previews] }),
    },
  },
  {
    code: 'MQ-218',
    severity: 'error',
    title: 'pattern on a restricted resource',
    why: 'a pattern trusts names that do not exist yet; on a restricted resource each origin needs a decision of its own',
    help: 'list the exact origins',
    see: seeSensitivity,
    example: {
      bad: grantsExample(['{ origins: [previews] }'], { ...restricted, sets: [previews] }),
      good: grantsExample(['{ origins: [web] }'], restricted),
    },
  },
  {
    code: 'MQ-219',
    severity: 'error',
    title: 'reach without read on a restricted resource',
    why: 'the request changes state although its sender never sees the response, which is what request forgery needs',
    help: 'give the callback its own resource with a lower sensitivity',
    see: [...seeSensitivity, 'D14'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], read: false }'], restricted),
      good: grantsExample(['{ origins: [web], methods: [POST] }'], restricted),
    },
  },
  {
    code: 'MQ-220',
    severity: 'error',
    title: 'preflights of a restricted resource are cached too long',
    why: 'browsers keep using a cached preflight after the grant is removed',
    help: 'set `maxAge` to `10m` or less',
    see: [...seeSensitivity, 'D18'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 601 }'], restricted),
      good: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 10m }'], restricted),
    },
  },
  {
    code: 'MQ-221',
    severity: 'error',
    title: 'set of a restricted resource without a review date',
    why: 'access to a restricted resource must end or be renewed by a person, not continue because it was forgotten',
    help: 'add `reviewBy` to the set',
    see: seeSensitivity,
    example: {
      bad: grantsExample(['{ origins: [partners] }'], {
        ...restricted,
        sets: [
          'partners: { allow: [https://portal.acme.example], owner: p@example.com, purpose: portal }',
        ],
      }),
      good: grantsExample(['{ origins: [partners] }'], {
        ...restricted,
        sets: [
          'partners: { allow: [https://portal.acme.example], owner: p@example.com, purpose: portal, reviewBy: 2099-05-01 }',
        ],
      }),
    },
  },
  {
    code: 'MQ-225',
    severity: 'error',
    title: 'later grant permits more',
    why: 'the first grant that fits decides; a request that fails its conditions would fall through and get more than one that satisfies them',
    help: 'move the wider grant up, give both the same rights, or make their origins or methods disjoint',
    see: ['D9'],
    example: {
      bad: grantsExample(
        ['{ origins: [web], when: { roles: [reader] } }', '{ origins: [web], credentials: true }'],
        roles,
      ),
      good: grantsExample(
        ['{ origins: [web], credentials: true, when: { roles: [reader] } }', '{ origins: [web] }'],
        roles,
      ),
    },
  },
  {
    code: 'MQ-234',
    severity: 'error',
    title: 'too many grants or origins to compare',
    why: 'grants are compared with one another so that none widens another; a resource has at most 1000 grants',
    help: 'put the origins into sets and name the sets in one grant, or split the resource',
    see: ['D9'],
    example: {
      bad: grantsExample(Array.from({ length: 1001 }, () => '{ origins: [web] }')),
      good: grantsExample(['{ origins: [web] }']),
    },
  },
  {
    code: 'MQ-232',
    severity: 'error',
    title: 'tenant with too many origins',
    why: 'long lists are not reviewed, and the tenant alone decides what is in this one',
    help: 'shorten the list, or raise `tenants.limits.origins` for all tenants',
    see: ['docs/guide/policy.md#tenants'],
    example: {
      bad: tenantExample(
        member('https://portal.globex.example, https://shop.globex.example'),
        '{ origins: 1 }',
      ),
      good: tenantExample(member('https://portal.globex.example'), '{ origins: 1 }'),
    },
  },
  {
    code: 'MQ-233',
    severity: 'error',
    title: 'pattern in the directory of a tenant',
    why: 'a pattern trusts names that do not exist yet, in a domain that is not yours',
    help: 'list the exact origins, or set `tenants.limits.patterns` for all tenants',
    see: ['docs/guide/policy.md#tenants'],
    example: {
      bad: tenantExample(member('"https://*.globex.example"')),
      good: tenantExample(member('"https://*.globex.example"'), '{ patterns: true }'),
    },
  },
]
