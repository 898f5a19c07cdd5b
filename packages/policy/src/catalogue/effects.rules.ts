/**
 * The catalogue of what changes nothing or misleads.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample } from './judgement-examples.ts'

const open = { resource: ['sensitivity: public'] }

export const effectRules: readonly FindingRule[] = [
  {
    code: 'MQ-308',
    severity: 'warning',
    title: 'OPTIONS among the methods',
    why: 'layers answer preflights themselves; this lets script send OPTIONS requests of its own to the application, which is hardly ever meant',
    help: 'drop it, unless script is to read what the application answers to OPTIONS',
    see: ['DECISION D6'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, OPTIONS] }']),
      good: grantsExample(['{ origins: [web], methods: [GET] }']),
    },
  },
  {
    code: 'MQ-309',
    severity: 'warning',
    title: 'preflights are kept for less than that',
    why: 'Chromium keeps a preflight for two hours at most, WebKit for ten minutes; Firefox keeps it for as long as it says, also after the grant is gone',
    help: 'count on the smaller number, or set `maxAge` to `10m`',
    see: ['Fetch, CORS-preflight cache', 'DECISION D18'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 24h }']),
      good: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 10m }']),
    },
  },
  {
    code: 'MQ-310',
    severity: 'warning',
    title: '`maxAge` where no preflight is granted',
    why: 'with `read: false` preflights are denied, so there is nothing to keep',
    help: 'drop `maxAge`',
    see: ['DECISION D14'],
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
    help: 'nothing to do; `maxAge` starts to matter with other methods or with request headers',
    see: ['Fetch, CORS-preflight fetch', 'DECISION D27'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET], maxAge: 5m }']),
      good: grantsExample(['{ origins: [web], methods: [GET, PATCH], maxAge: 5m }']),
    },
  },
  {
    code: 'MQ-312',
    severity: 'note',
    title: 'a request header that needs no grant',
    why: 'script may set it anyway; the grant matters only for values over 128 bytes or with unusual characters',
    help: 'drop it, unless such values are meant',
    see: ['Fetch, CORS-safelisted request-header'],
    example: {
      bad: grantsExample(['{ origins: [web], requestHeaders: [accept, x-trace] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: [content-type, x-trace] }']),
    },
  },
  {
    code: 'MQ-313',
    severity: 'warning',
    title: 'a response header that needs no exposing',
    why: 'script may read it anyway, so listing it changes nothing',
    help: 'drop it',
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
    why: '`public` lifts every bound on what grants may say, and the data says that a leak would cost something',
    help: 'raise the sensitivity, or correct `data`',
    see: ['DESIGN 3, what a sensitivity allows'],
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
    title: '`resourcePolicy` against the grants',
    why: 'Cross-Origin-Resource-Policy says who may embed, grants say who may read: one of the two is wider than meant',
    help: 'let both say the same, or leave `resourcePolicy` out',
    see: ['DECISION D22', 'Fetch, Cross-Origin-Resource-Policy'],
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
    why: 'answers are alike for everybody, and caches can share them, only where every grant of the resource is `*` without dates',
    help: 'give what is open to everybody a resource of its own where caching matters',
    see: ['DECISION D10'],
    example: {
      bad: grantsExample(['{ origins: [web], exposeHeaders: [etag] }', '{ origins: ["*"] }'], open),
      good: grantsExample(['{ origins: ["*"] }'], open),
    },
  },
  {
    code: 'MQ-333',
    severity: 'note',
    title: 'HEAD beside GET',
    why: 'GET covers HEAD, so listing it changes nothing',
    help: 'drop HEAD',
    see: ['DECISION D7'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, HEAD] }']),
      good: grantsExample(['{ origins: [web], methods: [HEAD, POST] }']),
    },
  },
]
