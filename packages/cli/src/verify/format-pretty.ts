/**
 * A run for a terminal: the layer at fault, each finding with a request that shows it, what was asked.
 *
 * @module
 */
import type { LayerFinding, Verification, VerifyReport } from '@marque/verify'
import { count, hanging, showable, width, wrap } from '../terminal/index.ts'
import { byWeight, fails, type VerifyFormatOptions } from './report.ts'
import { expectedWords, gotWords, headline, leftOutWords } from './words.ts'

/** Formats a run for a terminal. */
export function formatPretty(verification: Verification, options: VerifyFormatOptions): string {
  const { report } = verification
  const blocks = [
    headBlock(verification, options),
    ...byWeight(report.findings).map((finding) => findingBlock(finding, options)),
    layersBlock(report, options),
    endBlock(report, options),
  ]
  return `${blocks.join('\n\n')}\n`
}

function headBlock(verification: Verification, options: VerifyFormatOptions): string {
  const { report } = verification
  const { palette, columns, isInterrupted } = options
  const paint = report.findings.some(fails)
    ? palette.error
    : isInterrupted || !report.complete
      ? palette.warning
      : palette.fine
  return wrap(`${showable(headline(verification, options))}.`, columns)
    .map(paint)
    .join('\n')
}

/** The label column. */
const LABEL = 10

function findingBlock(finding: LayerFinding, options: VerifyFormatOptions): string {
  const { palette, columns } = options
  const { code, severity, cause, message, layer, resource, alsoSeenAt } = finding
  const { curl, expected, got, seen, why, help, inBaseline } = finding
  const title = `${severity}[${code}] ${cause}`
  const known = inBaseline === true ? ' (in the baseline)' : ''
  const [first = '', ...others] = wrap(`${title}: ${showable(message)}${known}`, columns - 2)
  const lines = [
    palette[severity](first.slice(0, title.length)) + palette.strong(first.slice(title.length)),
    ...others.map((line) => `  ${palette.strong(line)}`),
  ]
  const add = (label: string, text: string): void => {
    lines.push(...labelled(label, text, options))
  }
  const also = alsoSeenAt.length > 0 ? `, also seen at ${alsoSeenAt.join(', ')}` : ''
  add('layer', `${layer}${also}`)
  if (resource !== null) add('resource', resource)
  if (seen > 0) add('seen', count(seen, 'probe'))
  // On one line, so that it can be copied.
  if (curl !== '') lines.push(`  ${palette.faint('request'.padEnd(LABEL))}${showable(curl)}`)
  if (expected !== null) add('expected', expectedWords(expected))
  if (curl !== '') add('got', gotWords(got))
  add('why', why)
  if (help !== null) add('fix', help)
  return lines.join('\n')
}

function layersBlock({ layers }: VerifyReport, options: VerifyFormatOptions): string {
  const { palette, onlyAsSeen } = options
  const names = layers.map(({ name }) => showable(name))
  const urls = layers.map(({ url }) => showable(url))
  const widestName = Math.max(...names.map(width))
  const widestUrl = Math.max(...urls.map(width))
  return layers
    .map(({ name, sent, drifted, unanswered }, at) => {
      const start = `${pad(names[at] ?? '', widestName)}  ${palette.faint(pad(urls[at] ?? '', widestUrl))}`
      if (onlyAsSeen.has(name)) return `${start}  not asked`
      const differ =
        drifted === 0
          ? 'none differs'
          : `${count(drifted, 'probe')} differ${drifted === 1 ? 's' : ''}`
      const silent = unanswered > 0 ? `, ${unanswered} without an answer` : ''
      return `${start}  ${count(sent, 'request')}, ${drifted === 0 ? differ : palette.error(differ)}${silent}`
    })
    .join('\n')
}

function endBlock(report: VerifyReport, { palette, columns, policy }: VerifyFormatOptions): string {
  const { bundle, environment, seed, leftOut } = report
  const left = leftOutWords(leftOut)
  const lines = left.length > 0 ? hanging('left out: ', left.join('; '), columns) : []
  const origin = `${showable(policy)}, ${showable(environment)}, ${bundle.slice(0, 19)}, seed ${seed}`
  return [...lines, origin].map(palette.faint).join('\n')
}

function labelled(
  label: string,
  text: string,
  { palette, columns }: VerifyFormatOptions,
): readonly string[] {
  const start = `  ${label.padEnd(LABEL)}`
  const [first = '', ...others] = hanging(start, showable(text), columns)
  return [`  ${palette.faint(label.padEnd(LABEL))}${first.slice(start.length)}`, ...others]
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)))
}
