/** The policy of the tests of this folder: one resource that blocks, one that only withholds, one for all, a WebSocket, an isolated one. */
export const POLICY = `version: 1
self: [https://api.example.com]
contact: api@example.com
origins:
  web:
    allow: [https://app.example.com]
    owner: web@example.com
    purpose: tests
  partner:
    allow: [https://partner.example]
    owner: web@example.com
    purpose: tests
resources:
  - name: assets
    match: [{ path: /assets/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], timing: true }]
  - name: open
    match: [{ path: /open/** }]
    sensitivity: internal
    grants:
      - origins: [web]
        methods: [GET, POST, PUT]
        requestHeaders: [content-type]
        credentials: true
        exposeHeaders: [etag]
      - { origins: [partner], methods: [POST], read: false }
  - name: closed
    match: [{ path: /closed/** }]
    sensitivity: confidential
    resourcePolicy: same-site
    grants: [{ origins: [web], methods: [GET, POST], credentials: true }]
  - name: live
    match: [{ path: /live }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
  - name: isolated
    match: [{ path: /isolated/** }]
    sensitivity: internal
    isolate: true
    grants: [{ origins: [web], methods: [GET], credentials: true }]
`
