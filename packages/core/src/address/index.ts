/**
 * Where a URL leads, as far as its host tells: address spaces of Local Network Access (D28), mixed content and bad ports.
 *
 * @module
 */
export { addressSpaceOf, hostNameOf, isLessPublic, PUBLIC } from './address-space.ts'
export { badPortOf } from './bad-port.ts'
export { type InsecureHosts, isMixedContent } from './mixed-content.ts'
