/**
 * `Marque-Read` (D29): how a layer tells the layer in front of it whether script of the requesting origin may read an answer.
 *
 * The layer in front requests it with `Marque-Read: report` and answers with the stricter of both. A report needs no signature, because it only takes away.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { REASONS, type Reason } from '../reasons.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import { publicReason } from './problem.ts'

/** The name of the header, in requests and in answers. */
export const READ_HEADER = 'marque-read'

/** The value with which a layer requests a report. */
export const READ_REQUEST = 'report'

/** Whether a layer requests a report of the answers below it: only of those that browsers let script read by CORS headers. */
export function requestsReport({ kind }: Decision): boolean {
  return kind === 'actual'
}

/**
 * Adds the report to the final lines of an answer, if the layer in front requested one. Clients may request it too: it says no more than the lines themselves and
 * the public reason (D19).
 *
 * @param lines Of {@link answerHeaders}.
 */
export function withReport(
  { headers }: Pick<RequestFacts, 'headers'>,
  decision: Decision,
  lines: HeaderLine[],
): HeaderLine[] {
  if (decision.kind !== 'actual' || !headers.some(([name]) => isReadHeader(name))) return lines
  const isGranted = lines.some(([name]) => name === ALLOW_ORIGIN)
  const value = isGranted ? 'granted' : `denied;reason=${publicReason(decision.reason)}`
  return [...lines, [READ_HEADER, value]]
}

/**
 * The decision that applies to an answer from below: it grants nothing that the layer which made the answer has denied.
 *
 * After `granted`, credentials and timing only where the answer from below has them too, and the exposed names that both expose. Several lines, an unknown value, and
 * `granted` on an answer that grants the origin nothing are read as `denied`.
 *
 * @returns The same decision where the answer has no report, or the report takes nothing away.
 */
export function stricterRead(decision: Decision, below: readonly HeaderLine[]): Decision {
  const reports = valuesOf(below, READ_HEADER)
  const [report] = reports
  if (report === undefined) return decision
  const isGranted = reports.length === 1 && report === 'granted' && isForSameOrigin(decision, below)
  if (!isGranted) return denied(decision, report)
  const headers = decision.headers.flatMap((line) => narrowed(line, below))
  const isSame =
    headers.length === decision.headers.length &&
    headers.every((line, at) => line === decision.headers[at])
  return isSame ? decision : { ...decision, headers }
}

/** A cache between the layers may have mixed up the answers to two origins. */
function isForSameOrigin({ headers }: Decision, below: readonly HeaderLine[]): boolean {
  const [own] = valuesOf(headers, ALLOW_ORIGIN)
  const theirs = valuesOf(below, ALLOW_ORIGIN)
  return theirs.length === 1 && (theirs[0] === '*' || own === '*' || theirs[0] === own)
}

function denied(decision: Decision, report: string): Decision {
  const headers = decision.headers.filter(([name]) => !PERMISSIONS.has(name))
  if (headers.length === decision.headers.length && !decision.read) return decision
  if (decision.kind !== 'actual') return { ...decision, headers }
  const reason = REASONS.find((one) => report === `denied;reason=${one}`) ?? UNKNOWN_REASON
  return { ...decision, read: false, reason, grant: null, exception: null, headers }
}

/** Where a report names no reason. */
const UNKNOWN_REASON: Reason = 'origin-not-granted'

const ALLOW_ORIGIN = 'access-control-allow-origin'

/** What lets script read an answer; a decision on an actual request has no other header of CORS (D20). */
const PERMISSIONS: ReadonlySet<string> = new Set([
  ALLOW_ORIGIN,
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'timing-allow-origin',
])

function narrowed(line: HeaderLine, below: readonly HeaderLine[]): readonly HeaderLine[] {
  const [name, value] = line
  if (name === 'access-control-expose-headers') return exposed(line, below)
  if (name === 'access-control-allow-credentials' || name === 'timing-allow-origin') {
    return valuesOf(below, name).some((one) => one === value || one === '*') ? [line] : []
  }
  return [line]
}

/** `*` stands for every name; with credentials, where it would not (Fetch, `Access-Control-Expose-Headers`), no policy has it. */
function exposed(line: HeaderLine, below: readonly HeaderLine[]): readonly HeaderLine[] {
  const theirs = namesIn(valuesOf(below, line[0]).join(','))
  if (theirs.includes('*')) return [line]
  const ours = namesIn(line[1])
  const both = ours.includes('*') ? theirs : ours.filter((name) => theirs.includes(name))
  if (both.length === ours.length && !ours.includes('*')) return [line]
  return both.length === 0 ? [] : [[line[0], both.join(', ')]]
}

function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

/** @param lower Lower case. */
function valuesOf(lines: readonly HeaderLine[], lower: string): readonly string[] {
  const values: string[] = []
  for (const [name, value] of lines) {
    if (name.length === lower.length && name.toLowerCase() === lower) values.push(value)
  }
  return values
}

function isReadHeader(name: string): boolean {
  return name.length === READ_HEADER.length && name.toLowerCase() === READ_HEADER
}
