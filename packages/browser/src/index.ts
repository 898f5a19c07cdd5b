/**
 * The SDK for web pages: a `fetch` that sends credentials only where they are granted, and explains why a request failed.
 *
 * @module
 */
export type { Api, Credentials } from './apis.ts'
export { createFetch, type FetchOptions, installFetch } from './create-fetch.ts'
export { type FailureKind, MarqueFetchError } from './fetch-error.ts'
export { type Problem, readProblem } from './problem.ts'
export type { Reason } from './reason.ts'
