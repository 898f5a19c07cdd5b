/**
 * The JSON form of questions to the engine: lines of `marque decide`, bodies of the explain endpoints, contexts.
 *
 * @module
 */
export { type DecideLine, readDecideLine } from './decide-line.ts'
export {
  type DecideRequest,
  type ExplainRequest,
  readDecideRequest,
  readExplainRequest,
} from './decide-request.ts'
export { readPageRequest } from './page-request.ts'
export { readContext } from './read-context.ts'
export {
  isRequestProblem,
  REQUEST_PROBLEMS,
  type RequestProblem,
  type RequestProblemCode,
} from './request-problem.ts'
