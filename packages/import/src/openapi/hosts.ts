/**
 * Hosts of origins, as matches of a policy name them: without a port (D2).
 *
 * @module
 */

/** The host of a canonical origin. */
export function hostOf(origin: string): string {
  return origin.replace(/^[^/]*\/\//, '').replace(/:[0-9]+$/, '')
}
