/**
 * The application behind the gateway, and its record of the requests that reached it.
 *
 * @module
 */
export { createApplication } from './application.ts'
export { createRequestLog, type LoggedRequest, type RequestLog } from './request-log.ts'
