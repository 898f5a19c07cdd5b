/**
 * Why a request got no answer.
 *
 * @module
 */

/** As `Failure` of an exchange has it. */
export type NoAnswerKind = 'connection' | 'timeout' | 'invalid' | 'tls'

/** A request that got no answer. `message` is for people and holds nothing of the request. */
export class NoAnswer extends Error {
  readonly kind: NoAnswerKind
  /** Whether the server may have closed the connection as idle: nothing of an answer had come, and it had waited for a request. */
  readonly wasIdle: boolean

  constructor(kind: NoAnswerKind, message: string, wasIdle = false) {
    super(message)
    this.name = 'NoAnswer'
    this.kind = kind
    this.wasIdle = wasIdle
  }
}

/** Names of Node's errors of sockets, as an operator would say them. */
const SOCKET_ERRORS: { readonly [code: string]: string } = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found: the name server did not answer',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'no local port available',
  EMFILE: 'too many open files',
  ETIMEDOUT: 'no connection in time',
}

/** The text of an error of a socket. */
export function socketErrorText(error: Error): string {
  const code = errorCode(error)
  const text = SOCKET_ERRORS[code]
  if (text !== undefined) return text
  // Several addresses were tried: they usually fail alike.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) {
    return socketErrorText(error.errors[0])
  }
  return code === '' ? error.message : `${error.message} (${code})`
}

/** The code of an error of Node; empty for none. */
export function errorCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
