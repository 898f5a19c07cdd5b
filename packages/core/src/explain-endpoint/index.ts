/**
 * The explain endpoint for pages (`POST /.well-known/marque/explain`), independent of servers.
 *
 * @module
 */
export { clientNetwork } from './client-network.ts'
export {
  EXPLAIN_CORS,
  EXPLAIN_PATH,
  type ExplainAnswer,
  type ExplainEndpoint,
  type ExplainRequest,
  explainEndpoint,
  type ReadBody,
} from './explain-endpoint.ts'
export type { ExplainFault } from './explain-faults.ts'
