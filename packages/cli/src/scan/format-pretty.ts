/**
 * A scan for a terminal: the grade, and each finding with the two requests that show it.
 *
 * @module
 */
import type { ScanFinding, ScanReport } from '@marque/verify'
import { hanging, showable, wrap } from '../terminal/index.ts'
import type { ScanFormatOptions } from './scan-format.ts'
import { gotWords, headline } from './words.ts'

export function formatPretty(report: ScanReport, options: ScanFormatOptions): string {
  const { palette, columns, notes } = options
  const paint =
    report.grade === 'A' ? palette.fine : report.grade === 'B' ? palette.warning : palette.error
  const blocks = [
    paint(`${headline(report)}.`.replace(/^./, (letter) => letter.toUpperCase())),
    ...report.findings.map((finding) => findingBlock(finding, options)),
    [
      ...notes.flatMap((note) => hanging('note: ', showable(note), columns)),
      palette.faint(`${showable(report.url)}, ${report.sent} requests`),
    ].join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** The label column. */
const LABEL = 12

function findingBlock(finding: ScanFinding, { palette, columns }: ScanFormatOptions): string {
  const { code, severity, cause, message, why, help, harmless, evidence } = finding
  const title = `${severity}[${code}] ${cause}`
  const [first = '', ...others] = wrap(`${title}: ${showable(message)}`, columns - 2)
  const lines = [
    palette[severity](first.slice(0, title.length)) + palette.strong(first.slice(title.length)),
    ...others.map((line) => `  ${palette.strong(line)}`),
  ]
  const add = (label: string, text: string): void => {
    const start = `  ${label.padEnd(LABEL)}`
    const [head = '', ...rest] = hanging(start, showable(text), columns)
    lines.push(`  ${palette.faint(label.padEnd(LABEL))}${head.slice(start.length)}`, ...rest)
  }
  for (const { curl, got } of evidence) {
    // On one line, so that it can be copied.
    lines.push(`  ${palette.faint('request'.padEnd(LABEL))}${showable(curl)}`)
    add('got', gotWords(got))
  }
  add('why', why)
  if (help !== null) add('fix', help)
  add('harmless if', harmless)
  return lines.join('\n')
}
