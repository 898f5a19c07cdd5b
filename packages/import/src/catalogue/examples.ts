/**
 * Documents for the examples of the catalogue. Several descriptions have a line `+++` between them. An example of a comparison is the
 * description, a line `---`, and the policy.
 *
 * @module
 */

/** A description of an API with one endpoint. */
export const GOOD_API = `openapi: 3.1.0
info: { title: Orders, version: "1" }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders: { get: { responses: {} } }
`

/** A description with these lines under `paths`, and further ones at the top. */
export function apiWith(paths: readonly string[], ...top: readonly string[]): string {
  return `openapi: 3.1.0
info: { title: Orders, version: "1" }
servers: [{ url: https://api.example.com }]
security: []
${top.map((line) => `${line}\n`).join('')}paths:
${paths.map((line) => `  ${line}\n`).join('')}`
}

/** A description whose endpoint needs a login, and a policy whose resource has these keys. */
export function compared(api: string, ...resource: readonly string[]): string {
  return `${api}---
version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: first-party application }
resources:
${resource.map((line) => `  - { ${line} }\n`).join('')}`
}
