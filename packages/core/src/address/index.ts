/**
 * Where a URL leads, as far as its host tells: address spaces of Local Network Access (D28), and mixed content.
 *
 * @module
 */
export { addressSpaceOf, hostNameOf, isLessPublic, PUBLIC } from './address-space.ts'
export { type InsecureHosts, isMixedContent } from './mixed-content.ts'
