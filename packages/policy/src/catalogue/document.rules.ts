/**
 * Findings about the shape of a document (MQ-120 to MQ-139), and about names and references (MQ-180 to MQ-189).
 *
 * @module
 */
import { GOOD, withException, withGrants, withResource } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const documentRules: readonly FindingRule[] = [
  {
    code: 'MQ-120',
    severity: 'error',
    title: 'unknown key',
    why: 'if a misspelt `until` were ignored, the grant would never end',
    help: 'remove the key, or correct its spelling',
    see: ['docs/reference/policy.md'],
    example: {
      bad: `${GOOD}contcat: api@example.com\n`,
      good: `${GOOD}contact: api@example.com\n`,
    },
  },
  {
    code: 'MQ-121',
    severity: 'error',
    title: 'missing key',
    why: 'a missing setting never means "allow" or "do not check", so it must be written',
    help: 'add the key',
    see: ['docs/reference/policy.md', 'D6'],
    example: { bad: 'version: 1\nresources: []\n', good: GOOD },
  },
  {
    code: 'MQ-122',
    severity: 'error',
    title: 'wrong type',
    why: 'a guess at the intended value could grant more than intended',
    help: 'write a value of the expected type',
    see: ['docs/reference/policy.md'],
    example: {
      bad: 'version: 1\nself: https://api.example.com\nresources: []\n',
      good: GOOD,
    },
  },
  {
    code: 'MQ-123',
    severity: 'error',
    title: 'unknown value',
    why: 'a guess at the intended value could grant more than intended',
    help: 'write one of the listed values',
    see: ['docs/reference/policy.md'],
    example: {
      bad: withResource('sensitivity: secret', 'grants: []'),
      good: withResource('sensitivity: restricted', 'grants: []'),
    },
  },
  {
    code: 'MQ-124',
    severity: 'error',
    title: 'unsupported version of the policy language',
    why: 'another version may give the same keys another meaning',
    help: 'write `version: 1`, or use a newer version of Marque',
    see: ['docs/reference/policy.md'],
    example: { bad: 'version: 2\nself: [https://api.example.com]\nresources: []\n', good: GOOD },
  },
  {
    code: 'MQ-125',
    severity: 'error',
    title: 'empty list',
    why: 'some readers take an empty list as "none", others as "all"',
    help: 'list the values, or omit the key if it is optional',
    see: ['docs/reference/policy.md'],
    example: {
      bad: withResource('sensitivity: public', 'grants: [{ origins: [] }]'),
      good: withResource('sensitivity: public', 'grants: [{ origins: ["*"] }]'),
    },
  },
  {
    code: 'MQ-126',
    severity: 'error',
    title: 'number out of range',
    why: 'with a number outside the range the limit would always apply, or never',
    help: 'write a whole number, 0 or greater',
    see: ['docs/reference/policy.md'],
    example: {
      bad: `${GOOD}tenants: { identify: { path: "/t/{tenant}/**" }, limits: { origins: -1 }, members: {} }\n`,
      good: `${GOOD}tenants: { identify: { path: "/t/{tenant}/**" }, limits: { origins: 5 }, members: {} }\n`,
    },
  },
  {
    code: 'MQ-180',
    severity: 'error',
    title: 'invalid name',
    why: 'names become part of headers, logs, metrics and file names, where other characters change their meaning',
    help: 'start with a lower-case letter; continue with lower-case letters, digits and `-`, at most 63 characters; names of tenants may also have upper-case letters, `.`, `_` and `~` where they are found in the path',
    see: ['docs/reference/policy.md'],
    example: {
      bad: `${GOOD}origins: { "Web Apps": { allow: [https://app.example.com], owner: a@example.com, purpose: app } }\n`,
      good: `${GOOD}origins: { web-apps: { allow: [https://app.example.com], owner: a@example.com, purpose: app } }\n`,
    },
  },
  {
    code: 'MQ-181',
    severity: 'error',
    title: 'unknown origin set',
    why: 'the grant has no effect for the origins that were meant',
    help: 'write the name of a set under `origins`, or add the set',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: withGrants('[{ origins: [wbe] }]'),
      good: withGrants('[{ origins: [web] }]'),
    },
  },
  {
    code: 'MQ-182',
    severity: 'error',
    title: 'unknown resource',
    why: 'the exception has no effect',
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
    title: 'duplicate name',
    why: 'decisions, logs and exceptions could not tell the two apart',
    help: 'give each its own name',
    see: ['docs/reference/policy.md'],
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
    title: 'unknown `@` reference',
    why: 'the grant has no effect for the origins that were meant',
    help: "`@tenant` is the directory of the request's tenant; write the name of a set without `@`",
    see: ['D15'],
    example: {
      bad: withGrants('[{ origins: ["@web"] }]'),
      good: withGrants('[{ origins: [web] }]'),
    },
  },
  {
    code: 'MQ-185',
    severity: 'error',
    title: 'invalid source of a fact',
    why: 'a fact that any client can set, or that has two sources, proves nothing',
    help: 'name exactly one source; roles and scopes come from a claim',
    see: ['D11'],
    example: {
      bad: `${GOOD}context: { roles: { header: x-roles } }\n`,
      good: `${GOOD}context: { roles: { claim: roles } }\n`,
    },
  },
  {
    code: 'MQ-186',
    severity: 'error',
    title: 'tenant identified by host and path, or by neither',
    why: 'if host and path could disagree, one tenant could act as another',
    help: 'write exactly one of `host` and `path`',
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
    title: 'several origins in place of one',
    why: 'an exception is approved for one origin that the approver has seen',
    help: 'write one exact origin',
    see: ['D16'],
    example: {
      bad: withException('id: EX-1, origin: "https://*.partner.example", resource: account'),
      good: withException('id: EX-1, origin: https://debug.partner.example, resource: account'),
    },
  },
  {
    code: 'MQ-188',
    severity: 'error',
    title: '`self` has no entry for the environment',
    why: "without the public origins of the environment a layer cannot recognise the API's own pages, and would block them",
    help: 'list the public origins of this environment under `self`',
    see: ['D6'],
    example: {
      bad: 'version: 1\nself:\n  staging: [https://api.staging.example.com]\nresources: []\n',
      good: 'version: 1\nself:\n  production: [https://api.example.com]\n  staging: [https://api.staging.example.com]\nresources: []\n',
    },
  },
]
