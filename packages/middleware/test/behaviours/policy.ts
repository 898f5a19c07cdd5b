/**
 * The policy of the behaviour tests.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { compile, load } from '@marque/policy'

export const APP = 'https://app.example.com'
export const EVIL = 'https://evil.test'

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

export function bundleOf(text: string = TEXT): Bundle {
  const options = { environment: 'production', now: Date.UTC(2098, 10, 22) }
  const { bundle, findings } = compile(load(new TextEncoder().encode(text), 'policy.yaml'), options)
  if (bundle === null)
    throw new Error(findings.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return bundle
}
