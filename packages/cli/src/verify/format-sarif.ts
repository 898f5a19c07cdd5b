/**
 * A run as SARIF 2.1.0 (OASIS), for code scanning.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { type LayerFinding, RULES, type Verification } from '@marque/verify'
import { artifactLocation, sarifRule, sarifText } from '../sarif/index.ts'
import type { VerifyFormatOptions } from './report.ts'
import { expectedWords, gotWords } from './words.ts'

/**
 * Formats one result for each finding. Its physical location is the resource in the policy, because layers have no files; its logical
 * location is the layer and the resource.
 */
export function formatSarif({ report }: Verification, options: VerifyFormatOptions): string {
  const { findings } = report
  const codes = [...new Set(findings.map(({ code }) => code))].sort()
  return sarifText({
    rules: codes.map((code) =>
      sarifRule(
        code,
        RULES.find((rule) => rule.code === code),
      ),
    ),
    files: [options.policy],
    results: findings.map((finding) => resultOf(finding, codes, options)),
  })
}

function resultOf(
  finding: LayerFinding,
  codes: readonly string[],
  { policy, lineOf }: VerifyFormatOptions,
): object {
  const { code, severity, cause, layer, resource, inBaseline, curl, seen, alsoSeenAt } = finding
  const line = resource === null ? undefined : lineOf(resource)
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(policy),
          ...(line !== undefined && { region: { startLine: line } }),
        },
        logicalLocations: [
          { fullyQualifiedName: resource === null ? layer : `${layer}/${resource}` },
        ],
      },
    ],
    ...(inBaseline !== undefined && { baselineState: inBaseline ? 'unchanged' : 'new' }),
    partialFingerprints: { primaryLocationLineHash: `${identityOf(finding)}:1` },
    properties: { cause, layer, resource, seen, alsoSeenAt, request: curl },
  }
}

function messageOf({ layer, message, curl, expected, got, why, help }: LayerFinding): string {
  return [
    `${layer}: ${message}`,
    ...(curl === '' ? [] : [`request: ${curl}`]),
    ...(expected === null ? [] : [`expected: ${expectedWords(expected)}`]),
    `got: ${gotWords(got)}`,
    `why: ${why}`,
    ...(help === null ? [] : [`fix: ${help}`]),
  ].join('\n')
}

/** The same for layer, cause and resource, as `--baseline` compares them. GitHub matches alerts by it. */
function identityOf({ layer, cause, resource }: LayerFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([layer, cause, resource]))
    .digest('hex')
    .slice(0, 16)
}
