/**
 * Connections on which nothing is read any more as a request: where one ends could not be told, and so where the next one begins.
 *
 * @module
 */

const ENDED = new WeakSet<object>()
let hasAny = false

/** What still comes on this connection is no request. */
export function endRequests(socket: object): void {
  hasAny = true
  ENDED.add(socket)
}

export function hasEnded(socket: object): boolean {
  return hasAny && ENDED.has(socket)
}
