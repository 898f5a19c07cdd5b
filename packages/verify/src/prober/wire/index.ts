/**
 * HTTP as bytes on a connection: requests that leave as they are given, answers as they come.
 *
 * @module
 */
export { http1Client } from './http1-client.ts'
export { http2Client } from './http2-client.ts'
export type { AnswerLimits, Client, Connection, WireAnswer, WireRequest } from './message.ts'
export { NoAnswer } from './no-answer.ts'
export { addressOf } from './open-socket.ts'
export { valuesOf } from './response-head.ts'
