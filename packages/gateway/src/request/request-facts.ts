/**
 * The facts of a request as the gateway received it (D1, D2).
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import type { GatewayRequest } from './exchange.ts'

const SLASH = 0x2f
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i

/** @param scheme The scheme that the client used. */
export function requestFacts(
  request: GatewayRequest,
  lines: readonly HeaderLine[],
  scheme: 'http' | 'https',
): RequestFacts {
  const target = request.url ?? '/'
  const isAbsolute = target.charCodeAt(0) !== SLASH && ABSOLUTE.test(target)
  return {
    method: request.method ?? 'GET',
    // An absolute-form target replaces Host (RFC 9112, 3.2.2); the engine refuses a Host line that differs.
    url: isAbsolute ? target : `${scheme}://${authorityOf(lines)}${target}`,
    headers: lines,
  }
}

/** `:authority`, else the first Host line. */
function authorityOf(lines: readonly HeaderLine[]): string {
  let host = ''
  let hasHost = false
  for (const [name, value] of lines) {
    if (name === ':authority') return value
    if (!hasHost && name.length === 4 && name.toLowerCase() === 'host') {
      host = value
      hasHost = true
    }
  }
  return host
}
