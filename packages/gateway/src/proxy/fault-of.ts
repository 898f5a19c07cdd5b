/**
 * What went wrong with the upstream, in the gateway's words.
 *
 * @module
 */
import { FAULTS, type Fault } from '../answer/faults.ts'

const BY_CODE: { readonly [code: string]: Fault } = {
  UND_ERR_CONNECT_TIMEOUT: FAULTS.connectTimeout,
  UND_ERR_HEADERS_TIMEOUT: FAULTS.timeout,
  UND_ERR_BODY_TIMEOUT: FAULTS.timeout,
  UND_ERR_SOCKET: FAULTS.reset,
  UND_ERR_HEADERS_OVERFLOW: FAULTS.broken,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: FAULTS.broken,
  // undici did not think of such a status.
  ERR_ASSERTION: FAULTS.broken,
  // What undici will not write; the request is the client's.
  UND_ERR_INVALID_ARG: FAULTS.unsendable,
  UND_ERR_NOT_SUPPORTED: FAULTS.unsendable,
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: FAULTS.framing,
  ECONNRESET: FAULTS.reset,
  EPIPE: FAULTS.reset,
  ETIMEDOUT: FAULTS.connectTimeout,
}

/** @param error As undici gives it. */
export function faultOf(error: Error): Fault {
  const code = codeOf(error)
  if (error.name === 'HTTPParserError') return FAULTS.broken
  // An interim answer that nobody asked for, or a switch of protocols.
  if (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return FAULTS.broken
  return BY_CODE[code] ?? FAULTS.unreachable
}

/** Whether the connection ended before a byte of an answer came, as one does that the upstream closed while it was idle. */
export function isCutOff(error: Error): boolean {
  const code = codeOf(error)
  return code === 'ECONNRESET' || code === 'EPIPE' || faultOf(error) === FAULTS.reset
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
