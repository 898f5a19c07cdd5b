/**
 * Findings about single keys of a grant or a resource, and about conditions.
 *
 * @module
 */

import { grantsExample } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

const CONFIDENTIAL = 'sensitivity: confidential'

const tenants = [
  'tenants:',
  '  identify: { host: "{tenant}.api.example.com" }',
  '  members:',
  '    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: portal }',
]

export const grantKeyRules: readonly FindingRule[] = [
  {
    code: 'MQ-211',
    severity: 'error',
    title: 'WebSockets without credentials',
    why: 'browsers send cookies with every WebSocket handshake, whatever a policy says',
    help: 'add `credentials: true`, or remove `websocket`',
    see: ['D25'],
    example: {
      bad: grantsExample(['{ origins: [web], websocket: true }']),
      good: grantsExample(['{ origins: [web], credentials: true, websocket: true }']),
    },
  },
  {
    code: 'MQ-212',
    severity: 'error',
    title: '`nullReach` on more than one callback',
    why: 'every sandboxed frame and every redirected form sends `Origin: null`; it may reach one callback that expects it, and nothing else',
    help: 'give the callback its own resource with one exact path, `methods: [POST]` and `read: false`',
    see: ['D14'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], nullReach: true }']),
      good: grantsExample(['{ origins: [web], methods: [POST], read: false, nullReach: true }']),
    },
  },
  {
    code: 'MQ-213',
    severity: 'error',
    title: 'key without effect on a grant with `read: false`',
    why: 'with `read: false` script never sees the response, so there is nothing to expose, to time or to send over a WebSocket',
    help: 'remove the key, or remove `read: false`',
    see: ['D14'],
    example: {
      bad: grantsExample([
        '{ origins: [web], methods: [POST], read: false, exposeHeaders: [etag] }',
      ]),
      good: grantsExample(['{ origins: [web], methods: [POST], exposeHeaders: [etag] }']),
    },
  },
  {
    code: 'MQ-214',
    severity: 'error',
    title: '`isolate` with `enforce: headers`',
    why: '`isolate` blocks cross-site requests without an `Origin`; letting those with an `Origin` through makes it pointless',
    help: 'remove `enforce: headers`; `isolate` implies `block`',
    see: ['D26'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], {
        resource: ['sensitivity: internal', 'isolate: true', 'enforce: headers'],
      }),
      good: grantsExample(['{ origins: [web] }'], {
        resource: ['sensitivity: internal', 'isolate: true'],
      }),
    },
  },
  {
    code: 'MQ-215',
    severity: 'error',
    title: '`%2F` as data on a restricted resource',
    why: 'a layer that decodes `%2F` would serve another path than the one that was checked',
    help: 'move identifiers that contain a slash to the query, or to a resource with a lower sensitivity',
    see: ['D4'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], {
        match: '[{ path: "/v1/files/{id}", encodedSlash: data }]',
        resource: ['sensitivity: restricted'],
      }),
      good: grantsExample(['{ origins: [web] }'], {
        match: '[{ path: "/v1/files/{id}" }]',
        resource: ['sensitivity: restricted'],
      }),
    },
  },
  {
    code: 'MQ-236',
    severity: 'error',
    title: 'origin-bound token that cannot be presented',
    why: 'an origin-bound token belongs to one origin and is sent in a request header that needs a preflight',
    help: 'remove `token`, or use it on a grant for named origins that may read the response',
    see: ['D16', 'docs/guide/policy.md#exceptions'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], read: false, token: true }']),
      good: grantsExample(['{ origins: [web], methods: [POST], token: true }']),
    },
  },
  {
    code: 'MQ-315',
    severity: 'warning',
    title: '`%2F` as data',
    why: 'a layer that decodes `%2F` would serve another path than the one that was checked',
    help: 'make sure that proxy, framework and application all keep `%2F`, or move such identifiers to the query',
    see: ['D4'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], {
        match: '[{ path: "/v1/files/{id}", encodedSlash: data }]',
      }),
      good: grantsExample(['{ origins: [web] }'], { match: '[{ path: "/v1/files/{id}" }]' }),
    },
  },
  {
    code: 'MQ-324',
    severity: 'warning',
    title: 'methods that need a preflight with `read: false`',
    why: 'a preflight is never granted without `read`, so browsers never send these methods',
    help: 'keep GET, HEAD and POST, or remove `read: false`',
    see: ['D14', 'Fetch, CORS-safelisted method'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST, PUT], read: false }']),
      good: grantsExample(['{ origins: [web], methods: [POST], read: false }']),
    },
  },
  {
    code: 'MQ-325',
    severity: 'warning',
    title: 'isolated resource open to any origin',
    why: '`isolate` keeps cross-site requests out, and `*` lets script of any site in',
    help: 'remove `isolate`, or name the origins',
    see: ['D26', 'D10'],
    example: {
      bad: grantsExample(['{ origins: ["*"] }'], {
        resource: ['sensitivity: public', 'isolate: true'],
      }),
      good: grantsExample(['{ origins: [web] }'], {
        resource: ['sensitivity: public', 'isolate: true'],
      }),
    },
  },
  {
    code: 'MQ-327',
    severity: 'warning',
    title: 'ungranted requests reach a confidential or restricted resource',
    why: 'with `headers` a foreign page cannot read the response, but its request is executed',
    help: 'remove `enforce`; the default here is `block`',
    see: ['D17'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], { resource: [CONFIDENTIAL, 'enforce: headers'] }),
      good: grantsExample(['{ origins: [web] }'], { resource: [CONFIDENTIAL] }),
    },
  },
  {
    code: 'MQ-332',
    severity: 'warning',
    title: 'WebSockets on a grant without GET',
    why: 'a WebSocket handshake is a GET request, so this grant never permits one',
    help: 'add GET to `methods`, or remove `websocket`',
    see: ['D25', 'RFC 6455, 4.1'],
    example: {
      bad: grantsExample([
        '{ origins: [web], methods: [POST], credentials: true, websocket: true }',
      ]),
      good: grantsExample([
        '{ origins: [web], methods: [GET], credentials: true, websocket: true }',
      ]),
    },
  },
  {
    code: 'MQ-334',
    severity: 'warning',
    title: '`Origin: null` may reach the application',
    why: 'sandboxed frames and redirected forms of every site send `Origin: null`: only the application can tell a real callback from a forged one',
    help: 'keep it only if a login or payment provider posts through a redirect, and verify the state parameter',
    see: ['D14'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], read: false, nullReach: true }']),
      good: grantsExample(['{ origins: [web], methods: [POST], read: false }']),
    },
  },
  {
    code: 'MQ-222',
    severity: 'error',
    title: 'roles or scopes without a source',
    why: 'without a source the condition is never satisfied, or it is read from where an attacker can write',
    help: 'name the claim under `context`',
    see: ['D11'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { roles: [reader] } }']),
      good: grantsExample(['{ origins: [web], when: { roles: [reader] } }'], {
        top: ['context: { roles: { claim: roles } }'],
      }),
    },
  },
  {
    code: 'MQ-223',
    severity: 'error',
    title: 'API version without a source',
    why: 'without a source the condition is never satisfied',
    help: 'declare under `context` whether the version is in the path, in a header or in a claim',
    see: ['D11'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { apiVersion: [v1] } }']),
      good: grantsExample(['{ origins: [web], when: { apiVersion: [v1] } }'], {
        top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'],
      }),
    },
  },
  {
    code: 'MQ-230',
    severity: 'error',
    title: 'claim that is not a JSON Pointer',
    why: 'a claim that is looked up in the wrong place never matches',
    help: 'start with `/`; write `~1` for a slash and `~0` for a tilde in a name',
    see: ['D11', 'RFC 6901, 3'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { claims: { org_id: acme } } }']),
      good: grantsExample(['{ origins: [web], when: { claims: { /org_id: acme } } }']),
    },
  },
  {
    code: 'MQ-237',
    severity: 'error',
    title: 'claim within another claim',
    why: 'whether both conditions can hold depends on the shape of a value that the policy does not describe, so that two policies cannot be compared',
    help: 'compare either the whole claim or its parts, everywhere in the policy',
    see: ['D11', 'docs/adr/0014-rules-without-corners.md'],
    example: {
      bad: grantsExample([
        '{ origins: [web], methods: [GET], when: { claims: { /org: acme } } }',
        '{ origins: [web], methods: [POST], when: { claims: { /org/id: acme } } }',
      ]),
      good: grantsExample([
        '{ origins: [web], methods: [GET], when: { claims: { /org/id: acme } } }',
        '{ origins: [web], methods: [POST], when: { claims: { /org/id: acme, /org/plan: pro } } }',
      ]),
    },
  },
  {
    code: 'MQ-231',
    severity: 'error',
    title: '`{tenant}` that `identify` does not name',
    why: 'the policy does not say how to find the tenant of such a request, so `{tenant}` has no value',
    help: 'describe the tenants under `tenants`: a match with `{tenant}` must lie below a template of `identify.path`, and `self` needs `identify.host`; or write the value',
    see: ['D6', 'D15', 'docs/guide/policy.md#tenants'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { claims: { /org_id: "{tenant}" } } }']),
      good: grantsExample(['{ origins: [web], when: { claims: { /org_id: "{tenant}" } } }'], {
        more: tenants,
      }),
    },
  },
  {
    code: 'MQ-316',
    severity: 'note',
    title: 'condition that a preflight cannot evaluate',
    why: 'a preflight carries no identity; it is answered as if the condition were satisfied, and each actual request is checked',
    help: 'rely on the check of the actual request; if the origins differ by role, give each role its own origin',
    see: ['D11', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { roles: [reader] } }'], {
        top: ['context: { roles: { claim: roles } }'],
      }),
      good: grantsExample(['{ origins: [web], when: { apiVersion: [v1] } }'], {
        top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'],
      }),
    },
  },
]
