/**
 * Keys and grants without effect, misleading ones and ungoverned ones, with near misses.
 *
 * @module
 */
import {
  EXCEPTION_DATES,
  EXCEPTION_ORIGIN,
  exceptionExample,
  grantsExample,
  setExample,
} from '../catalogue/examples.ts'
import type { JudgementCase } from './unsafe.cases.ts'

const named = (name: string, allow: string, more = ''): string =>
  `${name}: { allow: [${allow}], owner: p@example.com, purpose: partners${more} }`
const set = (allow: string): string =>
  setExample(`{ allow: [${allow}], owner: p@example.com, purpose: partners }`)
const second = '/resources/0/grants/1'
const roles = { top: ['context: { roles: { claim: roles } }'] }
const open = { resource: ['sensitivity: public'] }

export const unreachableCases: readonly JudgementCase[] = [
  {
    name: 'taken by two grants together',
    text: grantsExample([
      '{ origins: [web], methods: [GET] }',
      '{ origins: [web], methods: [POST] }',
      '{ origins: [web], methods: [HEAD, POST] }',
    ]),
    has: ['MQ-301 /resources/0/grants/2'],
  },
  {
    name: 'taken by a pattern',
    text: grantsExample(['{ origins: [p] }', '{ origins: [web] }'], {
      sets: [named('p', '"https://*.example.com"')],
    }),
    has: [`MQ-301 ${second}`],
  },
  {
    name: 'taken by `*`',
    text: grantsExample(['{ origins: ["*"] }', '{ origins: [web] }'], open),
    has: [`MQ-301 ${second}`],
  },
  {
    name: '`*` is not taken by a set',
    text: grantsExample(['{ origins: [web] }', '{ origins: ["*"] }'], open),
    not: ['MQ-301'],
  },
  {
    name: 'one origin is left',
    text: grantsExample(['{ origins: [web] }', '{ origins: [p] }'], {
      sets: [named('p', 'https://app.example.com, https://b.example.com')],
    }),
    not: ['MQ-301'],
  },
  {
    name: 'the earlier one ends',
    text: grantsExample(['{ origins: [web], until: 2099-01-01T00:00:00Z }', '{ origins: [web] }']),
    not: ['MQ-301'],
  },
  {
    name: 'the earlier one starts later',
    text: grantsExample(['{ origins: [web], from: 2099-01-01T00:00:00Z }', '{ origins: [web] }']),
    not: ['MQ-301'],
  },
  {
    name: 'the set of the earlier one ends',
    text: grantsExample(['{ origins: [p] }', '{ origins: [web] }'], {
      sets: [named('p', 'https://app.example.com', ', until: 2099-01-01T00:00:00Z')],
    }),
    not: ['MQ-301'],
  },
  {
    name: 'the earlier one has a condition',
    text: grantsExample(
      ['{ origins: [web], timing: true, when: { roles: [a] } }', '{ origins: [web] }'],
      roles,
    ),
    not: ['MQ-301', 'MQ-331'],
  },
  {
    name: 'other versions are left',
    text: grantsExample(['{ origins: [web], when: { apiVersion: [v1] } }', '{ origins: [web] }'], {
      top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'],
    }),
    not: ['MQ-301', 'MQ-331'],
  },
  {
    name: 'a condition that only holds later',
    text: grantsExample(['{ origins: [web] }', '{ origins: [web], when: { roles: [a] } }'], roles),
    has: [`MQ-301 ${second}`],
  },
  {
    name: 'all methods of a match without methods',
    text: grantsExample(['{ origins: [web], methods: [PURGE] }']),
    not: ['MQ-302'],
  },
]

const tenants = (identify: string): readonly string[] => [
  'tenants:',
  `  identify: { ${identify} }`,
  '  members: { globex: { allow: [], owner: it@globex.example, purpose: portal } }',
]
const BY_PATH = 'path: ["/o/{tenant}/**", "/t/{tenant}/x"]'
const tenantMatch = (path: string, identify: string | null): string =>
  grantsExample(['{ origins: [web] }'], {
    match: `[{ path: "${path}" }]`,
    more: identify === null ? [] : tenants(identify),
  })

