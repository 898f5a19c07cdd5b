/**
 * Findings about header names: wildcards that are none, overrides, keys and secrets.
 *
 * @module
 */
import { grantsExample } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

const see = ['docs/guide/policy.md#headers']

export const headerRules: readonly FindingRule[] = [
  {
    code: 'MQ-238',
    severity: 'error',
    title: 'part of a header name as a wildcard',
    why: 'only `*` alone is a wildcard: `x-*` is the literal name of one header, which no client sends, so the entry grants nothing',
    help: 'list every header name',
    see: ['D24', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], requestHeaders: ["x-*"] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: [x-trace, x-tenant] }']),
    },
  },
  {
    code: 'MQ-350',
    severity: 'warning',
    title: 'header that replaces the method, the path or the host',
    why: 'the policy decides by the method and path of the request; an application that honours such a header acts on another one, which was never granted',
    help: 'grant the methods and paths themselves and remove the header; if a client needs it, make sure that neither the application nor a proxy honours it where more would be permitted',
    see: [...see, 'D27'],
    example: {
      bad: grantsExample([
        '{ origins: [web], methods: [POST], requestHeaders: [x-http-method-override] }',
      ]),
      good: grantsExample(['{ origins: [web], methods: [POST, DELETE] }']),
    },
  },
  {
    code: 'MQ-351',
    severity: 'warning',
    title: 'API key from a page',
    why: 'whoever opens the page can copy the key and use it outside of any browser, where no origin is checked; a key identifies an application, not a user',
    help: 'let the page log in its user and send `authorization`, or keep the key on a server of the page; if the key is meant to be public, limit what it permits and acknowledge this warning',
    see,
    example: {
      bad: grantsExample(['{ origins: [web], requestHeaders: [x-api-key] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: [authorization] }']),
    },
  },
  {
    code: 'MQ-352',
    severity: 'warning',
    title: '`*` in request headers beside a login',
    why: 'browsers never count `authorization` as covered by `*`: a page cannot send the login that this grant needs',
    help: 'add `authorization` beside `*`, or list every header name',
    see: [...see, 'D24', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], requestHeaders: ["*"] }'], {
        resource: ['sensitivity: internal', 'authentication: required'],
      }),
      good: grantsExample(['{ origins: [web], requestHeaders: ["*", authorization] }'], {
        resource: ['sensitivity: internal', 'authentication: required'],
      }),
    },
  },
  {
    code: 'MQ-353',
    severity: 'warning',
    title: 'exposed header that looks like a secret',
    why: 'every script on the granted pages can read it, an injected one too, and use it elsewhere',
    help: 'remove it from `exposeHeaders`; keep sessions in an `HttpOnly` cookie, and return tokens only from the resource that issues them',
    see,
    example: {
      bad: grantsExample(['{ origins: [web], exposeHeaders: [x-auth-token] }']),
      good: grantsExample(['{ origins: [web], exposeHeaders: [etag, x-request-id] }']),
    },
  },
]
