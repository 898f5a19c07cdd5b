/**
 * The end of an exchange, whichever way it comes.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import type { GatewayRequest, GatewayResponse } from './exchange.ts'

/**
 * Calls `told` once: when the answer is out, or when the client is gone.
 *
 * Answers to pipelined requests wait for those before them and hear of nothing until then; where the client leaves meanwhile, the connection tells.
 */
export function whenOver(
  request: GatewayRequest,
  response: GatewayResponse,
  told: () => void,
): void {
  if (!(response instanceof ServerResponse) || response.socket !== null) {
    // It comes once; `once` would make a listener that takes itself away.
    response.on('close', told)
    return
  }
  const { socket } = request
  let isOver = false
  const over = (): void => {
    if (isOver) return
    isOver = true
    socket.off('close', over)
    told()
  }
  socket.setMaxListeners(0)
  socket.once('close', over)
  response.on('close', over)
}
