/**
 * What every page shares with the terminal: the catalogue of requests and how they are sent.
 *
 * @module
 */

export type { Explained } from './explain.ts'
export { headersOf, type SampleRequest, sampleRequestsOf, urlOf } from './sample-requests.ts'
export type { Setup, Site, SiteName } from './setup.ts'
