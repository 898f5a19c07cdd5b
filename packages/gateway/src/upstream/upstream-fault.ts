/**
 * Classification of upstream errors.
 *
 * @module
 */
import { FAULTS, type Fault } from '../reply/index.ts'

const BY_CODE: { readonly [code: string]: Fault } = {
  UND_ERR_CONNECT_TIMEOUT: FAULTS.connectTimeout,
  UND_ERR_HEADERS_TIMEOUT: FAULTS.timeout,
  UND_ERR_BODY_TIMEOUT: FAULTS.timeout,
  UND_ERR_SOCKET: FAULTS.reset,
  UND_ERR_HEADERS_OVERFLOW: FAULTS.broken,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: FAULTS.broken,
  // A status that undici does not expect.
  ERR_ASSERTION: FAULTS.broken,
  // The client's request cannot be written by undici.
  UND_ERR_INVALID_ARG: FAULTS.unsendable,
  UND_ERR_NOT_SUPPORTED: FAULTS.unsendable,
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: FAULTS.framing,
  ECONNRESET: FAULTS.reset,
  EPIPE: FAULTS.reset,
  ETIMEDOUT: FAULTS.connectTimeout,
}

/** @param error An error of undici or of the socket. */
export function upstreamFault(error: Error): Fault {
  const code = codeOf(error)
  if (error.name === 'HTTPParserError') return FAULTS.broken
  // An unexpected interim response, or a switch of protocols.
  if (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return FAULTS.broken
  return BY_CODE[code] ?? FAULTS.unreachable
}

/** Whether the connection closed before the first byte of a response, as happens when the upstream closes an idle connection. */
export function isConnectionLost(error: Error): boolean {
  const code = codeOf(error)
  return code === 'ECONNRESET' || code === 'EPIPE' || upstreamFault(error) === FAULTS.reset
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
