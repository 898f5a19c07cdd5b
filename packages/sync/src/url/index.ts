/**
 * A policy source that polls the addresses of a distributor.
 *
 * @module
 */
export { openUrl, type UrlOptions } from './url-source.ts'
