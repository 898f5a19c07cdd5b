/**
 * Policy evaluation, independent of the page.
 *
 * @module
 */

export { curlLine } from './curl.ts'
export { type Evaluation, type ExplainedRequest, evaluateRequest } from './evaluate.ts'
export { type CheckedPolicy, type PolicyOptions, readPolicy } from './read-policy.ts'
export { BROWSER_NAMES, type Sign, type Verdict, verdictOf } from './verdict.ts'
