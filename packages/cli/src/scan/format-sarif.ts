/**
 * A scan as SARIF 2.1.0 (OASIS), for code scanning.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { RULES, type ScanReport } from '@marque/verify'
import { sarifRule, sarifText } from '../sarif/index.ts'
import { findingLines } from './words.ts'

/** Formats one result for each finding; its location is the URL. */
export function formatSarif({ url, findings }: ScanReport): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort()
  return sarifText({
    rules: codes.map((code) =>
      sarifRule(
        code,
        RULES.find((rule) => rule.code === code),
      ),
    ),
    files: [],
    results: findings.map((finding) => ({
      ruleId: finding.code,
      ruleIndex: codes.indexOf(finding.code),
      level: finding.severity,
      message: { text: findingLines(finding).join('\n') },
      locations: [{ physicalLocation: { artifactLocation: { uri: url } } }],
      partialFingerprints: { primaryLocationLineHash: `${identityOf(url, finding.cause)}:1` },
      properties: { cause: finding.cause, harmless: finding.harmless },
    })),
  })
}

function identityOf(url: string, cause: string): string {
  return createHash('sha256')
    .update(JSON.stringify([url, cause]))
    .digest('hex')
    .slice(0, 16)
}
