/**
 * Findings for people: a code frame each, and a summary.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { count, hanging, showable } from '../terminal/index.ts'
import { findingBlock } from './finding-block.ts'
import { countOf, type Facts, type FormatOptions, type Report } from './report.ts'
import { sourceLines } from './source-text.ts'

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

/** How many findings of one code are shown for one policy; the rest is counted. The other formats have all. */
export const SHOWN_OF_A_CODE = 20

const RANK: { readonly [severity in Finding['severity']]: number } = {
  error: 0,
  warning: 1,
  note: 2,
}

/** How many of each code there are, the gravest first. */
function summaryBlock(
  report: Report,
  byCode: readonly (readonly Finding[])[],
  { palette, ruleOf, columns }: FormatOptions,
): string {
  const numbers = (['error', 'warning', 'note'] as const)
    .map((severity) => ({ severity, number: countOf(report.findings, severity) }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => palette[severity](count(number, severity)))
    .join(', ')
  const groups = byCode.toSorted((a, b) => {
    const [x, y] = [a[0], b[0]]
    return x && y ? RANK[x.severity] - RANK[y.severity] || (x.code < y.code ? -1 : 1) : 0
  })
  const lines = [`${palette.strong(showable(report.file))}: ${numbers}`]
  const widest = Math.max(...groups.map((group) => String(group.length).length))
  const longest = Math.max(...groups.map((group) => group[0]?.severity.length ?? 0))
  for (const group of groups) {
    const [finding] = group
    if (!finding) continue
    const title = ruleOf(finding.code, sharedReason(group))?.title ?? ''
    const hidden = finding.severity === 'note' ? 0 : group.length - SHOWN_OF_A_CODE
    const left = hidden > 0 ? palette.faint(` (${hidden} of them not shown)`) : ''
    const number = String(group.length).padStart(widest)
    const severity = finding.severity.padEnd(longest)
    const start = `  ${number} × ${severity}  ${finding.code}  `
    const [first = '', ...others] = hanging(start, title, columns)
    const painted = `  ${number} × ${palette[finding.severity](severity)}  ${finding.code}  `
    lines.push(([painted + first.slice(start.length), ...others].join('\n') + left).trimEnd())
  }
  const [gravest] = groups[0] ?? []
  if (gravest) {
    lines.push(palette.faint(`\`marque check --explain ${gravest.code}\` tells more about a code`))
  }
  return `${lines.join('\n')}\n`
}

/** The one line that says that a policy can be used, and what is in it. */
function factsLine(report: Report, facts: Facts, { palette }: FormatOptions): string {
  const counts = facts.counts.map(([number, noun]) => count(number, noun)).join(', ')
  const verdict = countOf(report.findings, 'warning') === 0 ? 'fine' : 'usable'
  const start = `${palette.fine('✓')} ${palette.strong(showable(report.file))} is ${verdict} for ${showable(facts.environment)}`
  return `${start}: ${counts}  ${palette.faint(facts.digest.slice(0, 'sha256:'.length + 12))}\n`
}

/** The reason of all findings of a group; `undefined` if they differ. */
function sharedReason(group: readonly Finding[]): string | undefined {
  const reason = group[0]?.reason
  return group.every((finding) => finding.reason === reason) ? reason : undefined
}
