/**
 * Request headers that only Marque layers read: the decision of a gateway and its request for a report (D29), and the origin-bound token of a sender
 * (D16).
 *
 * The application has no use for them, and code that logs all headers would write a secret into a log.
 *
 * @module
 */

/** A proxy may have replaced `-` with `_`, as CGI does. */
const INTERNAL = /^marque[-_](?:decision|read|token)$/i

/** The lengths of the names: most other headers differ in length. */
const LENGTHS: readonly number[] = [11, 12, 15]

export function isInternalHeader(name: string): boolean {
  return LENGTHS.includes(name.length) && INTERNAL.test(name)
}
