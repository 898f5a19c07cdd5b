/**
 * Documents for the examples of the catalogue: small, and without findings but the one that the example is about.
 *
 * @module
 */

/** A policy without mistakes that guards nothing. */
export const GOOD = `version: 1
self: [https://api.example.com]
resources: []
`

/** A policy with one origin set that allows `origins`, as YAML writes them. */
export function withOrigins(...origins: readonly string[]): string {
  return `version: 1
self: [https://api.example.com]
origins:
  web:
    allow:
${origins.map((origin) => `      - ${origin}\n`).join('')}    owner: web-platform@example.com
    purpose: first-party applications
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: internal
    grants: [{ origins: [web] }]
`
}

/** A policy with one resource, whose keys beside `name` and `match` are given as lines of YAML. */
export function withResource(...lines: readonly string[]): string {
  return resourceAt('match: [{ path: /v1/account/** }]', ...lines)
}

/** The same with a match of its own. */
export function resourceAt(...lines: readonly string[]): string {
  return `version: 1
self: [https://api.example.com]
resources:
  - name: account
${lines.map((line) => `    ${line}\n`).join('')}`
}

/** A policy whose one grant has these keys beside `origins`. */
export function withGrant(...lines: readonly string[]): string {
  return `version: 1
self: [https://api.example.com]
origins:
  web:
    allow: [https://app.example.com]
    owner: web-platform@example.com
    purpose: first-party applications
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: internal
    grants:
      - origins: [web]
${lines.map((line) => `        ${line}\n`).join('')}`
}

/** A policy whose one resource has these grants, as YAML writes them on one line. */
export function withGrants(grants: string): string {
  return withOrigins('https://app.example.com').replace('[{ origins: [web] }]', grants)
}

/** A policy whose one set is due for review on a day. */
export function withReview(day: string): string {
  return withOrigins('https://app.example.com').replace(
    'resources:',
    `    reviewBy: ${day}\nresources:`,
  )
}

/** A policy with one exception, of which these keys are given. */
export function withException(keys: string): string {
  return `${withOrigins('https://app.example.com')}exceptions:
  - { ${keys}, from: 2098-11-20T00:00:00Z, until: 2098-11-28T00:00:00Z, purpose: incident 4711, requestedBy: dev@example.com, approvedBy: [lead@example.com] }
`
}

const HEAD = 'version: 1\nself: [https://api.example.com]\n'

const WEB =
  '  web: { allow: [https://app.example.com], owner: web@example.com, purpose: first-party applications, reviewBy: 2099-05-01 }\n'

/** What an example may set; the rest is an innocent policy. */
export interface ExampleParts {
  /** The keys of the resource between `match` and `grants`, one a line; `sensitivity: internal` where it is left out. */
  readonly resource?: readonly string[]
  /** The value of `match`. */
  readonly match?: string
  /** More origin sets, one a line. */
  readonly sets?: readonly string[]
  /** Top-level lines after the resources. */
  readonly more?: readonly string[]
  /** Top-level lines before the origins. */
  readonly top?: readonly string[]
}

/** A document with one resource, `account`, and these grants, each in YAML's flow style. */
export function grantsExample(grants: readonly string[], parts: ExampleParts = {}): string {
  return [
    HEAD,
    ...(parts.top ?? []).map((line) => `${line}\n`),
    'origins:\n',
    WEB,
    ...(parts.sets ?? []).map((line) => `  ${line}\n`),
    'resources:\n',
    '  - name: account\n',
    `    match: ${parts.match ?? '[{ path: /v1/account }]'}\n`,
    ...(parts.resource ?? ['sensitivity: internal']).map((line) => `    ${line}\n`),
    '    grants:\n',
    ...grants.map((grant) => `      - ${grant}\n`),
    ...(parts.more ?? []).map((line) => `${line}\n`),
  ].join('')
}

/** A document whose set `partners` is this one, in YAML's flow style, and is used by the one grant. */
export function setExample(set: string, grant = '{ origins: [partners] }'): string {
  return [
    `${HEAD}origins:\n  partners: ${set}\n`,
    'resources:\n  - name: account\n    match: [{ path: /v1/account }]\n    sensitivity: internal\n',
    `    grants: [${grant}]\n`,
  ].join('')
}

/** A document with these resources, each `name: …, match: …` in flow style; all are internal and granted to `web`. */
export function resourcesExample(resources: readonly string[]): string {
  return [
    `${HEAD}origins:\n${WEB}resources:\n`,
    ...resources.map(
      (resource) => `  - { ${resource}, sensitivity: internal, grants: [{ origins: [web] }] }\n`,
    ),
  ].join('')
}

/** A document with one exception for the resource `account`, its keys in flow style. */
export function exceptionExample(keys: string, parts: ExampleParts = {}): string {
  return grantsExample(['{ origins: [web] }'], {
    ...parts,
    more: [...(parts.more ?? []), 'exceptions:', `  - { ${keys} }`],
  })
}

/** The keys of an exception that nothing is wrong with, but for those that an example adds. */
export const EXCEPTION_ORIGIN =
  'id: EX-1, origin: "https://debug.partner.example", resource: account, methods: [GET]'

/** Dates of an exception that has not ended. */
export const EXCEPTION_DATES = 'from: 2098-11-21T00:00:00Z, until: 2098-11-28T00:00:00Z'

/** Purpose and people of an exception. */
export const EXCEPTION_PEOPLE =
  'purpose: incident 4711, requestedBy: dev@example.com, approvedBy: [lead@example.com, security@example.com]'

/** A document with one tenant, `globex`, whose directory is in flow style. */
export function tenantExample(member: string, limits = ''): string {
  return grantsExample(['{ origins: ["@tenant"] }'], {
    more: [
      'tenants:',
      '  identify: { host: "{tenant}.api.example.com" }',
      ...(limits === '' ? [] : [`  limits: ${limits}`]),
      '  members:',
      `    globex: ${member}`,
    ],
  })
}
