/**
 * Findings as annotations on a pull request: the workflow commands of GitHub Actions.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { showable } from '../../terminal/text.ts'
import type { FormatOptions, Report } from '../report.ts'

const COMMAND: { readonly [severity in Finding['severity']]: string } = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
}

/** Writes reports as workflow commands, one line a finding. A policy without findings has none. */
export function formatGithub(reports: readonly Report[], { ruleOf }: FormatOptions): string {
  let text = ''
  for (const report of reports) {
    for (const finding of report.findings) {
      const title = ruleOf(finding.code)?.title
      const properties = [
        ['file', finding.file ?? report.file],
        ['line', finding.line],
        ['col', finding.column],
        ['title', title === undefined ? finding.code : `${finding.code}: ${title}`],
      ]
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
      const help = finding.help === null ? '' : `\nfix: ${showable(finding.help)}`
      const message = `${showable(finding.message)}\nwhy: ${showable(finding.why)}${help}`
      text += `::${COMMAND[finding.severity]} ${properties.join(',')}::${escapeData(message)}\n`
    }
  }
  return text
}

// As @actions/core writes them: a raw line break would end the command, and what follows it could be another one.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
