/**
 * The policies on which cases are run.
 *
 * @module
 */

/** 2098-11-22T12:00:00Z. */
export const NOW: number = Date.UTC(2098, 10, 22, 12)

/** One resource of each kind. */
export const POLICY = `version: 1
self: [https://api.example.com, https://b.example.com]
contact: help@example.com
context: { roles: { claim: roles } }
origins:
  web: { allow: [https://app.example.com], owner: w@example.com, purpose: the application, reviewBy: 2099-05-01 }
  wide: { allow: ["https://*.shop.example"], owner: s@example.com, purpose: shops, reviewBy: 2099-05-01 }
  partner:
    allow: [https://partner.example]
    owner: p@example.com
    purpose: a portal
    reviewBy: 2099-01-01
    until: 2099-01-31T00:00:00Z
  later: { allow: [https://later.example], owner: p@example.com, purpose: not here, environments: [staging] }
resources:
  - name: open
    match: [{ path: /open/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], requestHeaders: [x-test] }]
  - name: account
    match: [{ path: /account/** }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET, PATCH], requestHeaders: [content-type], credentials: true }
      - { origins: [wide], methods: [GET, POST], requestHeaders: [content-type] }
      - { origins: [partner], methods: [GET], when: { roles: [reader] } }
      - { origins: [later], methods: [GET] }
  - name: callback
    match: [{ path: /callback }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [wide], methods: [POST], credentials: true, read: false }]
  - name: live
    match: [{ path: /live }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
  - name: vault
    match: [{ path: /vault/** }]
    sensitivity: internal
    isolate: true
    grants: [{ origins: [web], methods: [GET], credentials: true, token: true, requestHeaders: [marque-token] }]
`

/** A valid test file with one case of these lines. */
export function fileWith(...lines: readonly string[]): string {
  return `policy: ./policy.yaml
now: 2098-11-22T12:00:00Z
cases:
  - name: the case
${lines.map((line) => `    ${line}\n`).join('')}`
}
