/**
 * One finding with its code frame.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { hanging, type Palette, showable, wrap } from '../terminal/index.ts'
import { excerpt } from './excerpt.ts'
import type { FormatOptions } from './report.ts'
import { spanLength } from './source-text.ts'

/** What the blocks of one file share. */
export interface SourceContext {
  readonly file: string
  readonly lineOf: (line: number) => string | undefined
  /** Width of the line numbers. */
  readonly gutter: number
}

/**
 * Formats one finding: title, location, the marked line, reason and fix.
 *
 * @param others Findings of the same code that are listed by location only.
 */
export function findingBlock(
  finding: Finding,
  others: readonly Finding[],
  { file, lineOf, gutter }: SourceContext,
  { palette, columns }: FormatOptions,
): string {
  const paint = palette[finding.severity]
  const title = `${finding.severity}[${finding.code}]`
  const [first = '', ...further] = wrap(`${title}: ${showable(finding.message)}`, columns)
  const lines = [paint(first.slice(0, title.length)) + palette.strong(first.slice(title.length))]
  lines.push(...further.map((line) => `  ${palette.strong(line)}`))

  const indent = ' '.repeat(gutter)
  const { line, column } = finding
  const source = line === null ? undefined : lineOf(line)
  const location = [finding.file ?? file, locationOf(finding)]
    .filter((part) => part !== '')
    .join(':')
  const arrow = source === undefined ? '──' : '┌─'
  lines.push(`${indent} ${palette.frame(arrow)} ${showable(location)}`)
  if (source !== undefined && line !== null) {
    const start = Math.min(Math.max((column ?? 1) - 1, 0), source.length)
    const shown = excerpt(
      source,
      start,
      spanLength(source, start, finding.value),
      columns - gutter - 3,
    )
    const number = String(line).padStart(gutter)
    const mark = ' '.repeat(shown.offset) + paint('^'.repeat(shown.length))
    lines.push(`${palette.frame(`${number} │`)} ${shown.text}`)
    lines.push(`${indent} ${palette.frame('│')} ${mark}`)
  }
  lines.push(...labelled('why', finding.why, indent, palette, columns))
  if (finding.help !== null) lines.push(...labelled('fix', finding.help, indent, palette, columns))
  const places = others.map((other) => locationOf(other) || other.path).filter((one) => one !== '')
  if (places.length > 0) {
    const locations = places.slice(0, SHOWN_LOCATIONS)
    const more = places.length - locations.length
    const text = `${locations.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
    lines.push(...labelled('also at', text, indent, palette, columns))
  }
  return `${lines.join('\n')}\n`
}

/** Locations listed after the first. */
const SHOWN_LOCATIONS = 40

/** `12:7`; empty for a finding without a line. */
function locationOf({ line, column }: Finding): string {
  return line === null ? '' : column === null ? String(line) : `${line}:${column}`
}

function labelled(
  label: string,
  text: string,
  indent: string,
  palette: Palette,
  columns: number,
): readonly string[] {
  const start = `${indent} = ${label}: `
  const [first = '', ...others] = hanging(start, showable(text), columns)
  const painted = `${indent} ${palette.frame('=')} ${palette.strong(`${label}:`)} `
  return [painted + first.slice(start.length), ...others]
}
