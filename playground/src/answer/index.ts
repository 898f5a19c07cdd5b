/**
 * From a text and a question to an answer: what of the page has nothing to do with a page.
 *
 * @module
 */
export { type Answer, type Asked, answerQuestion } from './answer-question.ts'
export { curlLine } from './curl.ts'
export { type Circumstances, type ReadPolicy, readPolicy } from './read-policy.ts'
export { BROWSER_NAMES, type Sign, type Verdict, verdictOf } from './verdict.ts'
