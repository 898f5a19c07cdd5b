/**
 * The catalogue of keys that contradict one another.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample } from './judgement-examples.ts'

const confidential = 'sensitivity: confidential'

export const reachRules: readonly FindingRule[] = [
  {
    code: 'MQ-211',
    severity: 'error',
    title: 'WebSockets without credentials',
    why: 'cookies travel with every WebSocket, whatever a policy says; a grant without credentials would deny that they do',
    help: 'add `credentials: true`, or drop `websocket`',
    see: ['DECISION D25'],
    example: {
      bad: grantsExample(['{ origins: [web], websocket: true }']),
      good: grantsExample(['{ origins: [web], credentials: true, websocket: true }']),
    },
  },
  {
    code: 'MQ-212',
    severity: 'error',
    title: '`nullReach` is too wide',
    why: 'every sandboxed frame and every redirected form sends `Origin: null`; it may reach one callback that expects it, and nothing else',
    help: 'give the callback a resource with one exact path, `methods: [POST]` and `read: false`',
    see: ['DECISION D14'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], nullReach: true }']),
      good: grantsExample(['{ origins: [web], methods: [POST], read: false, nullReach: true }']),
    },
  },
  {
    code: 'MQ-213',
    severity: 'error',
    title: 'something to read on a grant that reads nothing',
    why: 'with `read: false` script never sees the answer, so there is nothing to expose, to time or to talk to',
    help: 'drop the key, or drop `read: false`',
    see: ['DECISION D14'],
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
    title: 'isolation that does not block',
    why: '`isolate` blocks cross-site requests even without an Origin; letting those with one through makes it pointless',
    help: 'drop `enforce: headers`: `isolate` implies `block`',
    see: ['DECISION D26'],
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
    why: 'a layer that decodes `%2F` would serve another path than the one that was judged',
    help: 'put identifiers that hold a slash into the query, or give them a resource with a lower sensitivity',
    see: ['DECISION D4'],
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
    title: 'a token that nobody can present',
    why: 'an origin-bound token belongs to one origin and travels in a request header that needs a preflight',
    help: 'drop `token`, or use it on a grant for named origins whose answers script may read',
    see: ['DECISION D16', 'DESIGN 7, origin-bound tokens'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], read: false, token: true }']),
      good: grantsExample(['{ origins: [web], methods: [POST], token: true }']),
    },
  },
  {
    code: 'MQ-315',
    severity: 'warning',
    title: '`%2F` as data',
    why: 'a layer that decodes `%2F` would serve another path than the one that was judged',
    help: 'make sure that proxy, framework and application all keep `%2F`, or put such identifiers into the query',
    see: ['DECISION D4'],
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
    why: 'a preflight is never granted where nothing may be read, so browsers never send these methods',
    help: 'keep GET, HEAD and POST, or drop `read: false`',
    see: ['DECISION D14', 'Fetch, CORS-safelisted method'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST, PUT], read: false }']),
      good: grantsExample(['{ origins: [web], methods: [POST], read: false }']),
    },
  },
  {
    code: 'MQ-325',
    severity: 'warning',
    title: 'isolated and open to everybody',
    why: '`isolate` keeps cross-site requests out, and `*` lets script of any site in',
    help: 'drop `isolate`, or name the origins',
    see: ['DECISION D26', 'DECISION D10'],
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
    why: 'with `headers` a foreign page cannot read the answer, but its request is carried out',
    help: 'drop `enforce`: it is `block` here by default',
    see: ['DECISION D17'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], { resource: [confidential, 'enforce: headers'] }),
      good: grantsExample(['{ origins: [web] }'], { resource: [confidential] }),
    },
  },
  {
    code: 'MQ-332',
    severity: 'warning',
    title: 'WebSockets on a grant without GET',
    why: 'a WebSocket is opened by GET, so this grant never opens one',
    help: 'add GET to `methods`, or drop `websocket`',
    see: ['DECISION D25', 'RFC 6455 4.1'],
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
    why: 'sandboxed frames and redirected forms of every site send `Origin: null`: the application alone must tell a true callback from a forged one',
    help: 'keep it only where a login or payment provider posts through a redirect, and check its state parameter',
    see: ['DECISION D14'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], read: false, nullReach: true }']),
      good: grantsExample(['{ origins: [web], methods: [POST], read: false }']),
    },
  },
]
