/**
 * Policies that many tests start from.
 *
 * @module
 */
import { APP } from '../bundles/index.ts'

export const API_HOST = 'api.example.com'

/**
 * A policy that grants one resource to one origin, with credentials, and blocks every other origin there.
 *
 * @param origin The only origin in the set `web`.
 */
export function singleOriginPolicy(
  origin: string = APP,
  {
    path = '/account',
    methods = ['GET'],
  }: { readonly path?: string; readonly methods?: readonly string[] } = {},
): string {
  return `version: 1
self: [https://${API_HOST}]
origins:
  web: { allow: ["${origin}"], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: "${path}" }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [${methods.join(', ')}], credentials: true }]
`
}
