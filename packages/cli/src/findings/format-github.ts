/**
 * Findings as pull request annotations (GitHub Actions workflow commands).
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { workflowCommand } from '../escaping/index.ts'
import type { FormatOptions, Report } from './report.ts'

const COMMAND: { readonly [severity in Finding['severity']]: 'error' | 'warning' | 'notice' } = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
}

/** Formats one workflow command per finding. */
export function formatGithub(reports: readonly Report[], { ruleOf }: FormatOptions): string {
  let text = ''
  for (const report of reports) {
    for (const finding of report.findings) {
      const { code, reason, line, column, message, why, help } = finding
      const title = ruleOf(code, reason)?.title
      text += workflowCommand(
        COMMAND[finding.severity],
        {
          file: finding.file ?? report.file,
          line,
          col: column,
          title: title === undefined ? code : `${code}: ${title}`,
        },
        [message, `why: ${why}`, ...(help === null ? [] : [`fix: ${help}`])],
      )
    }
  }
  return text
}
