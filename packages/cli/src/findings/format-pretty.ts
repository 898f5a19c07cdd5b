/**
 * Findings for a terminal: a code frame each, and a summary.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { count, hanging, showable } from '../terminal/index.ts'
import { findingBlock } from './finding-block.ts'
import { type BundleSummary, countOf, type FormatOptions, fails, type Report } from './report.ts'
import { sourceLines } from './source-text.ts'

/** Formats reports for a terminal. */
export function formatPretty(reports: readonly Report[], options: FormatOptions): string {
  return [
    ...reports.map((report) => formatReport(report, options)),
    ...failureLine(reports, options),
  ].join('\n')
}

/** Why the check fails, where the last line would otherwise be that a policy is valid. */
function failureLine(
  reports: readonly Report[],
  { palette, strict }: FormatOptions,
): readonly string[] {
  const last = reports.at(-1)
  if (last === undefined || last.summary === null) return []
  const failing = reports.flatMap(({ file, findings }) => {
    const numbers = (['error', 'warning'] as const)
      .map((severity) => {
        const failures = findings.filter((one) => one.severity === severity && fails(one, strict))
        return { severity, number: failures.length }
      })
      .filter(({ number }) => number > 0)
      .map(({ severity, number }) => palette[severity](count(number, severity)))
    return numbers.length === 0 ? [] : `${numbers.join(', ')} in ${showable(file)}`
  })
  if (failing.length === 0) return []
  const onWarnings = reports.some((report) => countOf(report.findings, 'warning') > 0)
  const why = strict && onWarnings ? ' (`--strict` fails on warnings)' : ''
  return [`${palette.error('✗')} the check fails: ${failing.join('; ')}${palette.faint(why)}\n`]
}

function formatReport(report: Report, options: FormatOptions): string {
  const { file, findings, summary } = report
  const groups = byCode(findings)
  const shown = new Map<Finding, readonly Finding[]>()
  for (const group of groups.values()) {
    // A note that applies in many places is shown once, with the other locations; without locations only its message tells them apart.
    const same = [...Map.groupBy(group, mergeKey).values()].slice(0, SHOWN_OF_A_CODE)
    for (const [first, ...others] of same) if (first !== undefined) shown.set(first, others)
  }
  const frame = { file, lineOf: sourceLines(report.text), gutter: widestLineNumber(findings) }
  const blocks: string[] = []
  for (const finding of findings) {
    const others = shown.get(finding)
    if (others === undefined) continue
    blocks.push(findingBlock(finding, others, frame, options))
  }
  if (findings.length > 0) blocks.push(summaryBlock(report, [...groups.values()], options))
  const accepted = acknowledgedBlock(report, options)
  if (accepted !== null) blocks.push(accepted)
  if (summary) blocks.push(summaryLine(report, summary, options))
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

/** Equal for findings of a code that are shown as one. */
function mergeKey(finding: Finding): unknown {
  if (finding.severity !== 'note') return finding
  return finding.line === null ? finding.message : true
}

/** How many findings of a code are not shown, not even by their location. */
function hiddenOf(group: readonly Finding[]): number {
  const blocks = [...Map.groupBy(group, mergeKey).values()]
  return blocks.slice(SHOWN_OF_A_CODE).flat().length
}

function widestLineNumber(findings: readonly Finding[]): number {
  let last = 0
  for (const { line } of findings) if (line !== null && line > last) last = line
  return Math.max(2, String(last).length)
}

/** Findings shown per code and policy; the rest is counted. The other formats list all. */
export const SHOWN_OF_A_CODE = 20

const RANK: { readonly [severity in Finding['severity']]: number } = {
  error: 0,
  warning: 1,
  note: 2,
}

/** The number of findings per code, highest severity first. */
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
    const hidden = hiddenOf(group)
    const left = hidden > 0 ? palette.faint(` (${hidden} not shown)`) : ''
    const number = String(group.length).padStart(widest)
    const severity = finding.severity.padEnd(longest)
    const start = `  ${number} × ${severity}  ${finding.code}  `
    const [first = '', ...others] = hanging(start, title, columns)
    const painted = `  ${number} × ${palette[finding.severity](severity)}  ${finding.code}  `
    lines.push(([painted + first.slice(start.length), ...others].join('\n') + left).trimEnd())
  }
  const [gravest] = groups[0] ?? []
  if (gravest) {
    lines.push(palette.faint(`\`marque check --explain ${gravest.code}\` explains a code`))
  }
  return `${lines.join('\n')}\n`
}

/** The number of acknowledged warnings; with `--verbose` each of them, with its reason. Null without one. */
function acknowledgedBlock(
  { file, acknowledged = [] }: Report,
  { palette, columns, verbose = false }: FormatOptions,
): string | null {
  if (acknowledged.length === 0) return null
  const head = `${palette.strong(showable(file))}: ${count(acknowledged.length, 'warning')} acknowledged`
  if (!verbose) return `${head}${palette.faint(' (`--verbose` lists them)')}\n`
  const lines = acknowledged.flatMap(({ code, line, column, message, acknowledged: accepted }) => {
    const start = `  ${code}  `
    const place = line === null ? '' : `${line}:${column ?? 1}  `
    const { until, by, why } = accepted
    return [
      ...hanging(start, showable(`${place}${message}`), columns),
      ...hanging(' '.repeat(start.length), showable(`until ${until}, by ${by}: ${why}`), columns),
    ]
  })
  return `${[head, ...lines].join('\n')}\n`
}

/** One line for a valid policy: its verdict and what it contains. For a bundle the whole digest follows. */
function summaryLine(report: Report, summary: BundleSummary, { palette }: FormatOptions): string {
  const { bundle } = report
  const counts = summary.counts.map(([number, noun]) => count(number, noun)).join(', ')
  if (bundle !== undefined) {
    const start = `${palette.fine('✓')} ${palette.strong(showable(report.file))} is a bundle for ${showable(bundle.environment)}`
    return `${start}: ${counts}; ${count(bundle.vectors, 'self-test vector')} passed\n  ${palette.faint(bundle.digest)}\n`
  }
  const warned = countOf(report.findings, 'warning') === 0 ? '' : ', with warnings'
  const start = `${palette.fine('✓')} ${palette.strong(showable(report.file))} is valid for ${showable(summary.environment)}${warned}`
  return `${start}: ${counts}  ${palette.faint(summary.digest.slice(0, 'sha256:'.length + 12))}\n`
}

/** The reason of all findings of a group; `undefined` if they differ. */
function sharedReason(group: readonly Finding[]): string | undefined {
  const reason = group[0]?.reason
  return group.every((finding) => finding.reason === reason) ? reason : undefined
}
