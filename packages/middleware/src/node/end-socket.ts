/**
 * The end of a WebSocket that a listener of the application holds.
 *
 * @module
 */
import type { Socket } from 'node:net'
import { endWhileWritten } from '../node-exchange/end-while-written.ts'

/** A close frame with 1008, "policy violation" (RFC 6455, 7.4.1). A server does not mask. */
const CLOSE = Buffer.of(0x88, 0x02, 0x03, 0xf0)

/**
 * Says goodbye, and lets nothing through any more in either direction.
 *
 * The frame stands behind what was written so far: `ws`, and what stands on it, writes whole frames at once. Who writes one in pieces shows the client a broken
 * frame and the end.
 *
 * @param isAnswered Whether a listener has written anything; before that a frame would be no answer to the handshake.
 */
export function endSocket(socket: Socket, isAnswered: boolean): void {
  socket.on('error', () => socket.destroy())
  if (!isAnswered) {
    socket.destroy()
    return
  }
  const { push } = socket
  // What still comes is read, so that the connection can end, and thrown away.
  socket.push = (chunk: unknown) => (chunk === null ? push.call(socket, null) : true)
  endWhileWritten(socket, CLOSE)
}
