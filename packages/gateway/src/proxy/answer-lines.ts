/**
 * The header lines of the upstream's answer that may go on to the client.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'

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
  'marque-decision',
])

/**
 * @param raw Names and values in turn, as they came off the wire.
 * @param hidden Lower-case names that never leave.
 */
export function answerLinesOf(raw: readonly Buffer[], hidden: ReadonlySet<string>): HeaderLine[] {
  const lines: HeaderLine[] = []
  let named: Set<string> | null = null
  for (let at = 1; at < raw.length; at += 2) {
    const name = (raw[at - 1] as Buffer).toString('latin1')
    const lower = name.toLowerCase()
    if (lower === 'connection') {
      named ??= new Set()
      for (const part of (raw[at] as Buffer).toString('latin1').split(','))
        named.add(part.trim().toLowerCase())
    }
    if (DROPPED.has(lower) || hidden.has(lower)) continue
    lines.push([name, (raw[at] as Buffer).toString('latin1')])
  }
  // What the gateway's own author writes cannot be named away; the rest of the connection's own fields goes.
  const dropped = named
  return dropped === null ? lines : lines.filter(([name]) => !isNamed(dropped, name.toLowerCase()))
}

function isNamed(named: ReadonlySet<string>, lower: string): boolean {
  return (
    named.has(lower) && lower !== 'content-length' && lower !== 'vary' && lower !== 'set-cookie'
  )
}
