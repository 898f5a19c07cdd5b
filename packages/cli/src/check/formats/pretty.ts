/**
 * Findings for people: a code frame each, and a summary.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { findingBlock } from '../frame/finding-block.ts'
import { sourceLines } from '../frame/source-lines.ts'
import type { FormatOptions, Report } from '../report.ts'
import { factsLine, SHOWN_OF_A_CODE, summaryBlock } from './summary.ts'

/** Writes reports for a terminal. */
export function formatPretty(reports: readonly Report[], options: FormatOptions): string {
  return reports.map((report) => formatReport(report, options)).join('\n')
}

function formatReport(report: Report, options: FormatOptions): string {
  const { file, findings, facts } = report
  const groups = byCode(findings)
  const shown = new Set<Finding>()
  for (const group of groups.values()) {
    // A note is advice: where it is the same advice in many places, it is given once, with the places.
    const [first] = group
    const number = first?.severity === 'note' ? 1 : SHOWN_OF_A_CODE
    for (const finding of group.slice(0, number)) shown.add(finding)
  }
  const frame = { file, lineOf: sourceLines(report.text), gutter: widestLineNumber(findings) }
  const blocks: string[] = []
  for (const finding of findings) {
    if (!shown.has(finding)) continue
    const others = finding.severity === 'note' ? (groups.get(finding.code)?.slice(1) ?? []) : []
    blocks.push(findingBlock(finding, others, frame, options))
  }
  if (findings.length > 0) blocks.push(summaryBlock(report, [...groups.values()], options))
  if (facts) blocks.push(factsLine(report, facts, options))
  return blocks.join('\n')
}

function byCode(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const group = groups.get(finding.code)
    if (group) group.push(finding)
    else groups.set(finding.code, [finding])
  }
  return groups
}

function widestLineNumber(findings: readonly Finding[]): number {
  let last = 0
  for (const { line } of findings) if (line !== null && line > last) last = line
  return Math.max(2, String(last).length)
}
