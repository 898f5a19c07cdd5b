/**
 * The facts of a request as the gateway received it (D1, D2).
 *
 * @module
 */
import { type HeaderLine, headerLines, type RequestFacts } from '@marque/core'
import type { GatewayRequest } from './exchange.ts'

const SLASH = 0x2f
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i

/** @param scheme As the client sees it. */
export function factsOf(
  request: GatewayRequest,
  lines: readonly HeaderLine[],
  scheme: 'http' | 'https',
): RequestFacts {
  const target = request.url ?? '/'
  const isAbsolute = target.charCodeAt(0) !== SLASH && ABSOLUTE.test(target)
  return {
    method: request.method ?? 'GET',
    // An absolute-form target replaces Host (RFC 9112, 3.2.2); the engine refuses a Host line that says otherwise.
    url: isAbsolute ? target : `${scheme}://${authorityOf(lines)}${target}`,
    headers: lines,
  }
}

export function linesOf(request: GatewayRequest): HeaderLine[] {
  return headerLines(request.rawHeaders)
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

/** The target in origin form, byte for byte as it came: what is forwarded is what was judged. */
export function targetOf({ url }: RequestFacts): string {
  const end = endOfAuthority(url)
  if (end < 0) return '/'
  const target = url.slice(end)
  return target.startsWith('/') || target.startsWith('*') ? target : `/${target}`
}

const AUTHORITY_END = /[/?#\\*]/g

/** Scheme and authority of the last URL that had a path: most requests of a gateway name them again. A look-up saved, never an answer of its own. */
let lastPrefix = '\0'

/** Where the authority of an absolute URL ends, or -1 where it goes to the end. */
export function endOfAuthority(url: string): number {
  if (url.charCodeAt(lastPrefix.length) === SLASH && url.startsWith(lastPrefix))
    return lastPrefix.length
  AUTHORITY_END.lastIndex = url.indexOf('://') + 3
  if (!AUTHORITY_END.test(url)) return -1
  const end = AUTHORITY_END.lastIndex - 1
  if (url.charCodeAt(end) === SLASH) lastPrefix = url.slice(0, end)
  return end
}
