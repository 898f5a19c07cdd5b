/**
 * The relay: forwards a request to its upstream and the response to the client, with filtered header lines, body limits, retries and the decision statement (D29).
 *
 * @module
 */
export { type StatementWriter, statementWriter } from './decision-statement.ts'
export { relayRequest } from './relay-request.ts'
export { relayWebSocket } from './relay-websocket.ts'
export { hasEventStream } from './response-headers.ts'
