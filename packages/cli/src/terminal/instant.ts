/**
 * Instants as people read them.
 *
 * @module
 */

/** An instant as RFC 3339 in UTC, without milliseconds where there are none. */
export function instantText(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}
