/**
 * Findings about what has no effect or misleads, and about matches of equal rank.
 *
 * @module
 */

import { grantsExample, resourcesExample, setExample } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

const publicOnly = { resource: ['sensitivity: public'] }

const previewsOf = (environments: string): string =>
  `previews: { allow: [https://one.preview.example.com], owner: web@example.com, purpose: previews${environments} }`

const partnersOnly = (allow: string): string =>
  setExample(`{ allow: [${allow}], owner: p@example.com, purpose: partners }`)

const partners = (allow: string): string =>
  `partners: { allow: [${allow}], owner: p@example.com, purpose: partners }`

export const effectRules: readonly FindingRule[] = [
  {
    code: 'MQ-308',
    severity: 'warning',
    title: 'OPTIONS as a method',
    why: 'layers answer preflights themselves; this lets script send its own OPTIONS requests to the application, which is rarely intended',
    help: 'remove OPTIONS, unless script should read what the application responds to it',
    see: ['D6'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, OPTIONS] }']),
      good: grantsExample(['{ origins: [web], methods: [GET] }']),
    },
  },
  {
    code: 'MQ-309',
    severity: 'warning',
    title: '`maxAge` longer than browsers allow',
    why: 'Chromium caches a preflight for at most two hours, WebKit for ten minutes; Firefox caches it for the whole `maxAge`, also after the grant is removed',
    help: 'expect the shorter time, or set `maxAge` to `10m`',
    see: ['Fetch, CORS-preflight cache', 'D18'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 24h }']),
      good: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 10m }']),
    },
  },
  {
    code: 'MQ-310',
    severity: 'warning',
    title: '`maxAge` without a preflight',
    why: 'with `read: false` preflights are denied, so there is nothing to cache',
    help: 'remove `maxAge`',
    see: ['D14'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], read: false, maxAge: 5m }']),
      good: grantsExample(['{ origins: [web], methods: [POST], read: false }']),
    },
  },
  {
    code: 'MQ-311',
    severity: 'note',
    title: '`maxAge` where preflights are rare',
    why: 'GET, HEAD and POST without further headers need a preflight only with upload listeners or streamed bodies',
    help: 'no change needed; `maxAge` starts to matter with other methods or with request headers',
    see: ['Fetch, CORS-preflight fetch', 'D27'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET], maxAge: 5m }']),
      good: grantsExample(['{ origins: [web], methods: [GET, PATCH], maxAge: 5m }']),
    },
  },
  {
    code: 'MQ-312',
    severity: 'note',
    title: 'request header that needs no grant',
    why: 'script may set it anyway; the grant matters only for values over 128 bytes or with unusual characters',
    help: 'remove the header, unless you expect such values',
    see: ['Fetch, CORS-safelisted request-header'],
    example: {
      bad: grantsExample(['{ origins: [web], requestHeaders: [accept, x-trace] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: [content-type, x-trace] }']),
    },
  },
  {
    code: 'MQ-313',
    severity: 'warning',
    title: 'response header that needs no grant',
    why: 'script can read it anyway, so listing it changes nothing',
    help: 'remove the header',
    see: ['Fetch, CORS-safelisted response-header name'],
    example: {
      bad: grantsExample(['{ origins: [web], exposeHeaders: [content-type, etag] }']),
      good: grantsExample(['{ origins: [web], exposeHeaders: [etag] }']),
    },
  },
  {
    code: 'MQ-326',
    severity: 'warning',
    title: 'private data on a public resource',
    why: '`public` lifts every limit on grants, while `data` says that a leak would cause damage',
    help: 'raise the sensitivity, or correct `data`',
    see: ['docs/rules.md#sensitivity'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], {
        resource: ['sensitivity: public', 'data: [personal]'],
      }),
      good: grantsExample(['{ origins: [web] }'], {
        resource: ['sensitivity: confidential', 'data: [personal]'],
      }),
    },
  },
  {
    code: 'MQ-328',
    severity: 'warning',
    title: '`resourcePolicy` contradicts the grants',
    why: 'Cross-Origin-Resource-Policy says who may embed, grants say who may read: one of the two is wider than intended',
    help: 'make both agree, or remove `resourcePolicy`',
    see: ['D22', 'Fetch, Cross-Origin-Resource-Policy'],
    example: {
      bad: grantsExample(['{ origins: ["*"] }'], {
        resource: ['sensitivity: public', 'resourcePolicy: same-origin'],
      }),
      good: grantsExample(['{ origins: ["*"] }'], {
        resource: ['sensitivity: public', 'resourcePolicy: cross-origin'],
      }),
    },
  },
  {
    code: 'MQ-329',
    severity: 'note',
    title: '`*` beside other grants',
    why: 'responses are the same for every client, and caches can share them, only if every grant of the resource is `*` without dates',
    help: 'if caching matters, give what is open to any origin a resource of its own',
    see: ['D10'],
    example: {
      bad: grantsExample(
        ['{ origins: [web], exposeHeaders: [etag] }', '{ origins: ["*"] }'],
        publicOnly,
      ),
      good: grantsExample(['{ origins: ["*"] }'], publicOnly),
    },
  },
  {
    code: 'MQ-333',
    severity: 'note',
    title: 'HEAD beside GET',
    why: 'GET covers HEAD, so listing it changes nothing',
    help: 'remove HEAD',
    see: ['D7'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, HEAD] }']),
      good: grantsExample(['{ origins: [web], methods: [HEAD, POST] }']),
    },
  },
  {
    code: 'MQ-301',
    severity: 'warning',
    title: 'unreachable grant',
    why: 'the first grant that fits decides, and earlier grants fit every request that this one fits: it has no effect',
    help: 'remove the grant, or move it up if its rights are the intended ones',
    see: ['D9'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, POST] }', '{ origins: [web] }']),
      good: grantsExample([
        '{ origins: [web], methods: [GET, POST] }',
        '{ origins: [web], methods: [PUT] }',
      ]),
    },
  },
  {
    code: 'MQ-302',
    severity: 'warning',
    title: 'method that the resource does not match',
    why: 'requests with this method go to another resource or to none, so granting it here has no effect',
    help: 'add the method to a match of the resource, or remove it from the grant',
    see: ['D7'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, DELETE] }'], {
        match: '[{ path: /v1/account, methods: [GET, POST] }]',
      }),
      good: grantsExample(['{ origins: [web], methods: [HEAD, POST] }'], {
        match: '[{ path: /v1/account, methods: [GET, POST] }]',
      }),
    },
  },
  {
    code: 'MQ-304',
    severity: 'note',
    title: 'grant without origins in this environment',
    why: 'none of its sets exists in the environment that is checked, so it grants nothing there',
    help: 'no change needed if that is intended; otherwise check `environments` of its sets',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: grantsExample(['{ origins: [web] }', '{ origins: [previews], methods: [PUT] }'], {
        sets: [previewsOf(', environments: [staging]')],
      }),
      good: grantsExample(['{ origins: [web] }', '{ origins: [previews], methods: [PUT] }'], {
        sets: [previewsOf('')],
      }),
    },
  },
  {
    code: 'MQ-331',
    severity: 'warning',
    title: 'condition made ineffective by a later grant',
    why: 'a request that fails the condition falls through to a grant that permits the same without it',
    help: 'put the condition on the later grant too, or let that grant permit less',
    see: ['D9', 'D11'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { roles: [reader] } }', '{ origins: [web] }'], {
        top: ['context: { roles: { claim: roles } }'],
      }),
      good: grantsExample(
        ['{ origins: [web], timing: true, when: { roles: [reader] } }', '{ origins: [web] }'],
        { top: ['context: { roles: { claim: roles } }'] },
      ),
    },
  },
  {
    code: 'MQ-303',
    severity: 'warning',
    title: 'unused origin set',
    why: 'it trusts no origin today; a later grant that names it would trust a list that was not reviewed since',
    help: 'remove the set, or name it in a grant',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], {
        sets: [partners('https://portal.acme.example')],
      }),
      good: grantsExample(['{ origins: [web, partners] }'], {
        sets: [partners('https://portal.acme.example')],
      }),
    },
  },
  {
    code: 'MQ-305',
    severity: 'warning',
    title: 'duplicate origin in a list',
    why: 'removing one of the two looks as if the trust had ended',
    help: 'remove one of them',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: partnersOnly('https://a.example.com, https://a.example.com'),
      good: partnersOnly('https://a.example.com, https://b.example.com'),
    },
  },
  {
    code: 'MQ-306',
    severity: 'note',
    title: 'duplicate origin in a grant',
    why: 'removing it from one set does not end the trust, and the later of the two end dates applies',
    help: 'keep it in the set whose owner is responsible for it',
    see: ['D18'],
    example: {
      bad: grantsExample(['{ origins: [web, partners] }'], {
        sets: [partners('https://app.example.com')],
      }),
      good: grantsExample(['{ origins: [web, partners] }'], {
        sets: [partners('https://portal.acme.example')],
      }),
    },
  },
  {
    code: 'MQ-307',
    severity: 'warning',
    title: 'origin covered by a pattern in the same list',
    why: 'the entry has no effect: removing it would not end the trust',
    help: 'remove the entry, or remove the pattern and keep the exact origins',
    see: ['D3'],
    example: {
      bad: partnersOnly('"https://*.example.com", "https://*.a.example.com"'),
      good: partnersOnly('"https://*.example.com", "https://example.com"'),
    },
  },
  {
    code: 'MQ-321',
    severity: 'warning',
    title: 'test and production origins in one set',
    why: 'test systems are monitored less and run unreviewed code; production would trust them like the real ones',
    help: 'move them to their own set, with `environments` that omit production',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: partnersOnly('https://app.example.com, https://app.staging.example.com'),
      good: partnersOnly('https://app.example.com, https://admin.example.com'),
    },
  },
  {
    code: 'MQ-335',
    severity: 'warning',
    title: '`self` as an origin',
    why: 'requests from the API to itself are never cross-origin, so granting them changes nothing',
    help: 'remove the origin',
    see: ['D6'],
    example: {
      bad: partnersOnly('https://api.example.com'),
      good: partnersOnly('https://app.example.com'),
    },
  },
  {
    code: 'MQ-224',
    severity: 'error',
    title: 'two equally specific matches',
    why: 'the most specific match decides, and these two are equally specific: layers could choose differently',
    help: 'make one of the paths, hosts or method lists more specific, or merge the two resources',
    see: ['D7'],
    example: {
      bad: resourcesExample([
        'name: order, match: [{ path: "/v1/orders/{id}" }]',
        'name: invoice, match: [{ path: "/v1/orders/{number}" }]',
      ]),
      good: resourcesExample([
        'name: order, match: [{ path: "/v1/orders/{id}" }]',
        'name: invoice, match: [{ path: "/v1/orders/{number}/invoice" }]',
      ]),
    },
  },
  {
    code: 'MQ-322',
    severity: 'warning',
    title: 'paths that differ only in case',
    why: 'layers disagree on whether case matters: a request to either path could lead to both resources, so it is `path-ambiguous` and granted nothing',
    help: 'give the resources paths that differ in more than case',
    see: ['D4', 'CVE-2024-6866'],
    example: {
      bad: resourcesExample([
        'name: order, match: [{ path: /v1/orders }]',
        'name: archive, match: [{ path: /v1/Orders }]',
      ]),
      good: resourcesExample([
        'name: order, match: [{ path: /v1/orders }]',
        'name: archive, match: [{ path: /v1/orders-archive }]',
      ]),
    },
  },
]
