/**
 * A run as annotations of GitHub Actions (workflow commands).
 *
 * @module
 */
import type { LayerFinding, Verification } from '@marque/verify'
import { workflowCommand } from '../escaping/index.ts'
import { fails, type VerifyFormatOptions } from './report.ts'
import { expectedWords, gotWords } from './words.ts'

/** Formats one workflow command for each finding, at the line of its resource in the policy. */
export function formatGithub(
  { report }: Verification,
  { policy, lineOf }: VerifyFormatOptions,
): string {
  return report.findings
    .map((finding) => {
      const { layer, cause, resource, message, why, help, curl, expected, got } = finding
      return workflowCommand(
        commandOf(finding),
        {
          file: policy,
          line: (resource === null ? undefined : lineOf(resource)) ?? null,
          title: `${finding.code} ${layer}: ${cause}`,
        },
        [
          message,
          ...(curl === '' ? [] : [`request: ${curl}`]),
          ...(expected === null ? [] : [`expected: ${expectedWords(expected)}`]),
          `got: ${gotWords(got)}`,
          `why: ${why}`,
          ...(help === null ? [] : [`fix: ${help}`]),
        ],
      )
    })
    .join('')
}

function commandOf(finding: LayerFinding): 'error' | 'warning' | 'notice' {
  if (fails(finding)) return 'error'
  return finding.severity === 'warning' && finding.inBaseline !== true ? 'warning' : 'notice'
}
