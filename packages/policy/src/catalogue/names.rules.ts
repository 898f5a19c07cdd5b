/**
 * What can be wrong with names and references.
 *
 * @module
 */

import { GOOD, withException, withGrants } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const nameRules: readonly FindingRule[] = [
  {
    code: 'MQ-180',
    severity: 'error',
    title: 'not a name',
    why: 'names travel into headers, logs, metrics and file names, where other letters change their meaning',
    help: 'start with a lower-case letter, go on with letters, digits and `-`, 63 at most',
    see: ['DESIGN 1'],
    example: {
      bad: `${GOOD}origins: { "Web Apps": { allow: [https://app.example.com], owner: a@example.com, purpose: app } }\n`,
      good: `${GOOD}origins: { web-apps: { allow: [https://app.example.com], owner: a@example.com, purpose: app } }\n`,
    },
  },
  {
    code: 'MQ-181',
    severity: 'error',
    title: 'an unknown origin set',
    why: 'the grant is for nobody, whoever was meant',
    help: 'write the name of a set under `origins`, or add the set',
    see: ['DESIGN 3'],
    example: {
      bad: withGrants('[{ origins: [wbe] }]'),
      good: withGrants('[{ origins: [web] }]'),
    },
  },
  {
    code: 'MQ-182',
    severity: 'error',
    title: 'an unknown resource',
    why: 'the exception would be for nothing',
    help: 'write the name of a resource',
    see: ['D16'],
    example: {
      bad: withException('id: EX-1, origin: https://debug.partner.example, resource: acount'),
      good: withException('id: EX-1, origin: https://debug.partner.example, resource: account'),
    },
  },
  {
    code: 'MQ-183',
    severity: 'error',
    title: 'a name given twice',
    why: 'decisions, logs and exceptions could not say which of the two they mean',
    help: 'give each a name of its own',
    see: ['DESIGN 3'],
    example: {
      bad: `version: 1
self: [https://api.example.com]
resources:
  - { name: account, match: [{ path: /a/** }], sensitivity: internal, grants: [] }
  - { name: account, match: [{ path: /b/** }], sensitivity: internal, grants: [] }
`,
      good: `version: 1
self: [https://api.example.com]
resources:
  - { name: account, match: [{ path: /a/** }], sensitivity: internal, grants: [] }
  - { name: billing, match: [{ path: /b/** }], sensitivity: internal, grants: [] }
`,
    },
  },
  {
    code: 'MQ-184',
    severity: 'error',
    title: 'an unknown reference',
    why: 'the grant is for nobody, whoever was meant',
    help: "the directory of the request's tenant is `@tenant`; a set is named without `@`",
    see: ['D15'],
    example: {
      bad: withGrants('[{ origins: ["@web"] }]'),
      good: withGrants('[{ origins: [web] }]'),
    },
  },
  {
    code: 'MQ-185',
    severity: 'error',
    title: 'a bad source of facts',
    why: 'a fact that anybody can send, or that comes from two places, proves nothing',
    help: 'name exactly one source; roles and scopes come from a claim',
    see: ['D11', 'ADR 0001, 22'],
    example: {
      bad: `${GOOD}context: { roles: { header: x-roles } }\n`,
      good: `${GOOD}context: { roles: { claim: roles } }\n`,
    },
  },
  {
    code: 'MQ-186',
    severity: 'error',
    title: 'tenants that cannot be told apart',
    why: 'where host and path could disagree, one tenant could speak in the name of another',
    help: 'name exactly one of `host` and `path`',
    see: ['D15'],
    example: {
      bad: `${GOOD}tenants: { identify: { host: "{tenant}.example.com", path: "/t/{tenant}/**" }, members: {} }\n`,
      good: `${GOOD}tenants: { identify: { host: "{tenant}.example.com" }, members: {} }\n`,
    },
  },
  {
    code: 'MQ-187',
    severity: 'error',
    title: '`self` does not name the API',
    why: 'requests from `self` are never blocked, so it must name the API and nothing else',
    help: 'list exact `https:` origins; `{tenant}` may be the first label',
    see: ['D6'],
    example: {
      bad: `version: 1\nself: ["https://*.example.com"]\nresources: []\n`,
      good: GOOD,
    },
  },
  {
    code: 'MQ-189',
    severity: 'error',
    title: 'more than one origin where one is wanted',
    why: 'an exception is approved for one origin that somebody looked at',
    help: 'write one exact origin',
    see: ['D16'],
    example: {
      bad: withException('id: EX-1, origin: "https://*.partner.example", resource: account'),
      good: withException('id: EX-1, origin: https://debug.partner.example, resource: account'),
    },
  },
]
