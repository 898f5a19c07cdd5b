/**
 * Requests that wait behind others on one connection of HTTP/1.1.
 *
 * Node takes as many as come, and all of them go on at once: without a bound one client could hold any amount of memory, and the application busy, over one connection.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'

/** More than any client sends ahead. */
const MOST_WAITING = 256

const WAITING = new WeakMap<object, number>()

/**
 * Counts a request that came while others on its connection were not answered yet.
 *
 * @returns Whether it is the last that is taken: the connection ends with its answer, and the client may send the rest again (RFC 9112, 9.3.2).
 */
export function isLastPipelined(response: ServerResponse): boolean {
  // An answer that may be sent at once has its connection already.
  if (response.socket !== null) return false
  const { socket } = response.req
  const waiting = (WAITING.get(socket) ?? 0) + 1
  WAITING.set(socket, waiting)
  response.once('close', () => WAITING.set(socket, (WAITING.get(socket) ?? 1) - 1))
  return waiting >= MOST_WAITING
}
