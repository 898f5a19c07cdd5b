/** Judged at this instant. */
export const NOW = '2098-11-21T12:00:00Z'

/** Nothing to say about it. */
export const GOOD = `version: 1
self: [https://api.example.com]
origins:
  web:
    allow: [https://app.example.com]
    owner: web-platform@example.com
    purpose: first-party applications
    reviewBy: 2099-05-01
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: internal
    grants:
      - origins: [web]
        methods: [GET, PATCH]
        requestHeaders: [content-type]
        credentials: true
`

/** A warning (loopback in production) and no error. */
export const WARNED: string = GOOD.replace(
  '[https://app.example.com]',
  '[https://app.example.com, "http://localhost:5173"]',
)

/** Two errors. */
export const BAD: string = GOOD.replace(
  '[https://app.example.com]',
  '["https://*.github.io", https://app.example.com/]',
)
