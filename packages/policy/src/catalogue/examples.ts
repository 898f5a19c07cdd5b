/**
 * The documents around the examples of the catalogue: small, and without mistakes of their own.
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
