/**
 * The hosts that a policy names, and the hosts that a layer serves (D2).
 *
 * @module
 */
export { createHostCheck, HOST_NOT_SERVED, type HostCheck, type ServedHosts } from './host-check.ts'
export { isGuarded } from './policy-hosts.ts'
