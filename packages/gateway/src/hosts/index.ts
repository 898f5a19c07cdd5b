/**
 * The hosts that a gateway serves (D2): those of the policy and of the routes, and its own address.
 *
 * @module
 */
export { createHostCheck, type HostCheck } from './host-check.ts'
