/**
 * The benchmark's policy, with any number of origins.
 *
 * @module
 */

/** The first origin is the one that requests use. */
export function policyText(origins: number): string {
  const more = Array.from({ length: origins - 1 }, (_, nth) => `https://o${nth}.example.org`)
  return `version: 1
self: [https://api.example.com]
origins:
  web:
    allow: ${JSON.stringify(['https://app.example.com', ...more])}
    owner: web@example.com
    purpose: bench
resources:
  - name: api
    match: [{ path: /v1/** }]
    sensitivity: internal
    grants:
      - origins: [web]
        methods: [GET, POST]
        requestHeaders: [content-type, x-csrf-token]
        credentials: true
`
}
