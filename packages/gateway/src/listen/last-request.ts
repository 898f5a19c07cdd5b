/**
 * Connections on which nothing is read any more as a request: where one ends could not be told, and so where the next one begins; or too many came at once.
 *
 * @module
 */
import type { Duplex } from 'node:stream'

/** How many more are passed over on a connection that is about to end; Node keeps each of them until then. */
const MOST_PASSED_OVER = 2_000

/** How many were passed over. */
const ENDED = new WeakMap<Duplex, number>()
let hasAny = false

/** What still comes on this connection is no request. Answers that are under way are sent. */
export function endRequests(socket: Duplex): void {
  hasAny = true
  if (!ENDED.has(socket)) ENDED.set(socket, 0)
}

/** Whether what came now is passed over. A client that goes on and on loses the connection at once. */
export function isPassedOver(socket: Duplex): boolean {
  if (!hasAny) return false
  const before = ENDED.get(socket)
  if (before === undefined) return false
  ENDED.set(socket, before + 1)
  if (before >= MOST_PASSED_OVER) socket.destroy()
  return true
}
