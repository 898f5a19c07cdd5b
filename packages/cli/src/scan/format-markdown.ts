/**
 * A scan as a comment or a job summary. User text appears only in code spans and blocks.
 *
 * @module
 */
import type { ScanFinding, ScanReport } from '@marque/verify'
import { code, codeBlock, sentence } from '../escaping/index.ts'
import type { ScanFormatOptions } from './scan-format.ts'
import { gotWords, headline } from './words.ts'

export function formatMarkdown(report: ScanReport, { notes }: ScanFormatOptions): string {
  const blocks = [
    `## CORS from outside: ${sentence(headline(report))}`,
    `${code(report.url)}, ${report.sent} requests.`,
    ...notes.map((note) => `Note: ${sentence(note)}.`),
    ...report.findings.map(findingBlock),
  ]
  return `${blocks.join('\n\n')}\n`
}

function findingBlock(finding: ScanFinding): string {
  const { severity, cause, message, why, help, harmless, evidence } = finding
  return [
    `### ${severity}: ${code(cause)}`,
    `${sentence(message)}.`,
    codeBlock(
      evidence.map(({ curl }) => curl),
      '',
      'sh',
    ),
    [
      ...evidence.map(({ got }) => `- got: ${code(gotWords(got))}`),
      `- why: ${sentence(why)}`,
      ...(help === null ? [] : [`- fix: ${sentence(help)}`]),
      `- harmless if: ${sentence(harmless)}`,
    ].join('\n'),
  ].join('\n\n')
}
