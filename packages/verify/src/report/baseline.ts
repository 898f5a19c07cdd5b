/**
 * A report beside an earlier one.
 *
 * @module
 */
import type { LayerFinding, VerifyReport } from './report.ts'

/** Marks the findings that the baseline has too: of the same layer, cause and resource. */
export function withBaseline(report: VerifyReport, baseline: VerifyReport): VerifyReport {
  const known = new Set(baseline.findings.map(keyOf))
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding,
      inBaseline: known.has(keyOf(finding)),
    })),
  }
}

function keyOf({ layer, cause, resource }: LayerFinding): string {
  return JSON.stringify([layer, cause, resource])
}
