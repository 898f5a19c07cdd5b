/**
 * Who writes `Timing-Allow-Origin` on the responses of a resource.
 *
 * @module
 */
import type { Resource } from '@marque/core'

/**
 * Whether layers, not the application, write `Timing-Allow-Origin` on the responses of a resource: where any of its grants has `timing` (D22). They then remove
 * what the application sends, for every origin.
 */
export function isTimingByLayer({ grants }: Pick<Resource, 'grants'>): boolean {
  return grants.some(({ timing }) => timing)
}
