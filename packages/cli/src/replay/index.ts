/**
 * Repeats a request: with curl against the running service, with `marque decide` against the policy.
 *
 * @module
 */
export { curlLine } from './curl.ts'
export { decideLine, decideRequest } from './decide-line.ts'