/** D15: `identify` names the tenant of each request that has one. */
export const tenantCases: readonly JudgementCase[] = [
  ...['/o/{tenant}', '/o/{tenant}/{id}/**', '/t/{tenant}/x', '/t/{id}/y'].map((path) => ({
    name: `${path} below a template`,
    text: tenantMatch(path, BY_PATH),
    not: ['MQ-231'],
  })),
  ...['/t/{tenant}', '/t/{tenant}/**', '/t/{tenant}/x/**', '/O/{tenant}/a', '/{id}/{tenant}/x'].map(
    (path) => ({
      name: `${path} below no template`,
      text: tenantMatch(path, BY_PATH),
      has: ['MQ-231 /resources/0/match/0/path'],
    }),
  ),
  {
    name: 'a match without tenants',
    text: tenantMatch('/t/{tenant}/**', null),
    has: ['MQ-231 /resources/0/match/0/path'],
  },
  {
    name: 'a match where the host names the tenant',
    text: tenantMatch('/t/{tenant}/**', 'host: "{tenant}.api.example.com"'),
    not: ['MQ-231'],
  },
  {
    name: '`{tenant}` in `self` where the path names the tenant',
    text: tenantMatch('/v1', BY_PATH).replace(
      'self: [https://api.example.com]',
      'self: ["https://{tenant}.api.example.com"]',
    ),
    has: ['MQ-231 /self/0'],
  },
  {
    name: '`{tenant}` in `self` where the host names the tenant',
    text: tenantMatch('/v1', 'host: "{tenant}.api.example.com"').replace(
      'self: [https://api.example.com]',
      'self: ["https://{tenant}.api.example.com"]',
    ),
    not: ['MQ-231'],
  },
]

/** D11: claims within one another. */
export const claimCases: readonly JudgementCase[] = [
  {
    name: 'within another, in two grants',
    text: grantsExample([
      '{ origins: [web], when: { claims: { /org/id: a } } }',
      '{ origins: [web], methods: [POST], when: { claims: { /org: a } } }',
    ]),
    has: ['MQ-237 /resources/0/grants/0/when/claims/~1org~1id'],
  },
  {
    name: 'within the claim of roles',
    text: grantsExample(['{ origins: [web], when: { roles: [a], claims: { /realm/x: a } } }'], {
      top: ['context: { roles: { claim: realm } }'],
    }),
    has: ['MQ-237 /resources/0/grants/0/when/claims/~1realm~1x'],
  },
  {
    name: 'roles within a claim',
    text: grantsExample(['{ origins: [web], when: { roles: [a], claims: { /realm: a } } }'], {
      top: ['context: { roles: { claim: /realm/roles } }'],
    }),
    has: ['MQ-237 /context/roles/claim'],
  },
  {
    name: 'side by side, and one of them twice',
    text: grantsExample([
      '{ origins: [web], when: { claims: { /org: a, /org-x: a, /org~1id: a } } }',
      '{ origins: [web], methods: [POST], when: { claims: { /org: b } } }',
    ]),
    not: ['MQ-237'],
  },
]

