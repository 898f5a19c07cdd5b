/**
 * The header lines of the upstream's answer that may go on to the client.
 *
 * @module
 */
import { type HeaderLine, isPolicyResponseHeader } from '@marque/core'
import { knownFields } from './known-fields.ts'

/** Of one connection only (RFC 9110, 7.6.1), and what is said between layers. */
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
  // The gateway says its own, which its logs hold.
  'x-request-id',
])

/** Fields that trailers must not hold (RFC 9110, 6.5.1), beside those that only Marque writes (D22). */
const NO_TRAILER =
  /^(?:cross-origin-.*|vary|set-cookie|content-(?:length|encoding|type|range)|host|date|age|expires|cache-control|location|authorization|www-authenticate|retry-after|te)$/

/**
 * @param raw Names and values in turn, as they came off the wire.
 * @param hidden Lower-case names that never leave.
 * @param status 0 for trailers.
 * @throws The body has a transfer coding that would be lost.
 */
export function answerLinesOf(
  raw: readonly Buffer[],
  hidden: ReadonlySet<string>,
  status: number,
): HeaderLine[] {
  const lines: HeaderLine[] = []
  let named: Set<string> | null = null
  let codings = ''
  for (let at = 1; at < raw.length; at += 2) {
    const { name, lower, isDropped } = fieldOf((raw[at - 1] as Buffer).toString('latin1'))
    if (lower === 'connection') {
      const value = (raw[at] as Buffer).toString('latin1')
      // What most servers say names a field that is dropped anyway.
      if (value !== 'keep-alive') {
        named ??= new Set()
        for (const part of value.split(',')) named.add(part.trim().toLowerCase())
      }
    }
    if (isDropped || hidden.has(lower)) {
      if (lower === 'transfer-encoding' && status >= 200)
        codings = codingOf((raw[at] as Buffer).toString('latin1'), codings)
      continue
    }
    // RFC 9110, 8.6: such an answer has no length.
    if (status === 204 && lower === 'content-length') continue
    lines.push([name, (raw[at] as Buffer).toString('latin1')])
  }
  // What the gateway's own author writes cannot be named away; the rest of the connection's own fields goes.
  const dropped = named
  return dropped === null ? lines : lines.filter(([name]) => !isNamed(dropped, name.toLowerCase()))
}

const fieldOf = knownFields((lower) => DROPPED.has(lower))

/**
 * The body goes on without its coding, so it may have none but the one that the parser takes off.
 *
 * @throws Another coding, or several.
 */
function codingOf(value: string, before: string): string {
  if (before === '' && /^chunked$/i.test(value)) return value
  throw Object.assign(new Error('the answer has a transfer coding besides chunked'), {
    code: 'ERR_HTTP_TRANSFER_CODING',
  })
}

function isNamed(named: ReadonlySet<string>, lower: string): boolean {
  return (
    named.has(lower) && lower !== 'content-length' && lower !== 'vary' && lower !== 'set-cookie'
  )
}

/** The trailers that may go on, or null. */
export function trailersOf(
  raw: readonly Buffer[],
  hidden: ReadonlySet<string>,
): readonly HeaderLine[] | null {
  if (raw.length === 0) return null
  const lines = answerLinesOf(raw, hidden, 0).filter(([name]) => {
    const lower = name.toLowerCase()
    return !NO_TRAILER.test(lower) && !isPolicyResponseHeader(lower)
  })
  return lines.length === 0 ? null : lines
}
