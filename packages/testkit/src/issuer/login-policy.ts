/**
 * The policy of the tests of logins.
 *
 * @module
 */
import { APP } from '../policies/index.ts'

/** Each resource has one condition on a login, and is named after it. */
export const LOGIN_POLICY = `
version: 1
self: [http://api.example.com]
contact: api-support@example.com
context:
  roles: { claim: /realm/roles }
  scopes: { claim: scope }
  apiVersion: { claim: ver }
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - name: public
    match: [{ path: /public/** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET, POST], requestHeaders: [authorization], credentials: true }]
  - name: account
    match: [{ path: /account/** }]
    sensitivity: confidential
    authentication: required
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true }]
  - name: reports
    match: [{ path: /reports }]
    sensitivity: internal
    enforce: headers
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { roles: [reader] } }]
  - name: orders
    match: [{ path: /orders }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { scopes: [orders, read] } }]
  - name: org
    match: [{ path: /org }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { claims: { /org/id: acme } } }]
  - name: payment
    match: [{ path: /payment }]
    sensitivity: confidential
    authentication: required
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { authenticatedWithin: 5m } }]
  - name: beta
    match: [{ path: /beta }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, when: { apiVersion: [v2] } }]
  - name: open
    match: [{ path: /open }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], requestHeaders: [authorization] }]
  - name: plain
    match: [{ path: /plain }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET] }]
  - name: portal
    match: [{ path: /portal }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], token: true }]
`
