/**
 * The policy that the servers of this folder follow, or nearly.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { compilePolicy } from '@marque/testkit/policies'

export const API_HOST = 'api.example.com'
export const APP = 'https://app.example.com'
export const SHOP = 'https://shop.example.com:8443'
export const PARTNER = 'https://portal.partner.example'
/** Its grant ended in 2020. */
export const FORMER = 'https://old.partner.example'
/** Granted by {@link OLDER} only. */
export const RETIRED = 'https://retired.example.org'

const HEAD = `version: 1
self: [https://${API_HOST}]
contact: api@example.com
unmatched: headers
`

const ACCOUNT = `  - name: account
    match: [{ path: /account/** }]
    sensitivity: confidential
    grants:
      - origins: [web]
        methods: [GET, PATCH, POST]
        requestHeaders: [content-type, x-csrf-token]
        exposeHeaders: [x-total]
        credentials: true
        maxAge: 10m
`

/** Public, readable by two sets, credentials under \`block\`, and a WebSocket. */
export const POLICY = `${HEAD}origins:
  web: { allow: ["${APP}", "${SHOP}"], owner: web@example.com, purpose: own applications }
  partner: { allow: ["${PARTNER}"], owner: web@example.com, purpose: partner }
  former: { allow: ["${FORMER}"], owner: web@example.com, purpose: former partner, until: 2020-01-31T00:00:00Z }
resources:
  - name: assets
    match: [{ path: /assets/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET] }]
  - name: prices
    match: [{ path: /prices/** }]
    sensitivity: internal
    enforce: headers
    grants:
      - { origins: [web, partner], methods: [GET], requestHeaders: [x-trace], exposeHeaders: [x-total], maxAge: 10m }
      - { origins: [former], methods: [GET] }
${ACCOUNT}  - name: live
    match: [{ path: /live }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
`

/** The same before an origin was taken out. */
export const OLDER_POLICY: string = POLICY.replace(`"${SHOP}"`, `"${SHOP}", "${RETIRED}"`)

/** One resource for readers with credentials, as a CORS library or a few lines of a proxy can enforce it. */
export const SMALL_POLICY = `${HEAD}origins:
  web: { allow: ["${APP}", "${SHOP}"], owner: web@example.com, purpose: own applications }
resources:
  - name: prices
    match: [{ path: /prices/** }]
    sensitivity: internal
    enforce: headers
    grants: [{ origins: [web], methods: [GET, PUT], requestHeaders: [content-type], credentials: true, maxAge: 10m }]
`

export const bundleOf = (policy: string = POLICY): Bundle => compilePolicy(policy)
