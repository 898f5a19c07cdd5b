/**
 * One request sent to the command, and what came of it compared with the decision.
 *
 * @module
 */

import {
  type Engine,
  type HeaderLine,
  READ_HEADER,
  READ_REQUEST,
  type RequestFacts,
} from '@marque/core'
import { exchangeHead, type ResponseHead } from '@marque/testkit/http'
import type { ReceivedRequest, StrictUpstream } from '@marque/testkit/upstream'
import { expected, isFramed, parse } from './attack-oracle.ts'

const JUDGED =
  /^(?:access-control-.*|timing-allow-origin|cross-origin-resource-policy|vary|marque-.*)$/
/** What a client's lines must be upstream, byte for byte. */
const KEPT: ReadonlySet<string> = new Set(['origin', 'cookie', 'authorization'])
/** What only the gateway says to an upstream, or nobody. */
const NEVER_PASSED =
  /^(?:marque[-_].*|te|trailer|keep-alive|proxy-(?:connection|authenticate|authorization)|content_length|transfer_encoding|x_forwarded_.*|x-forwarded-(?!for$|host$|proto$).*|client[-_]cert)$/i

const REPORT = `${READ_HEADER}: ${READ_REQUEST}`

/** What is wrong with the gateway's handling of these bytes; null where nothing is. */
export async function differenceOf(
  port: number,
  engine: Engine,
  upstream: StrictUpstream,
  bytes: string,
): Promise<string | null> {
  upstream.take()
  // Without a whole header nothing was asked. The end of the request is sent, because the gateway would wait 20 s for the rest.
  const isWhole = bytes.trimStart().includes('\r\n\r\n')
  const end = isWhole ? {} : { halfCloseAfter: 0 }
  const answer = await exchangeHead(port, Buffer.from(bytes, 'latin1'), end)
  const reached = upstream.take()
  const unreadable = upstream.unreadable.at(-1)
  if (unreadable !== undefined) return `the upstream cannot read ${JSON.stringify(unreadable)}`
  if (answer === null) return isWhole ? 'no answer' : null
  const always = alwaysHolds(answer, reached)
  if (always !== null) return always
  const parsed = parse(bytes)
  if (parsed === null || parsed.method === 'CONNECT') return refused(answer, reached)
  const want = expected(engine, parsed, Date.now())
  if (want.status === null) return reached.length > 0 ? `reached: ${reached[0]?.line}` : null
  if (answer.status === 417 && parsed.headers.some(isOddExpectation)) {
    return reached.length > 0 ? 'reached the upstream' : null
  }
  if (answer.status === 400 && !isFramed(parsed, bytes)) {
    return reached.length > 0 ? 'reached the upstream' : null
  }
  // Authorities are read by the parser too; it answers without a word of ours.
  if (answer.status === 400 && want.status === 400 && !isOurs(answer))
    return refused(answer, reached)
  if (answer.status !== want.status) return `status ${answer.status}, not ${want.status}`
  const got = judged(answer.headers)
  const lines = judged(want.lines)
  if (got !== lines) return `${got}, not ${lines}`
  if (want.reaches === null) return reached.length > 0 ? 'reached the upstream' : null
  const [first] = reached
  return first !== undefined && reached.length === 1
    ? reachedAs(first, want.reaches, want.facts)
    : `reached ${reached.length} times`
}

function isOurs({ headers }: ResponseHead): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'x-request-id')
}

function isOddExpectation([name, value]: HeaderLine): boolean {
  return name.toLowerCase() === 'expect' && !/100-continue/i.test(value)
}

/** What holds of any answer at all. */
function alwaysHolds(
  { headers }: ResponseHead,
  reached: readonly ReceivedRequest[],
): string | null {
  const origins = headers.filter(([name]) => name.toLowerCase() === 'access-control-allow-origin')
  if (origins.length > 1) return 'two lines of Access-Control-Allow-Origin'
  for (const [name, value] of headers)
    if (/evil|partner/.test(value) && /^access-control/i.test(name)) return `${name}: ${value}`
  for (const { headers: lines } of reached) {
    // The gateway itself requests a report (D29), in one line; a client's own never passes.
    const reports = lines.filter(([name]) => /^marque[-_]read$/i.test(name))
    if (reports.length > 1 || reports.some(([name, value]) => `${name}: ${value}` !== REPORT))
      return `${JSON.stringify(reports)} reached the upstream`
    const bad = lines.find(([name]) => NEVER_PASSED.test(name) && name !== READ_HEADER)
    if (bad !== undefined) return `${bad[0]} reached the upstream`
  }
  return null
}

function refused(
  { status, headers }: ResponseHead,
  reached: readonly ReceivedRequest[],
): string | null {
  if (reached.length > 0) return `reached the upstream though it is no request: ${reached[0]?.line}`
  if (headers.some(([name]) => /^access-control/i.test(name))) return 'CORS headers on a refusal'
  return [400, 403, 405, 408, 413, 417, 431, 505].includes(status)
    ? null
    : `status ${status} for what is no request`
}

function reachedAs(
  { line, headers }: ReceivedRequest,
  wanted: string,
  { url, headers: sent }: RequestFacts,
): string | null {
  if (line !== wanted) return `reached as ${line}, not ${wanted}`
  const host = url.slice(url.indexOf('://') + 3).replace(/[/?#\\*].*$/s, '')
  const kept = (lines: readonly HeaderLine[]): string =>
    JSON.stringify(lines.filter(([name]) => KEPT.has(name.toLowerCase())))
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host')
  if (hosts.length !== 1 || hosts[0]?.[1] !== host) return `Host ${JSON.stringify(hosts)}`
  return kept(headers) === kept(sent) ? null : `${kept(headers)}, not ${kept(sent)}`
}

function judged(lines: readonly HeaderLine[]): string {
  return lines
    .filter(([name]) => JUDGED.test(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .sort()
    .join('; ')
}
