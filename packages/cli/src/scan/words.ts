/**
 * A scan in words, for every format that people read.
 *
 * @module
 */
import type { Evidence, ScanFinding, ScanReport } from '@marque/verify'
import { count } from '../terminal/index.ts'

/** `grade F: 1 error, 1 warning`. */
export function headline({ grade, complete, findings }: ScanReport): string {
  if (findings.some(({ cause }) => cause === 'unreachable')) return 'the API is unreachable'
  const counts = (['error', 'warning', 'note'] as const)
    .map((severity) => {
      const number = findings.filter((finding) => finding.severity === severity).length
      return number === 0 ? '' : count(number, severity)
    })
    .filter((text) => text !== '')
  if (counts.length === 0 && !complete) return 'the scan is incomplete: nothing found so far'
  const found = counts.length === 0 ? 'nothing found' : counts.join(', ')
  return `grade ${grade}: ${found}${complete ? '' : '; the scan is incomplete'}`
}

/** The status and the headers that CORS is about. */
export function gotWords({ status, headers }: Evidence['got']): string {
  if (status === null) return 'no answer'
  const lines = headers
    .filter(([name]) => !/^content-type$/i.test(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
  if (!headers.some(([name]) => /^access-control-/i.test(name))) lines.unshift('no CORS headers')
  return `${status}; ${lines.join('; ')}`
}

/** Everything about a finding, a line each. */
export function findingLines(finding: ScanFinding): readonly string[] {
  const { message, why, help, harmless, evidence } = finding
  return [
    message,
    ...evidence.flatMap(({ curl, got }) => [`request: ${curl}`, `got: ${gotWords(got)}`]),
    `why: ${why}`,
    ...(help === null ? [] : [`fix: ${help}`]),
    `harmless if: ${harmless}`,
  ]
}
