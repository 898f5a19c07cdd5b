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
  ECONNRESET: FAULTS.reset,
  EPIPE: FAULTS.reset,
  ETIMEDOUT: FAULTS.connectTimeout,
}

/** @param error As undici gives it. */
export function faultOf(error: Error): Fault {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code.startsWith('HPE_')) return FAULTS.broken
  return BY_CODE[code] ?? FAULTS.unreachable
}
