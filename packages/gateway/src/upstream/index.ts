/**
 * Upstreams: routing by host, path, tenant and origin set; connection pools; classification of upstream errors.
 *
 * @module
 */
export { createRouter, type Router } from './routes.ts'
export { isConnectionLost, upstreamFault } from './upstream-fault.ts'
export { openUpstreams, type Upstream, type UpstreamAddress, type Upstreams } from './upstreams.ts'
