/**
 * Pairs of policies that differ in one thing, and the edit that is the cause of what changes.
 *
 * Policies are composed of `match` and keys of two resources and of other top-level keys.
 */
export interface CauseCase {
  readonly name: string
  /** Replacements in {@link POLICY}. */
  readonly edits: readonly (readonly [text: string, by: string])[]
  /** One line a cause: the kinds of its edits, what it is, its effect. */
  readonly causes: readonly string[]
  /** Edits without a change. */
  readonly notes?: readonly string[]
}

export const POLICY = `version: 1
self: [https://api.example.com]
unmatched: headers
origins:
  web: { allow: [https://app.example.com, https://shop.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }
  acme: { allow: [https://portal.acme.example], owner: partners@example.com, purpose: portal, reviewBy: 2099-05-01 }
tenants:
  identify: { path: '/t/{tenant}/**' }
  members:
    globex: { allow: [https://a.globex.example], owner: it@globex.example, purpose: portal }
resources:
  - { name: account, match: [{ path: /account/** }, { path: /me }], sensitivity: confidential, grants: [{ origins: [web], methods: [GET, PUT] }] }
  - { name: orders, match: [{ path: /orders/** }], sensitivity: internal, enforce: block, grants: [{ origins: [web, acme], methods: [GET] }] }
  - { name: theirs, match: [{ path: '/t/{tenant}/orders' }], sensitivity: internal, grants: [{ origins: ['@tenant'], methods: [GET] }] }
`

const WEB = 'https://shop.example.com]'

export const cases: readonly CauseCase[] = [
  {
    name: 'nothing',
    edits: [],
    causes: [],
  },
  {
    name: 'an origin joins a set that two resources name',
    edits: [[WEB, 'https://shop.example.com, https://b.example.com]']],
    causes: [
      'origin-added: `https://b.example.com` joins `web` — may do what every origin of `web` may: `account` and `orders` (1 confidential)',
    ],
  },
  {
    name: 'an origin of another set joins a set',
    edits: [[WEB, 'https://shop.example.com, https://portal.acme.example]']],
    causes: ['origin-added: `https://portal.acme.example` joins `web`'],
  },
  {
    name: 'two origins join a set',
    edits: [[WEB, 'https://shop.example.com, https://b.example.com, https://c.example.com]']],
    causes: [
      'origin-added+origin-added: `https://b.example.com` and `https://c.example.com` join `web` — may do what every origin of `web` may: `account` and `orders` (1 confidential)',
    ],
  },
  {
    name: 'an origin leaves a set',
    edits: [[`, ${WEB}`, ']']],
    causes: [
      'origin-removed: `https://shop.example.com` leaves `web` — may no longer do what the origins of `web` may: `account` and `orders` (1 confidential)',
    ],
  },
  {
    name: 'a set ends',
    edits: [
      [
        'https://portal.acme.example], owner',
        'https://portal.acme.example], until: 2099-03-01T00:00:00Z, owner',
      ],
    ],
    causes: ['list-end: set `acme` ends at 2099-03-01T00:00:00Z'],
  },
  {
    name: 'a set is renamed',
    edits: [
      ['  acme:', '  partners:'],
      ['[web, acme]', '[web, partners]'],
    ],
    causes: [],
    notes: ['set `acme` renamed `partners`'],
  },
  {
    name: 'a set is added and named by a grant',
    edits: [
      [
        'tenants:\n',
        '  more: { allow: [https://m.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }\ntenants:\n',
      ],
      ['origins: [web],', 'origins: [web, more],'],
    ],
    causes: ['set-added: `account`: a grant is also for `more`'],
  },
  {
    name: 'a tenant is added',
    edits: [
      [
        'resources:\n',
        '    initech: { allow: [https://a.initech.example], owner: it@initech.example, purpose: portal }\nresources:\n',
      ],
    ],
    causes: ['tenant-added: tenant `initech` added, with 1 origin'],
  },
  {
    name: 'an origin joins the directory of a tenant',
    edits: [['[https://a.globex.example]', '[https://a.globex.example, https://b.globex.example]']],
    causes: [
      'origin-added: `https://b.globex.example` joins the directory of the tenant `globex` — may do what every origin of the tenant `globex` may: `theirs`',
    ],
  },
  {
    name: 'a path moves',
    edits: [
      [', { path: /me }]', ']'],
      ['{ path: /orders/** }', '{ path: /orders/** }, { path: /me }'],
    ],
    causes: ['match-moved: `/me` moves from `account` to `orders`'],
  },
  {
    name: 'a resource is renamed',
    edits: [['name: account', 'name: profile']],
    causes: [],
    notes: [
      'resource `account` renamed `profile`; origin-bound tokens and lockdowns for `account` no longer apply',
    ],
  },
  {
    name: 'a resource is removed',
    edits: [['  - { name: orders,.*\n', '']],
    causes: ['resource-removed: resource `orders` removed, with `/orders/**`'],
  },
  {
    name: 'a path is added',
    edits: [['{ path: /orders/** }', '{ path: /orders/** }, { path: /baskets }']],
    causes: ['match-added: `orders` also matches `/baskets`'],
  },
  {
    name: 'a method of two resources',
    edits: [
      ['[web], methods: [GET, PUT]', '[web], methods: [GET, PUT, DELETE]'],
      ['[web, acme], methods: [GET]', '[web, acme], methods: [GET, DELETE]'],
    ],
    causes: [
      'grant-changed: `account`: grant for `web` also allows `DELETE`',
      'grant-changed: `orders`: grant for `acme` and `web` also allows `DELETE`',
    ],
  },
  {
    name: 'a condition',
    edits: [
      ['methods: [GET, PUT]', 'methods: [GET, PUT], when: { roles: [admin] }'],
      ['unmatched:', 'context: { roles: { claim: roles } }\nunmatched:'],
    ],
    causes: ['grant-changed: `account`: grant for `web` requires role `admin`'],
    notes: ['`context.roles` is read from `claim: roles` instead of nothing'],
  },
  {
    name: 'a second own origin',
    edits: [['self: [', 'self: [https://api2.example.com, ']],
    causes: [
      'self-added: `https://api2.example.com` becomes an own origin (`self`) — 3 resources (1 confidential) and unmatched requests',
    ],
  },
  {
    name: 'a sensitivity',
    edits: [['sensitivity: confidential', 'sensitivity: restricted']],
    causes: [],
    notes: [
      '`account`: `sensitivity: restricted` instead of `confidential`; a lease that ended 4 h ago denies cross-origin requests (before: a lease that ended 1 d ago withholds credentials)',
    ],
  },
  {
    name: 'equal edits of two resources are one cause',
    edits: [
      ['sensitivity: confidential,', 'sensitivity: confidential, authentication: required,'],
      [
        'sensitivity: internal, enforce: block,',
        'sensitivity: internal, enforce: block, authentication: required,',
      ],
    ],
    causes: [
      'resource-changed+resource-changed: `account` and `orders`: `authentication: required` instead of `optional`',
    ],
  },
  {
    name: 'two edits that have an effect only together',
    edits: [['methods: [GET, PUT] }', 'methods: [GET, PUT, DELETE], requestHeaders: [x-a] }']],
    causes: [
      'grant-changed: `account`: grant for `web` also allows `DELETE`',
      'grant-changed: `account`: grant for `web` also allows the request headers `x-a`',
    ],
  },
]
