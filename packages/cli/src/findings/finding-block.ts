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

/** What the blocks of one policy have in common. */
export interface Framing {
  readonly file: string
  readonly lineOf: (line: number) => string | undefined
  /** How wide line numbers are. */
  readonly gutter: number
}

/**
 * Writes one finding: title, place, the line with its mark, reason and fix.
 *
 * @param others Findings of the same code that are only named by their places.
 */
export function findingBlock(
  finding: Finding,
  others: readonly Finding[],
  { file, lineOf, gutter }: Framing,
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
  const place = [finding.file ?? file, placeOf(finding)].filter((part) => part !== '').join(':')
  const arrow = source === undefined ? '──' : '┌─'
  lines.push(`${indent} ${palette.frame(arrow)} ${showable(place)}`)
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
  if (others.length > 0) {
    const places = others.slice(0, SHOWN_PLACES).map((other) => placeOf(other) || other.path)
    const more = others.length - places.length
    const text = `${places.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
    lines.push(...labelled('also at', text, indent, palette, columns))
  }
  return `${lines.join('\n')}\n`
}

/** How many places are named after the first. */
const SHOWN_PLACES = 40

/** `12:7`, or nothing where a finding has no line. */
function placeOf({ line, column }: Finding): string {
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
