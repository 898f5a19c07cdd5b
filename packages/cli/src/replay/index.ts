/**
 * A request to send again: to the running service with curl, to the policy with `marque decide`.
 *
 * @module
 */
export { curlLine } from './curl.ts'
export { decideLine, decideQuestion } from './decide-line.ts'
