/**
 * A scan as annotations of GitHub Actions (workflow commands).
 *
 * @module
 */
import type { ScanReport } from '@marque/verify'
import { workflowCommand } from '../escaping/index.ts'
import { findingLines } from './words.ts'

const COMMAND = { error: 'error', warning: 'warning', note: 'notice' } as const

export function formatGithub({ findings }: ScanReport): string {
  return findings
    .map((finding) =>
      workflowCommand(
        COMMAND[finding.severity],
        { title: `${finding.code} ${finding.cause}` },
        findingLines(finding),
      ),
    )
    .join('')
}
