/**
 * Findings as SARIF 2.1.0 (OASIS), for code scanning.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { AcknowledgedFinding, Finding } from '@marque/policy'
import { artifactLocation, sarifRule, sarifText } from '../sarif/index.ts'
import type { FormatOptions, Report } from './report.ts'
import { sourceLines, spanLength } from './source-text.ts'

/**
 * Formats reports as one SARIF log with one run. Only rules with findings are listed. Acknowledged warnings are results with an
 * accepted suppression (3.35), which code scanning closes.
 */
export function formatSarif(reports: readonly Report[], { ruleOf }: FormatOptions): string {
  const codes = [
    ...new Set(reports.flatMap((report) => allOf(report).map(({ code }) => code))),
  ].sort()
  const indexOf = new Map(codes.map((code, index) => [code, index]))
  return sarifText({
    rules: codes.map((code) => sarifRule(code, ruleOf(code))),
    files: reports.map(({ file }) => file),
    results: reports.flatMap((report) => resultsOf(report, indexOf)),
  })
}

function resultsOf(report: Report, ruleIndex: ReadonlyMap<string, number>): readonly object[] {
  const lineOf = sourceLines(report.text)
  const seen = new Map<string, number>()
  return allOf(report).map((finding) => {
    const identity = identityOf(finding, report.file)
    const ordinal = (seen.get(identity) ?? 0) + 1
    seen.set(identity, ordinal)
    return {
      ruleId: finding.code,
      ruleIndex: ruleIndex.get(finding.code),
      level: finding.severity,
      message: { text: messageOf(finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: artifactLocation(finding.file ?? report.file),
            ...regionOf(finding, lineOf),
          },
          logicalLocations: [{ fullyQualifiedName: finding.path || '/' }],
        },
      ],
      ...(finding.reason !== undefined && { properties: { reason: finding.reason } }),
      ...(finding.acknowledged !== undefined && {
        suppressions: [suppressionOf(finding.acknowledged)],
      }),
      partialFingerprints: { primaryLocationLineHash: `${identity}:${ordinal}` },
    }
  })
}

function allOf({
  findings,
  acknowledged = [],
}: Report): readonly (Finding & Partial<Pick<AcknowledgedFinding, 'acknowledged'>>)[] {
  return [...findings, ...acknowledged]
}

function suppressionOf({ why, by, until }: AcknowledgedFinding['acknowledged']): object {
  return {
    kind: 'inSource',
    status: 'accepted',
    justification: `${why} (acknowledged by ${by} until ${until})`,
  }
}

function messageOf({ message, why, help }: Finding): string {
  const sentences = [message, `why: ${why}`, ...(help === null ? [] : [`fix: ${help}`])]
  return sentences.join('\n')
}

function regionOf(
  { line, column, value }: Finding,
  lineOf: (line: number) => string | undefined,
): { readonly region?: object } {
  if (line === null) return {}
  if (column === null) return { region: { startLine: line } }
  const source = lineOf(line) ?? ''
  const endColumn = column + spanLength(source, column - 1, value)
  return { region: { startLine: line, startColumn: column, endColumn } }
}

/**
 * Identifies a finding across versions of the file: independent of line numbers and list indices. GitHub matches alerts by
 * `primaryLocationLineHash`.
 */
function identityOf({ code, path, message }: Finding, file: string): string {
  const place = path.replace(/\/\d+(?=\/|$)/g, '/*')
  return createHash('sha256')
    .update(JSON.stringify([code, file, place, message]))
    .digest('hex')
    .slice(0, 16)
}
