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
