/**
 * HAR files as observations of traffic.
 *
 * @module
 */
export { type ReadHar, readHar } from './read-har.ts'
