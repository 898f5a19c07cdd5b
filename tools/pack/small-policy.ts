/**
 * Minimal documents for a smoke test of an installed command.
 *
 * @module
 */

/** A policy without findings. */
export const GOOD_POLICY = `version: 1
self: [https://api.example.com]
contact: api-support@example.com
origins:
  web:
    allow: [https://app.example.com]
    owner: web-platform@example.com
    purpose: first-party application
resources:
  - name: account
    match: [{ path: /account/** }]
    sensitivity: internal
    grants:
      - origins: [web]
        methods: [GET]
`

/** A policy with one error: any origin, with credentials. */
export const BAD_POLICY: string = GOOD_POLICY.replace(
  'origins: [web]',
  'origins: ["*"]\n        credentials: true',
)

/** A request that the good policy grants, as one line of `marque decide`. */
export const REQUEST: string = `${JSON.stringify({
  id: 1,
  method: 'GET',
  url: 'https://api.example.com/account/me',
  headers: [['Origin', 'https://app.example.com']],
})}\n`
