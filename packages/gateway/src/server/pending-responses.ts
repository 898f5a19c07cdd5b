/**
 * Order of responses on an HTTP/1.1 connection.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Node's internal slot for the response that is being sent on a connection; later responses follow in order. */
interface RespondingSocket extends Duplex {
  readonly _httpMessage?: ServerResponse<IncomingMessage> | null
}

/**
 * Calls `next` once every complete request received so far has its response: anything written earlier would be taken for one of those responses.
 *
 * Synchronous if no response is pending, which is nearly always the case. Never called if the connection closes first.
 *
 * @param next Receives the response to a request that is itself incomplete, if that response was started; else null.
 */
export function afterPendingResponses(
  socket: Duplex,
  next: (incomplete: ServerResponse<IncomingMessage> | null) => void,
): void {
  const { _httpMessage: response } = socket as RespondingSocket
  if (response === undefined || response === null) {
    next(null)
    return
  }
  if (!response.req.complete) {
    next(response)
    return
  }
  response.once('finish', () => {
    // The next response has the socket by now, unless this was the last.
    if (socket.writable) afterPendingResponses(socket, next)
  })
}

export function hasPendingResponse(socket: Duplex): boolean {
  return ((socket as RespondingSocket)._httpMessage ?? null) !== null
}
