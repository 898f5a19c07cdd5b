/**
 * Grants and exceptions compared with the other grants of their resource (D9, D16).
 *
 * @module
 */
import {
  EXCEPTION_DATES,
  EXCEPTION_PEOPLE,
  exceptionExample,
  grantsExample,
  tenantExample,
} from '../catalogue/examples.ts'
import type { JudgementCase } from './unsafe.cases.ts'

const named = (name: string, allow: string, more = ''): string =>
  `${name}: { allow: [${allow}], owner: p@example.com, purpose: partners, reviewBy: 2099-05-01${more} }`
const roles = { top: ['context: { roles: { claim: roles } }'] }
const versions = { top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'] }
const later = '/resources/0/grants/1'
const exception = (keys: string, parts = {}): string =>
  exceptionExample(
    `id: EX-1, resource: account, ${EXCEPTION_DATES}, ${EXCEPTION_PEOPLE}, ${keys}`,
    parts,
  )

/** D9. */
export const wideningCases: readonly JudgementCase[] = [
  ...[
    ['credentials', 'credentials: true'],
    ['requestHeaders', 'requestHeaders: [x-a]'],
    ['requestHeaders', 'requestHeaders: ["*"]'],
    ['exposeHeaders', 'exposeHeaders: [etag]'],
    ['maxAge', 'maxAge: 11m'],
    ['timing', 'timing: true'],
  ].map(([key, more]) => ({
    name: `more by ${more}`,
    text: grantsExample(
      [`{ origins: [web], when: { roles: [a] } }`, `{ origins: [web], ${more} }`],
      roles,
    ),
    has: [`MQ-225 ${later}/${key}`],
  })),
  {
    name: 'more by reading',
    text: grantsExample([
      '{ origins: [web], methods: [POST], read: false }',
      '{ origins: [web], methods: [POST] }',
    ]),
    has: [`MQ-225 ${later}`],
  },
  {
    name: 'more by WebSockets',
    text: grantsExample([
      '{ origins: [web], credentials: true }',
      '{ origins: [web], credentials: true, websocket: true }',
    ]),
    has: [`MQ-225 ${later}/websocket`],
  },
  {
    name: '`*` covers other names',
    text: grantsExample([
      '{ origins: [web], requestHeaders: ["*"], exposeHeaders: ["*"] }',
      '{ origins: [web], requestHeaders: [x-a], exposeHeaders: [x-b] }',
    ]),
    not: ['MQ-225'],
  },
  {
    name: '`*` does not cover authorization',
    text: grantsExample([
      '{ origins: [web], requestHeaders: ["*"] }',
      '{ origins: [web], requestHeaders: [authorization] }',
    ]),
    has: [`MQ-225 ${later}/requestHeaders`],
  },
  {
    name: 'GET covers HEAD',
    text: grantsExample([
      '{ origins: [web] }',
      '{ origins: [web], methods: [HEAD], credentials: true }',
    ]),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'HEAD does not cover POST',
    text: grantsExample([
      '{ origins: [web], methods: [HEAD] }',
      '{ origins: [web], methods: [POST], credentials: true }',
    ]),
    not: ['MQ-225'],
  },
  {
    name: 'a pattern over the origin of another set',
    text: grantsExample(['{ origins: [p] }', '{ origins: [web], credentials: true }'], {
      sets: [named('p', '"https://*.example.com"')],
    }),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'a pattern beside',
    text: grantsExample(['{ origins: [p] }', '{ origins: [web], credentials: true }'], {
      sets: [named('p', '"https://*.app.example.com"')],
    }),
    not: ['MQ-225'],
  },
  {
    name: 'patterns one under the other',
    text: grantsExample(['{ origins: [p] }', '{ origins: [q], credentials: true }'], {
      sets: [named('p', '"https://*.example.com:8443"'), named('q', '"https://*.a.example.com:*"')],
    }),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'patterns of different ports',
    text: grantsExample(['{ origins: [p] }', '{ origins: [q], credentials: true }'], {
      sets: [named('p', '"https://*.example.com:8443"'), named('q', '"https://*.a.example.com"')],
    }),
    not: ['MQ-225'],
  },
  {
    name: '`*` before a set',
    text: grantsExample(['{ origins: ["*"] }', '{ origins: [web], credentials: true }'], {
      resource: ['sensitivity: public'],
    }),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: '`*` after a set',
    text: grantsExample(['{ origins: [web] }', '{ origins: ["*"], exposeHeaders: [etag] }'], {
      resource: ['sensitivity: public'],
    }),
    has: [`MQ-225 ${later}/exposeHeaders`],
  },
  {
    name: 'a set of another environment',
    text: grantsExample(['{ origins: [p] }', '{ origins: [web], credentials: true }'], {
      sets: [named('p', 'https://app.example.com', ', environments: [staging]')],
    }),
    not: ['MQ-225'],
  },
  {
    name: 'the same set in its environment',
    environment: 'staging',
    text: grantsExample(['{ origins: [p] }', '{ origins: [web], credentials: true }'], {
      sets: [named('p', 'https://app.example.com', ', environments: [staging]')],
    }),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'dates that do not meet',
    text: grantsExample([
      '{ origins: [web], until: 2099-01-01T00:00:00Z }',
      '{ origins: [web], credentials: true, from: 2099-01-01T00:00:00Z }',
    ]),
    not: ['MQ-225'],
  },
  {
    name: 'dates that meet',
    text: grantsExample([
      '{ origins: [web], until: 2099-01-02T00:00:00Z }',
      '{ origins: [web], credentials: true, from: 2099-01-01T00:00:00Z }',
    ]),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'a set that ends before',
    text: grantsExample(
      ['{ origins: [p] }', '{ origins: [web], credentials: true, from: 2099-01-01T00:00:00Z }'],
      { sets: [named('p', 'https://app.example.com', ', until: 2099-01-01T00:00:00Z')] },
    ),
    not: ['MQ-225'],
  },
  {
    name: 'versions in the path that differ',
    text: grantsExample(
      [
        '{ origins: [web], when: { apiVersion: [v1] } }',
        '{ origins: [web], credentials: true, when: { apiVersion: [v2] } }',
      ],
      versions,
    ),
    not: ['MQ-225'],
  },
  {
    name: 'versions in a header that differ',
    text: grantsExample(
      [
        '{ origins: [web], when: { apiVersion: [v1] } }',
        '{ origins: [web], credentials: true, when: { apiVersion: [v2] } }',
      ],
      { top: ['context: { apiVersion: { header: api-version } }'] },
    ),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'a tenant whose origin is in a set',
    text: tenantExample(
      '{ allow: [https://app.example.com], owner: a@b.example, purpose: p }',
    ).replace(
      '- { origins: ["@tenant"] }',
      '- { origins: ["@tenant"] }\n      - { origins: [web], credentials: true }',
    ),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'a tenant apart',
    text: tenantExample(
      '{ allow: [https://portal.globex.example], owner: a@b.example, purpose: p }',
    ).replace(
      '- { origins: ["@tenant"] }',
      '- { origins: ["@tenant"] }\n      - { origins: [web], credentials: true }',
    ),
    not: ['MQ-225'],
  },
  {
    name: 'tenants twice',
    text: tenantExample(
      '{ allow: [https://portal.globex.example], owner: a@b.example, purpose: p }',
    ).replace(
      '- { origins: ["@tenant"] }',
      '- { origins: ["@tenant"] }\n      - { origins: ["@tenant"], credentials: true }',
    ),
    has: [`MQ-225 ${later}/credentials`],
  },
  {
    name: 'an exception is exempt',
    text: exception('origin: https://app.example.com, credentials: true'),
    not: ['MQ-225', 'MQ-226'],
  },
]

/** D16. */
export const exceptionCases: readonly JudgementCase[] = [
  {
    name: 'nothing beyond a pattern',
    text: exception('origin: https://x.partner.example', {
      sets: [named('p', '"https://*.partner.example"')],
      more: [],
    }).replace('{ origins: [web] }', '{ origins: [web, p] }'),
    has: ['MQ-226 /exceptions/0'],
  },
  {
    name: 'another method',
    text: exception('origin: https://app.example.com, methods: [GET, PUT]'),
    not: ['MQ-226'],
  },
  {
    name: 'a header more',
    text: exception('origin: https://app.example.com, requestHeaders: [x-a]'),
    not: ['MQ-226'],
  },
  {
    name: 'without the condition of the grant',
    text: exception('origin: https://app.example.com', roles).replace(
      '{ origins: [web] }',
      '{ origins: [web], when: { roles: [a] } }',
    ),
    not: ['MQ-226'],
  },
  {
    name: 'with the condition of the grant',
    text: exception('origin: https://app.example.com, when: { roles: [a] }', roles).replace(
      '{ origins: [web] }',
      '{ origins: [web], when: { roles: [a] } }',
    ),
    has: ['MQ-226 /exceptions/0'],
  },
  {
    name: 'without the token of the grant',
    text: exception('origin: https://app.example.com').replace(
      '{ origins: [web] }',
      '{ origins: [web], token: true }',
    ),
    not: ['MQ-226'],
  },
  {
    name: 'for longer than the grant',
    text: exception('origin: https://app.example.com').replace(
      '{ origins: [web] }',
      '{ origins: [web], until: 2098-11-25T00:00:00Z }',
    ),
    not: ['MQ-226'],
  },
  {
    name: 'exactly 30 days',
    text: exceptionExample(
      `id: EX-1, origin: https://d.partner.example, resource: account, from: 2098-11-01T00:00:00Z, until: 2098-12-01T00:00:00Z, ${EXCEPTION_PEOPLE}`,
    ),
    not: ['MQ-227'],
  },
  {
    name: 'a second more',
    text: exceptionExample(
      `id: EX-1, origin: https://d.partner.example, resource: account, from: 2098-11-01T00:00:00Z, until: 2098-12-01T00:00:01Z, ${EXCEPTION_PEOPLE}`,
    ),
    has: ['MQ-227 /exceptions/0/until'],
  },
  {
    name: 'over a limit of the policy',
    text: exception('origin: https://d.partner.example', {
      more: ['limits: { exceptionDuration: 6d }'],
    }),
    has: ['MQ-227 /exceptions/0/until'],
  },
  {
    name: 'without a start, from the moment of the check',
    text: exceptionExample(
      `id: EX-1, origin: https://d.partner.example, resource: account, until: 2099-01-01T00:00:00Z, ${EXCEPTION_PEOPLE}`,
    ),
    has: ['MQ-227 /exceptions/0/until'],
  },
]
