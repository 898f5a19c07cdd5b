/**
 * What can differ between a policy and the description of its API.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { apiWith, compared } from '../findings/example.ts'

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
    title: 'an endpoint without a resource',
    why: 'nothing is granted on it, and nobody has said how sensitive it is',
    help: '`marque init --update` adds a resource for it, without grants',
    see: ['DECISION D8'],
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
    title: 'a resource without an endpoint',
    why: 'it keeps trust for something that is gone, or will come back as something else',
    help: 'remove the resource, or describe its endpoints',
    see: ['DECISION D7'],
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
    title: 'a match without an endpoint',
    why: 'the resource guards a path at which nothing answers any more, or not yet',
    help: 'remove the match, or describe its endpoints',
    see: ['DECISION D7'],
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
    title: 'a granted method that no operation has',
    why: 'the grant promises more than there is, and gives it away on the day on which somebody builds it',
    help: 'remove the method from the grant',
    see: ['DECISION D9'],
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
    title: 'an operation that no grant allows',
    why: 'pages can call the other operations of the resource and not this one; that may be meant',
    help: 'add the method to a grant, if pages are to call it',
    see: ['DECISION D9'],
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
    title: 'a login in front of a public resource',
    why: 'what needs a login is not public, and rules for what is not do not hold for it',
    help: 'give the resource the sensitivity that it has, or say `security: []`',
    see: ['DESIGN 3'],
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
    title: 'a login that any origin may use',
    why: 'a page of anybody can call the endpoint with a token that it got hold of, and read the answer',
    help: 'name the origin sets that may call it',
    see: ['DECISION D10', 'DESIGN 3'],
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
    title: 'a described request header that no grant has',
    why: 'the preflight of a page that sets it fails',
    help: 'add it to `requestHeaders`, if pages are to set it',
    see: ['DECISION D18', 'Fetch, CORS-preflight fetch'],
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
    title: 'a described response header that no grant has',
    why: 'script does not see it, though the description says that it is there',
    help: 'add it to `exposeHeaders`, if pages are to read it',
    see: ['DECISION D20', 'Fetch, CORS-exposed header-name list'],
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
    title: 'a login by cookie that no grant carries',
    why: 'browsers leave the cookie away, and each call is one without a login',
    help: 'add `credentials: true`, if pages are to call it with the login of their user',
    see: ['DECISION D13'],
    example: {
      bad: compared(withCookie, plain),
      good: compared(
        withCookie,
        orders('sensitivity: internal, grants: [{ origins: [web], credentials: true }]'),
      ),
    },
  },
]
