/**
 * Connections that are to end with the answer that is under way on them.
 *
 * @module
 */

const DRAINING = new WeakSet<object>()
let hasAny = false

/** Answers on this connection say `Connection: close` from now on. */
export function drain(socket: object): void {
  hasAny = true
  DRAINING.add(socket)
}

export function isDraining(socket: object | null): boolean {
  return hasAny && socket !== null && DRAINING.has(socket)
}
