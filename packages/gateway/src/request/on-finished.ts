/**
 * The end of an exchange.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import type { GatewayRequest, GatewayResponse } from './exchange.ts'

/**
 * Calls `listener` once, when the response has been sent or the client has disconnected.
 *
 * A response to a pipelined request has no socket and emits nothing until the responses before it are sent; until then a disconnect is only visible on the
 * connection.
 */
export function onFinished(
  request: GatewayRequest,
  response: GatewayResponse,
  listener: () => void,
): void {
  if (!(response instanceof ServerResponse) || response.socket !== null) {
    // The event is emitted once; `once` would allocate a wrapper.
    response.on('close', listener)
    return
  }
  const { socket } = request
  let isFinished = false
  const finish = (): void => {
    if (isFinished) return
    isFinished = true
    socket.off('close', finish)
    listener()
  }
  socket.setMaxListeners(0)
  socket.once('close', finish)
  response.on('close', finish)
}
