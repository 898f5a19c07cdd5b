/**
 * Policies that are judged as a whole, and their near misses.
 *
 * @module
 */
import {
  EXCEPTION_DATES,
  EXCEPTION_ORIGIN,
  EXCEPTION_PEOPLE,
  exceptionExample,
  GOOD,
  grantsExample,
  withResource,
} from '../catalogue/examples.ts'
import type { JudgementCase } from './unsafe.cases.ts'

const restricted = { resource: ['sensitivity: restricted', 'owner: a@example.com'] }
const secret = (self: string, parts = restricted): string =>
  grantsExample(['{ origins: [web], credentials: true }'], parts).replace(
    'self: [https://api.example.com]',
    `self: ${self}`,
  )
const versions = { top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'] }
/** An open resource beside `/v1/account` with credentials. */
const beside = (
  match: string,
  grants = '[{ origins: ["*"] }]',
  account = '{ origins: [web], credentials: true }',
): string =>
  grantsExample([account], {
    more: [
      '  - name: open',
      `    match: [${match}]`,
      '    sensitivity: public',
      `    grants: ${grants}`,
    ],
  })
const path = '/resources/1/match/0/path'

export const wholePolicyCases: readonly JudgementCase[] = [
  {
    name: 'F25: self without TLS, restricted, with credentials',
    text: secret('[http://api.example.com]'),
    has: ['MQ-355 /self/0'],
  },
  {
    name: 'F25: the second of two',
    text: secret('[https://api.example.com, "http://api.example.com:8080"]'),
    has: ['MQ-355 /self/1'],
  },
  {
    name: 'F25: the environment that is judged',
    text: secret('{ production: [https://api.example.com], staging: [http://api.example.com] }'),
    environment: 'staging',
    has: ['MQ-355 /self/staging/0'],
  },
  {
    name: 'F25: an address of a private network',
    text: secret('[http://10.0.0.1]'),
    has: ['MQ-355 /self/0'],
  },
  {
    name: 'F25: a confidential resource',
    text: secret('[http://api.example.com]', { resource: ['sensitivity: confidential'] }),
    has: ['MQ-355 /self/0'],
  },
  {
    name: 'F25: an exception with credentials',
    text: exceptionExample(
      `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}, ${EXCEPTION_PEOPLE}, credentials: true`,
      restricted,
    ).replace('https://api', 'http://api'),
    has: ['MQ-355 /self/0'],
  },
  {
    name: 'F25: a login in a header',
    text: grantsExample(
      ['{ origins: [web], requestHeaders: [authorization] }'],
      restricted,
    ).replace('https://api', 'http://api'),
    has: ['MQ-355 /self/0'],
  },
  {
    name: 'self of another environment',
    text: secret(
      '{ production: [https://api.example.com], development: [http://api.example.com] }',
    ),
    not: ['MQ-355'],
  },
  ...['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:3000', 'http://api.localhost'].map(
    (self) => ({ name: `${self} is loopback`, text: secret(`["${self}"]`), not: ['MQ-355'] }),
  ),
  {
    name: 'without TLS, without credentials',
    text: grantsExample(['{ origins: [web] }'], { resource: ['sensitivity: internal'] }).replace(
      'https://api',
      'http://api',
    ),
    not: ['MQ-355'],
  },
  { name: 'F25: no resource', text: GOOD, has: ['MQ-356 /resources'] },
  {
    name: 'one resource without grants',
    text: withResource('sensitivity: public', 'grants: []'),
    not: ['MQ-356'],
  },
  { name: 'F24: `/**` is open', text: beside('{ path: "/**" }'), has: [`MQ-354 ${path}`] },
  { name: 'F24: `/v1/**` is open', text: beside('{ path: "/v1/**" }'), has: [`MQ-354 ${path}`] },
  {
    name: 'F24: a name in place of the segment',
    text: beside('{ path: "/{version}/**" }'),
    has: [`MQ-354 ${path}`],
  },
  {
    name: 'F24: the open tree has a host pattern',
    text: beside('{ host: "*.example.com", path: "/**" }').replace(
      '[{ path: /v1/account }]',
      '[{ host: api.example.com, path: /v1/account }]',
    ),
    has: [`MQ-354 ${path}`],
  },
  { name: 'an open path beside it', text: beside('{ path: "/assets/**" }'), not: ['MQ-354'] },
  {
    name: 'an open path with a longer word',
    text: beside('{ path: "/v1/accounting/**" }'),
    not: ['MQ-354'],
  },
  {
    name: 'an open tree below it',
    text: beside('{ path: "/v1/account/logo/**" }'),
    not: ['MQ-354'],
  },
  { name: 'an open path without a tree', text: beside('{ path: "/v1" }'), not: ['MQ-354'] },
  {
    name: 'an open tree on another host',
    text: beside('{ host: cdn.example.com, path: "/**" }').replace(
      '[{ path: /v1/account }]',
      '[{ host: api.example.com, path: /v1/account }]',
    ),
    not: ['MQ-354'],
  },
  {
    name: 'a tree of listed origins',
    text: beside('{ path: "/**" }', '[{ origins: [web] }]'),
    not: ['MQ-354'],
  },
  {
    name: 'nothing below has credentials',
    text: beside('{ path: "/**" }', '[{ origins: ["*"] }]', '{ origins: [web] }'),
    not: ['MQ-354'],
  },
  {
    name: 'PSOT is no method',
    text: grantsExample(['{ origins: [web], methods: [PSOT] }']),
    has: ['MQ-357 /resources/0/grants/0/methods'],
  },
  {
    name: 'DELTE is no method of a match',
    text: grantsExample(['{ origins: [web] }'], { match: '[{ path: /x, methods: [GET, DELTE] }]' }),
    has: ['MQ-357 /resources/0/match/0/methods'],
  },
  {
    name: 'methods of standards',
    text: grantsExample([
      '{ origins: [web], methods: [GET, QUERY, PROPFIND, REPORT, MKCALENDAR, VERSION-CONTROL, PURGE, ACL, UNLINK] }',
    ]),
    not: ['MQ-357'],
  },
  {
    name: 'a method in lower case has MQ-168',
    text: grantsExample(['{ origins: [web], methods: [patch] }']),
    not: ['MQ-357'],
  },
  {
    name: 'versions that differ in case',
    text: grantsExample(['{ origins: [web], when: { apiVersion: [v1, V1] } }'], versions),
    has: ['MQ-358 /resources/0/grants/0/when/apiVersion'],
  },
  {
    name: 'versions of two grants that differ in case',
    text: grantsExample(
      [
        '{ origins: [web], when: { apiVersion: [v1] } }',
        '{ origins: [web], methods: [PUT], when: { apiVersion: [V1] } }',
      ],
      versions,
    ),
    has: ['MQ-358 /resources/0/grants/1/when/apiVersion'],
  },
  {
    name: 'one version in two grants',
    text: grantsExample(
      [
        '{ origins: [web], when: { apiVersion: [v1] } }',
        '{ origins: [web], methods: [PUT], when: { apiVersion: [v1, v2] } }',
      ],
      versions,
    ),
    not: ['MQ-358'],
  },
]