export const setCases: readonly JudgementCase[] = [
  {
    name: 'a port that the pattern does not cover',
    text: set('"https://*.example.com", https://a.example.com:8443'),
    not: ['MQ-307'],
  },
  {
    name: 'an exact origin under a pattern',
    text: set('https://a.b.example.com, "https://*.example.com"'),
    has: ['MQ-307 /origins/partners/allow/0'],
  },
  {
    name: 'under a pattern within a label',
    text: set(
      '"https://*-app.example.com", https://x-app.example.com, "https://*--app.example.com"',
    ),
    has: ['MQ-307 /origins/partners/allow/1', 'MQ-307 /origins/partners/allow/2'],
  },
  {
    name: 'a pattern within a label under one of whole labels',
    text: set('"https://*-app.a.example.com", "https://*.example.com"'),
    has: ['MQ-307 /origins/partners/allow/0'],
  },
  {
    name: 'not under a pattern within a label: a further label, no character, another end, a dot',
    text: set(
      '"https://*-app.example.com", https://a.x-app.example.com, https://x-bapp.example.com, https://x-app.example.com., "https://*.example.org"',
    ),
    not: ['MQ-307'],
  },
  {
    name: 'F1: an http API and https pages',
    text: set('https://a.example.com').replace(
      'self: [https://api.example.com]',
      'self: [http://intranet.example.com:6000, http://10.0.0.7]',
    ),
    has: ['MQ-340 /self/0', 'MQ-340 /self/1'],
  },
  ...[
    'http://localhost:6000',
    'http://api.localhost',
    'http://127.0.0.1, http://127.9.8.7:1, "http://[::1]"',
    'https://api.example.com, http://api.example.com:8080',
  ].map((self) => ({
    name: `F1: https pages can request one of ${self}`,
    text: set('https://a.example.com').replace(
      'self: [https://api.example.com]',
      `self: [${self}]`,
    ),
    not: ['MQ-340'],
  })),
  {
    name: 'F1: http pages can request an http API',
    text: set('http://app.example.com').replace('self: [https:', 'self: [http:'),
    not: ['MQ-340'],
  },
  {
    name: 'a trailing dot, in a set and in `self`',
    text: set('https://a.example.com.').replace(
      'self: [https://api.example.com]',
      'self: [https://api.example.com.]',
    ),
    has: ['MQ-336 /origins/partners/allow/0', 'MQ-336 /self/0'],
  },
  {
    name: 'a trial system by the end of its label',
    text: set('"https://*-staging.example.com", https://a.example.com'),
    has: ['MQ-321 /origins/partners/allow/0'],
  },
  {
    name: 'a top-level name before a trailing dot',
    text: set('https://a.dev., https://b.example.com'),
    not: ['MQ-321'],
  },
  {
    name: 'any port covers one',
    text: set('"https://*.example.com:*", "https://*.example.com"'),
    has: ['MQ-307 /origins/partners/allow/1'],
  },
  {
    name: 'a pattern twice is not covered by itself',
    text: set('"https://*.example.com", "https://*.example.com"'),
    has: ['MQ-305 /origins/partners/allow/1'],
    not: ['MQ-307'],
  },
  {
    name: 'a set named twice',
    text: grantsExample(['{ origins: [web, web] }']),
    has: ['MQ-306 /resources/0/grants/0/origins/1'],
  },
  {
    name: 'trial systems kept out of production',
    text: setExample(
      '{ allow: [https://a.staging.example.com, https://a.example.com], owner: p@e.example, purpose: p, environments: [staging] }',
    ),
    not: ['MQ-321'],
  },
  {
    name: 'a top-level name that looks like a trial',
    text: set('https://a.dev, https://b.example.com'),
    not: ['MQ-321'],
  },
  {
    name: 'self among several',
    text: set('https://api.example.com').replace(
      'self: [https://api.example.com]',
      'self: [https://api.example.com, https://b.example.com]',
    ),
    not: ['MQ-335'],
  },
  {
    name: 'self of another environment',
    text: set('https://api.example.com').replace(
      'self: [https://api.example.com]',
      'self: { production: [https://b.example.com], staging: [https://api.example.com] }',
    ),
    not: ['MQ-335'],
  },
]

export const effectCases: readonly JudgementCase[] = [
  {
    name: 'WebKit alone',
    text: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 601 }']),
    has: ['MQ-309 /resources/0/grants/0/maxAge'],
  },
  {
    name: 'the default is no choice',
    text: grantsExample(['{ origins: [web] }']),
    not: ['MQ-309', 'MQ-310', 'MQ-311'],
  },
  {
    name: '`*` alone',
    text: grantsExample(['{ origins: ["*"] }', '{ origins: ["*"], methods: [POST] }'], open),
    not: ['MQ-329'],
  },
  {
    name: '`*` with dates',
    text: grantsExample(['{ origins: ["*"], until: 2127-01-01T00:00:00Z }'], open),
    has: ['MQ-329 /resources/0/grants/0'],
  },
  {
    name: '`cross-origin` on restricted',
    text: grantsExample(['{ origins: [web] }'], {
      resource: ['sensitivity: restricted', 'owner: a@b.example', 'resourcePolicy: cross-origin'],
    }),
    has: ['MQ-328 /resources/0/resourcePolicy'],
  },
  {
    name: 'read: false with GET, HEAD and POST',
    text: grantsExample(['{ origins: [web], methods: [GET, HEAD, POST], read: false }']),
    not: ['MQ-324'],
  },
]

const approvedBy = (requester: string, approver: string): string =>
  exceptionExample(
    `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}, purpose: p, requestedBy: "${requester}", approvedBy: ["${approver}"]`,
  )

