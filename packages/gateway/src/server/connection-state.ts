/**
 * State of HTTP/1.1 connections that Node does not keep: draining, no further requests, number of pipelined requests.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

const DRAINING = new WeakSet<object>()
let hasDraining = false

/** Responses on this connection carry `Connection: close` from now on. */
export function drain(socket: object): void {
  hasDraining = true
  DRAINING.add(socket)
}

export function isDraining(socket: object | null): boolean {
  return hasDraining && socket !== null && DRAINING.has(socket)
}

/** Requests discarded on a connection that is about to close before it is destroyed; Node keeps each of them in memory until then. */
const MAX_DISCARDED = 2_000

/** Connections without further requests, with the number of requests discarded. */
const DISCARDED = new WeakMap<Duplex, number>()
let hasDiscarding = false

/**
 * Discards all further requests on this connection: their start would be ambiguous, or too many were pipelined. Pending responses are still sent.
 */
export function discardFurtherRequests(socket: Duplex): void {
  hasDiscarding = true
  if (!DISCARDED.has(socket)) DISCARDED.set(socket, 0)
}

/** Whether the request that just arrived is to be discarded. A client that keeps sending loses the connection. */
export function isDiscarded(socket: Duplex): boolean {
  if (!hasDiscarding) return false
  const count = DISCARDED.get(socket)
  if (count === undefined) return false
  DISCARDED.set(socket, count + 1)
  if (count >= MAX_DISCARDED) socket.destroy()
  return true
}

/** More than any client pipelines. Node processes all pipelined requests at once, so without a bound one connection could use any amount of memory. */
const MAX_PIPELINED = 256

const PIPELINED = new WeakMap<object, number>()

/**
 * Counts a request that arrived before earlier requests on its connection were answered.
 *
 * @returns Whether it is the last that is accepted: the connection closes after its response, and the client may repeat the rest (RFC 9112, 9.3.2).
 */
export function isLastPipelined(response: ServerResponse): boolean {
  // A response that can be sent immediately has a socket.
  if (response.socket !== null) return false
  const { socket } = response.req
  const count = (PIPELINED.get(socket) ?? 0) + 1
  PIPELINED.set(socket, count)
  response.once('close', () => PIPELINED.set(socket, (PIPELINED.get(socket) ?? 1) - 1))
  return count >= MAX_PIPELINED
}
