/**
 * The response of a layer: the headers that it adds to the application's, and the responses that it makes itself.
 *
 * @module
 */
export { answerHeaders, isEventStream } from './answer-headers.ts'
export { type OwnAnswer, ownAnswer } from './own-answer.ts'
export { type Problem, problem, publicReason } from './problem.ts'
export {
  READ_HEADER,
  READ_REQUEST,
  requestsReport,
  stricterRead,
  withReport,
} from './read-report.ts'
