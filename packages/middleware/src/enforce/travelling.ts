/**
 * The two headers that are for the layers and for nobody else: what a gateway said (D29) and a sender's token (D16).
 *
 * The application has no use for them, and what prints all headers would write a secret into a log.
 *
 * @module
 */

/** A proxy may have turned `-` into `_`, as CGI does. */
const TRAVELLING = /^marque[-_](?:decision|token)$/i

/** The shortest and the longest of the names: most headers are told apart by their length. */
const LENGTHS: readonly number[] = [12, 15]

export function isTravelling(name: string): boolean {
  return LENGTHS.includes(name.length) && TRAVELLING.test(name)
}
