/**
 * The header lines of the upstream's response that are forwarded to the client.
 *
 * @module
 */
import { type HeaderLine, isEventStream, isPolicyResponseHeader, READ_HEADER } from '@marque/core'
import { headerNameCache } from './header-name-cache.ts'

/** Hop-by-hop fields (RFC 9110, 7.6.1), and fields between layers. */
const DROPPED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'marque-decision',
  // The gateway sends its own id, which is the one in its logs.
  'x-request-id',
])

/** Fields that must not be trailers (RFC 9110, 6.5.1), beside those that only the policy sets (D22). */
const NO_TRAILER =
  /^(?:cross-origin-.*|vary|set-cookie|content-(?:length|encoding|type|range)|host|date|age|expires|cache-control|location|authorization|www-authenticate|retry-after|te|marque-.*)$/

/**
 * @param raw Names and values in turn, as received.
 * @param hidden Lower-case names of further fields to remove.
 * @param status 0 for trailers.
 * @throws The body has a transfer coding other than `chunked`.
 */
export function responseHeaders(
  raw: readonly Buffer[],
  hidden: ReadonlySet<string>,
  status: number,
): HeaderLine[] {
  const lines: HeaderLine[] = []
  let hopByHop: Set<string> | null = null
  let codings = ''
  for (let at = 1; at < raw.length; at += 2) {
    const { name, lower, isDropped } = headerName((raw[at - 1] as Buffer).toString('latin1'))
    if (lower === 'connection') {
      const value = (raw[at] as Buffer).toString('latin1')
      // The most common value names a field that is dropped anyway.
      if (value !== 'keep-alive') {
        hopByHop ??= new Set()
        for (const part of value.split(',')) hopByHop.add(part.trim().toLowerCase())
      }
    }
    if (isDropped || hidden.has(lower)) {
      if (lower === 'transfer-encoding' && status >= 200)
        codings = checkedCoding((raw[at] as Buffer).toString('latin1'), codings)
      continue
    }
    // RFC 9110, 8.6: a 204 response has no length.
    if (status === 204 && lower === 'content-length') continue
    lines.push([name, (raw[at] as Buffer).toString('latin1')])
  }
  const dropped = hopByHop
  return dropped === null
    ? lines
    : lines.filter(([name]) => !isHopByHop(dropped, name.toLowerCase()))
}

const headerName = headerNameCache((lower) => DROPPED.has(lower))

/**
 * The body is forwarded without its transfer coding, so it may only have the one that the parser decodes.
 *
 * @throws Another coding, or several.
 */
function checkedCoding(value: string, earlier: string): string {
  if (earlier === '' && /^chunked$/i.test(value)) return value
  throw Object.assign(new Error('the response has a transfer coding other than chunked'), {
    code: 'ERR_HTTP_TRANSFER_CODING',
  })
}

const END_TO_END: ReadonlySet<string> = new Set([
  'content-length',
  'vary',
  'set-cookie',
  READ_HEADER,
])

/** `Connection` cannot remove fields that the gateway relies on. */
function isHopByHop(names: ReadonlySet<string>, lower: string): boolean {
  return names.has(lower) && !END_TO_END.has(lower)
}

/** The trailers that are forwarded, or null. */
export function responseTrailers(
  raw: readonly Buffer[],
  hidden: ReadonlySet<string>,
): readonly HeaderLine[] | null {
  if (raw.length === 0) return null
  const lines = responseHeaders(raw, hidden, 0).filter(([name]) => {
    const lower = name.toLowerCase()
    return !NO_TRAILER.test(lower) && !isPolicyResponseHeader(lower)
  })
  return lines.length === 0 ? null : lines
}

/** Whether the header lines are those of an event stream (HTML, 9.2), which may stay open. */
export function hasEventStream(lines: readonly HeaderLine[]): boolean {
  return lines.some(
    ([name, value]) =>
      name.length === 12 && name.toLowerCase() === 'content-type' && isEventStream(value),
  )
}
