/**
 * Shared by the pages and the terminal: the catalogue of requests.
 *
 * @module
 */

export type { Explained } from './explain.ts'
export { headersOf, type SampleRequest, sampleRequestsOf, urlOf } from './sample-requests.ts'
export type { Setup, Site, SiteName } from './setup.ts'
