/**
 * The policy of the behaviour tests.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { APP, compilePolicy } from '@marque/testkit/policies'

const TEXT = `version: 1
self: [https://api.example.com]
contact: api-support@example.com
context: { roles: { claim: roles } }
origins:
  web:
    allow: [${APP}]
    owner: web@example.com
    purpose: tests
    reviewBy: 2099-11-01
  partner:
    allow: [https://portal.acme.example]
    owner: partners@example.com
    purpose: tests
    reviewBy: 2099-11-01
resources:
  - name: everything
    match: [{ path: /** }]
    sensitivity: internal
    resourcePolicy: same-site
    grants:
      - origins: [web]
        methods: [GET, POST, DELETE, OPTIONS]
        requestHeaders: [content-type]
        exposeHeaders: [etag]
        credentials: true
        timing: true
  - name: account
    match: [{ path: /account/** }]
    sensitivity: internal
    enforce: block
    grants:
      - origins: [web]
        methods: [GET]
        credentials: true
        when: { roles: [reader] }
      - origins: [partner]
        methods: [GET]
        token: true
  - name: live
    match: [{ path: /live }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
`

/** The bundle of it. */
export const BUNDLE: Bundle = compilePolicy(TEXT, { now: Date.UTC(2098, 10, 22) })
