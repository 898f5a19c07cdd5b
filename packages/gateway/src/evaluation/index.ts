/**
 * The decision for a request, without and with the sender's identity; used by the gateway and the decision service. Re-evaluation of open streams (D25).
 *
 * @module
 */
export {
  decideOrDeny,
  type Evaluation,
  type EvaluationInput,
  evaluateRequest,
} from './evaluate-request.ts'
export { type CloseCode, type StreamLifetimes, streamLifetimes } from './stream-lifetimes.ts'
