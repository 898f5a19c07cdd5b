/**
 * Findings about differences between a policy and the description of its API.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { apiWith, compared } from './examples.ts'

const LOGIN = 'components: { securitySchemes: { login: { type: http, scheme: bearer } } }'
const COOKIE =
  'components: { securitySchemes: { session: { type: apiKey, in: cookie, name: sid } } }'

const open = apiWith(['/orders: { get: { responses: {} } }'])
const withLogin = apiWith(['/orders: { get: { security: [{ login: [] }], responses: {} } }'], LOGIN)
const withCookie = apiWith(
  ['/orders: { get: { security: [{ session: [] }], responses: {} } }'],
  COOKIE,
)
const orders = (rest: string): string => `name: orders, match: [{ path: /orders }], ${rest}`
const plain = orders('sensitivity: internal, grants: [{ origins: [web] }]')
const any = 'grants: [{ origins: ["*"], requestHeaders: [authorization] }]'

export const compareRules: readonly FindingRule[] = [
  {
    code: 'MQ-820',
    severity: 'warning',
    title: 'endpoint without a resource',
    why: 'no grant applies to it, and its sensitivity is not declared',
    help: '`marque init --update` adds a resource for it, without grants',
    see: ['D8'],
    example: {
      bad: compared(
        open,
        'name: invoices, match: [{ path: /invoices }], sensitivity: internal, grants: [{ origins: [web] }]',
      ),
      good: compared(open, plain),
    },
  },
  {
    code: 'MQ-821',
    severity: 'warning',
    title: 'resource without an endpoint',
    why: 'its grants would apply to whatever is served at these paths later',
    help: 'remove the resource, or describe its endpoints',
    see: ['D7'],
    example: {
      bad: compared(
        open,
        plain,
        'name: invoices, match: [{ path: /invoices }], sensitivity: internal, grants: [{ origins: [web] }]',
      ),
      good: compared(open, plain),
    },
  },
  {
    code: 'MQ-822',
    severity: 'note',
    title: 'match without an endpoint',
    why: 'the match covers a path that the description does not have',
    help: 'remove the match, or describe its endpoints',
    see: ['D7'],
    example: {
      bad: compared(
        open,
        'name: orders, match: [{ path: /orders }, { path: /archive }], sensitivity: internal, grants: [{ origins: [web] }]',
      ),
      good: compared(open, plain),
    },
  },
  {
    code: 'MQ-823',
    severity: 'note',
    title: 'granted method without an operation',
    why: 'the method would be granted as soon as it is implemented',
    help: 'remove the method from the grant',
    see: ['D9'],
    example: {
      bad: compared(
        open,
        orders('sensitivity: internal, grants: [{ origins: [web], methods: [DELETE, GET] }]'),
      ),
      good: compared(open, plain),
    },
  },
  {
    code: 'MQ-824',
    severity: 'note',
    title: 'operation without a grant',
    why: 'pages can call other operations of the resource and not this one, which may be intended',
    help: 'add the method to a grant if pages should call it',
    see: ['D9'],
    example: {
      bad: compared(
        open,
        orders('sensitivity: internal, grants: [{ origins: [web], methods: [POST] }]'),
      ),
      good: compared(open, plain),
    },
  },
  {
    code: 'MQ-825',
    severity: 'warning',
    title: 'login on a public resource',
    why: 'an endpoint that requires a login is not public, and `public` switches off the checks for other sensitivities',
    help: 'raise the sensitivity of the resource, or write `security: []` in the description',
    see: ['docs/rules.md#sensitivity'],
    example: {
      bad: compared(
        withLogin,
        orders(
          'sensitivity: public, grants: [{ origins: [web], requestHeaders: [authorization] }]',
        ),
      ),
      good: compared(
        withLogin,
        orders(
          'sensitivity: confidential, grants: [{ origins: [web], requestHeaders: [authorization] }]',
        ),
      ),
    },
  },
  {
    code: 'MQ-826',
    severity: 'error',
    title: 'any origin granted on an endpoint with a login',
    why: 'any page can call the endpoint with a stolen token and read the response',
    help: 'name the origin sets that may call it',
    see: ['D10', 'docs/rules.md#sensitivity'],
    example: {
      bad: compared(withLogin, orders(`sensitivity: public, ${any}`)),
      good: compared(
        withLogin,
        orders(
          'sensitivity: internal, grants: [{ origins: [web], requestHeaders: [authorization] }]',
        ),
      ),
    },
  },
  {
    code: 'MQ-827',
    severity: 'note',
    title: 'request header that no grant allows',
    why: 'the preflight of a page that sends it fails',
    help: 'add it to `requestHeaders` if pages should send it',
    see: ['D18', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: compared(withLogin, orders('sensitivity: internal, grants: [{ origins: [web] }]')),
      good: compared(
        withLogin,
        orders(
          'sensitivity: internal, grants: [{ origins: [web], requestHeaders: [authorization] }]',
        ),
      ),
    },
  },
  {
    code: 'MQ-828',
    severity: 'note',
    title: 'response header that no grant exposes',
    why: 'script cannot read it, although the description lists it',
    help: 'add it to `exposeHeaders` if pages should read it',
    see: ['D20', 'Fetch, CORS-exposed header-name list'],
    example: {
      bad: compared(
        apiWith(['/orders: { get: { responses: { "200": { headers: { ETag: {} } } } } }']),
        plain,
      ),
      good: compared(
        apiWith(['/orders: { get: { responses: { "200": { headers: { ETag: {} } } } } }']),
        orders('sensitivity: internal, grants: [{ origins: [web], exposeHeaders: [etag] }]'),
      ),
    },
  },
  {
    code: 'MQ-829',
    severity: 'note',
    title: 'cookie login without a grant with credentials',
    why: 'the browser hides responses to requests with cookies, so pages can only call it without a login',
    help: 'add `credentials: true` if pages should call it with the login of the user',
    see: ['D13'],
    example: {
      bad: compared(withCookie, plain),
      good: compared(
        withCookie,
        orders('sensitivity: internal, grants: [{ origins: [web], credentials: true }]'),
      ),
    },
  },
]
