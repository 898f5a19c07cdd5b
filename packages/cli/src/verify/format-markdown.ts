/**
 * A run as a comment or a job summary. User text appears only in code spans and blocks.
 *
 * @module
 */
import type { LayerFinding, Verification } from '@marque/verify'
import { code, codeBlock, sentence } from '../escaping/index.ts'
import { byWeight, fails, placeOf, type VerifyFormatOptions } from './report.ts'
import { expectedWords, gotWords, headline, leftOutWords } from './words.ts'

/** Maximum length in characters: GitHub allows 65,536 in a comment. */
const LIMIT = 60_000

/** Formats a run as Markdown; if it is too long for a comment, the last findings are counted instead of shown. */
export function formatMarkdown(verification: Verification, options: VerifyFormatOptions): string {
  const { report } = verification
  const head = [
    `## CORS layers: ${report.findings.some(fails) ? 'mistakes found' : 'as the policy decides'}`,
    `**${sentence(headline(verification, options))}.**`,
    layerTable(verification, options),
  ]
  const findings = byWeight(report.findings)
  const tail = tailBlocks(verification)
  const room = LIMIT - [...head, ...tail].join('\n\n').length
  const shown: string[] = []
  let used = 0
  for (const finding of findings) {
    const block = findingBlock(finding)
    if (used + block.length > room) break
    used += block.length + 2
    shown.push(block)
  }
  const hidden = findings.length - shown.length
  const more = hidden > 0 ? [`And ${hidden} more, omitted because of the size limit.`] : []
  return `${[...head, ...shown, ...more, ...tail].join('\n\n')}\n`
}

function layerTable({ report }: Verification, { onlyAsSeen }: VerifyFormatOptions): string {
  const cell = (text: string): string => code(text, { inTable: true })
  const rows = report.layers.map(({ name, url, sent, drifted, unanswered }) =>
    onlyAsSeen.has(name)
      ? `| ${cell(name)} | ${cell(url)} | not asked | | |`
      : `| ${cell(name)} | ${cell(url)} | ${sent} | ${drifted} | ${unanswered} |`,
  )
  return [
    '| layer | address | requests | probes that differ | without an answer |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function findingBlock(finding: LayerFinding): string {
  const { severity, inBaseline, message, cause, why, help, curl, expected, got, seen } = finding
  const known = inBaseline === true ? ' _In the baseline._' : ''
  const also =
    finding.alsoSeenAt.length > 0
      ? [`- also seen at: ${finding.alsoSeenAt.map((name) => code(name)).join(', ')}`]
      : []
  return [
    `### ${severity} at ${sentence(placeOf(finding))}: ${code(cause)}`,
    `${capitalised(sentence(message))} (${seen} ${seen === 1 ? 'probe' : 'probes'}).${known}`,
    ...(curl === '' ? [] : [codeBlock([curl], '', 'sh')]),
    [
      ...(expected === null ? [] : [`- expected: ${code(expectedWords(expected))}`]),
      `- got: ${code(gotWords(got))}`,
      ...also,
      `- why: ${sentence(why)}`,
      ...(help === null ? [] : [`- fix: ${sentence(help)}`]),
    ].join('\n'),
  ].join('\n\n')
}

function tailBlocks({ report }: Verification): readonly string[] {
  const { bundle, environment, seed, leftOut } = report
  const left = leftOutWords(leftOut)
  return [
    ...(left.length > 0 ? [`Not sent or not judged: ${sentence(left.join('; '))}.`] : []),
    `Policy ${code(bundle.slice(0, 19))}, environment ${code(environment)}, seed ${seed}.`,
  ]
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
