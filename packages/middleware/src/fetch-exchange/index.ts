/**
 * Requests and responses of the Fetch API: facts, response headers, and Node's own exchange behind them if the server exposes it.
 *
 * @module
 */
export { decisionOf, enforceHandler } from './enforce-handler.ts'
export { evaluateFetch } from './evaluate-fetch.ts'
export { fetchFacts, withoutInternalHeaders } from './fetch-request.ts'
export { endWithGrant, ownResponse, updateHeaders, withPolicyHeaders } from './fetch-response.ts'
export { underlyingNodeExchange } from './underlying-node-exchange.ts'