export const governanceCases: readonly JudgementCase[] = [
  {
    name: 'an owner of spaces',
    text: setExample('{ allow: [https://a.example.com], owner: " ", purpose: p }'),
    has: ['MQ-401 /origins/partners'],
  },
  {
    name: 'one person twice is one approval',
    text: exceptionExample(
      `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}, purpose: p, requestedBy: dev@example.com, approvedBy: [lead@example.com, LEAD@example.com]`,
      { resource: ['sensitivity: confidential'] },
    ),
    has: ['MQ-411 /exceptions/0/approvedBy'],
  },
  {
    name: 'F23: one person approves in three spellings',
    text: exceptionExample(
      `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}, purpose: p, requestedBy: dev@example.com, approvedBy: [lead@example.com, "Lead <lead@EXAMPLE.com>", lead+cors@example.com]`,
      { resource: ['sensitivity: confidential'] },
    ),
    has: ['MQ-411 /exceptions/0/approvedBy'],
  },
  ...[
    'Dev <dev@example.com>',
    'dev@EXAMPLE.COM',
    ' dev@example.com ',
    '<dev@example.com>',
    'mailto:dev@example.com',
    'dev@example.com (Dev)',
    'dev+cors@example.com',
    'dev@example.com.',
    'ｄｅｖ@example.com',
    'dev\u200b@example.com',
    'dev @ example.com',
  ].map(
    (approver): JudgementCase => ({
      name: `F23: \`${approver}\` is the requester dev@example.com`,
      text: approvedBy('dev@example.com', approver),
      has: ['MQ-410 /exceptions/0/approvedBy'],
      not: ['MQ-414'],
    }),
  ),
  {
    name: 'F23: an international domain in two spellings',
    text: approvedBy('dev@bücher.example', 'dev@xn--bcher-kva.example'),
    has: ['MQ-410 /exceptions/0/approvedBy'],
  },
  {
    name: 'F23: a name in two spellings',
    text: approvedBy('Dev  Loper', 'dev loper'),
    has: [
      'MQ-410 /exceptions/0/approvedBy',
      'MQ-414 /exceptions/0/requestedBy',
      'MQ-414 /exceptions/0/approvedBy',
    ],
  },
  ...['dev2@example.com', 'dev@example.org', 'Dev <lead@example.com>', 'dev@sub.example.com'].map(
    (approver): JudgementCase => ({
      name: `\`${approver}\` is another person than dev@example.com`,
      text: approvedBy('dev@example.com', approver),
      not: ['MQ-410', 'MQ-414'],
    }),
  ),
  ...[
    'nobody in particular',
    'web-platform',
    '@acme/web',
    'web@localhost',
    'https://wiki.example.com/web',
  ].map(
    (owner): JudgementCase => ({
      name: `F23: the owner \`${owner}\` is no address`,
      text: setExample(`{ allow: [https://a.example.com], owner: "${owner}", purpose: p }`),
      has: ['MQ-414 /origins/partners/owner'],
    }),
  ),
  ...['p@example.com', 'Web Platform <web@example.com>', 'web.team+cors@example.co.uk'].map(
    (owner): JudgementCase => ({
      name: `the owner \`${owner}\` has an address`,
      text: setExample(`{ allow: [https://a.example.com], owner: "${owner}", purpose: p }`),
      not: ['MQ-414'],
    }),
  ),
  {
    name: 'F23: the owner of a resource and the contact',
    text: grantsExample(['{ origins: [web] }'], {
      top: ['contact: somebody'],
      resource: ['sensitivity: internal', 'owner: the backend team'],
    }),
    has: ['MQ-414 /contact', 'MQ-414 /resources/0/owner'],
  },
  {
    name: 'the contact may be a page',
    text: grantsExample(['{ origins: [web] }'], { top: ['contact: https://example.com/support'] }),
    not: ['MQ-414'],
  },
  {
    name: 'a missing owner has a finding of its own',
    text: setExample('{ allow: [https://a.example.com], owner: " ", purpose: p }'),
    not: ['MQ-414'],
  },
  {
    name: 'one approval on internal',
    text: exceptionExample(
      `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}, purpose: p, requestedBy: dev@example.com, approvedBy: [lead@example.com]`,
    ),
    not: ['MQ-411'],
  },
  {
    name: 'a review on its day',
    text: setExample(
      '{ allow: [https://a.example.com], owner: o, purpose: p, reviewBy: 2098-11-22 }',
    ),
    has: ['MQ-404 /origins/partners/reviewBy'],
  },
  {
    name: 'a review on the next day',
    text: setExample(
      '{ allow: [https://a.example.com], owner: o, purpose: p, reviewBy: 2098-11-23 }',
    ),
    not: ['MQ-404'],
  },
]
