/**
 * The turn of what came last on a connection of HTTP/1.1.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Node's own place for the answer that is being sent on a connection; those behind it follow one after the other. */
interface Answered extends Duplex {
  readonly _httpMessage?: ServerResponse<IncomingMessage> | null
}

/**
 * Calls `next` when every whole request before has its answer: what is written earlier would be taken for the answer to one of them.
 *
 * At once where nothing is pending, which is nearly always. Never where the connection ends first.
 *
 * @param next Gets the answer to a request that is itself not whole, if it has been begun; else null.
 */
export function afterAnswers(
  socket: Duplex,
  next: (unfinished: ServerResponse<IncomingMessage> | null) => void,
): void {
  const { _httpMessage: answer } = socket as Answered
  if (answer === undefined || answer === null) {
    next(null)
    return
  }
  if (!answer.req.complete) {
    next(answer)
    return
  }
  answer.once('finish', () => {
    // The next one has its turn by now, unless the one before was the last.
    if (socket.writable) afterAnswers(socket, next)
  })
}

/** Whether an answer is being made or sent on a connection. */
export function isAnswering(socket: Duplex): boolean {
  return ((socket as Answered)._httpMessage ?? null) !== null
}
