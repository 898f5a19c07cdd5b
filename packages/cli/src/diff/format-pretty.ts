/**
 * A comparison for a terminal: verdict, widenings by risk, tightenings, undecided parts, counts.
 *
 * @module
 */
import type { Change } from '@marque/policy/diff'
import { decideLine } from '../replay/index.ts'
import { hanging, type Palette, showable, width, wrap } from '../terminal/index.ts'
import { changesOf, type DiffFormatOptions, type DiffReport } from './report.ts'
import { decisionChangeLines, outcomeWords, requestText } from './witness.ts'
import {
  countsLine,
  DIRECTIONS,
  detailsOf,
  headline,
  resourceWords,
  shortened,
  UNDECIDED_TITLE,
  undecidedWords,
  verdictSentence,
} from './words.ts'

/** Formats a comparison for a terminal. */
export function formatPretty(report: DiffReport, options: DiffFormatOptions): string {
  const { difference } = report
  const blocks = [headBlock(report, options)]
  for (const { direction, sign, title } of DIRECTIONS) {
    const changes = changesOf(difference, direction)
    if (changes.length === 0) continue
    const paint = paintOf(direction, options.palette)
    blocks.push(options.palette.strong(`${title}:`))
    if (direction === 'equal' && !options.verbose) {
      blocks.push(equalBlock(changes, options))
      continue
    }
    for (const change of changes) {
      blocks.push(changeBlock(change, paint(`${sign} ${direction}`), report, options))
    }
  }
  if (difference.undecided.length > 0) blocks.push(undecidedBlock(report, options))
  if (options.verbose && difference.unchanged.length > 0) {
    blocks.push(labelled('unchanged', difference.unchanged.join(', '), '', options).join('\n'))
  }
  blocks.push(lastLine(report, options))
  return `${blocks.join('\n\n')}\n`
}

function headBlock(report: DiffReport, { palette, columns }: DiffFormatOptions): string {
  const { difference } = report
  const paint = VERDICT_PAINT[difference.undecided.length > 0 ? 'undecided' : difference.verdict]
  const start = `${headline(difference)}  `
  const [first = '', ...others] = hanging(start, `${verdictSentence(difference)}.`, columns)
  const sides = [report.old, report.new]
  const names = sides.map(({ name }) => showable(name))
  const widest = Math.max(...names.map(width))
  const environments = sides.map(({ environment }) => showable(environment))
  const widestEnvironment = Math.max(...environments.map(width))
  const lines = sides.map(({ digest }, side) => {
    const name = pad(names[side] ?? '', widest)
    const environment = pad(environments[side] ?? '', widestEnvironment)
    const label = side === 0 ? 'old' : 'new'
    return `  ${palette.faint(label)}  ${name}  ${environment}  ${palette.faint(digest.slice(0, 19))}`
  })
  return [
    palette[paint](first.slice(0, start.length)) + first.slice(start.length),
    ...others,
    ...lines,
  ].join('\n')
}

const VERDICT_PAINT = {
  equal: 'fine',
  wider: 'warning',
  both: 'warning',
  tighter: 'note',
  undecided: 'error',
} as const

function paintOf(direction: Change['direction'], palette: Palette): (text: string) => string {
  if (direction === 'wider') return palette.warning
  return direction === 'tighter' ? palette.note : palette.faint
}

function changeBlock(
  change: Change,
  sign: string,
  report: DiffReport,
  options: DiffFormatOptions,
): string {
  const { palette, columns, verbose } = options
  const rank = change.sensitivity === null ? '' : ` (${change.sensitivity})`
  const intended = report.allowed.has(change) ? '  intended: --allow-wider' : ''
  const title = showable(`${resourceWords(change)}${rank}`)
  const lines = [`${sign}  ${palette.strong(title)}${palette.faint(intended)}`]
  lines.push(...wrap(showable(change.what), columns - 4).map((line) => `    ${line}`))
  for (const { label, values } of detailsOf(change, report.now)) {
    lines.push(...labelled(label, shortened(values, verbose).join(', '), '    ', options))
  }
  lines.push(...witnessLines(change, options))
  return lines.join('\n')
}

/** `equal` changes that are shown. */
const SHOWN_EQUAL = 3

/** `equal` changes, one line each, because they need no review. */
function equalBlock(changes: readonly Change[], { palette, columns }: DiffFormatOptions): string {
  const lines: string[] = []
  for (const change of changes.slice(0, SHOWN_EQUAL)) {
    const text = showable(`= equal  ${resourceWords(change)}: ${change.what}`)
    const [first = '', ...others] = wrap(text, columns - 4)
    lines.push(palette.faint('= equal') + first.slice('= equal'.length))
    lines.push(...others.map((line) => `    ${line}`))
  }
  const hidden = changes.length - SHOWN_EQUAL
  if (hidden > 0) lines.push(palette.faint(`= and ${hidden} more (--verbose)`))
  return lines.join('\n')
}

function witnessLines(change: Change, options: DiffFormatOptions): readonly string[] {
  const { witness } = change
  const lines = [...labelled('example', requestText(witness), '    ', options)]
  const [before, after] = [outcomeWords(witness.before), outcomeWords(witness.after)]
  const same = before === after
  if (!same) {
    lines.push(...labelled('before', before, '    ', options))
    lines.push(...labelled('after', after, '    ', options))
  }
  if (options.verbose || same) {
    for (const line of decisionChangeLines(witness))
      lines.push(...labelled('', line, '    ', options))
  }
  // On one line, so that it can be piped into `marque decide`.
  if (options.verbose)
    lines.push(`    ${options.palette.faint('replay')}   ${decideLine(witness.in)}`)
  return lines
}

function undecidedBlock({ difference }: DiffReport, options: DiffFormatOptions): string {
  const { palette, columns } = options
  const lines = [palette.error(`? ${UNDECIDED_TITLE}`)]
  for (const { resource, why } of difference.undecided) {
    const start = `    ${showable(undecidedWords(resource))}: `
    lines.push(...hanging(start, showable(why), columns))
  }
  return lines.join('\n')
}

function lastLine({ difference }: DiffReport, { palette, verbose }: DiffFormatOptions): string {
  const more = verbose ? '' : 'full output: --verbose   '
  return `${countsLine(difference)}   ${palette.faint(`${more}machine-readable: --format json`)}`
}

/** A label column followed by text. */
function labelled(
  label: string,
  text: string,
  indent: string,
  { palette, columns }: DiffFormatOptions,
): readonly string[] {
  const start = `${indent}${pad(label, 7)}  `
  const [first = '', ...others] = hanging(start, showable(text), columns)
  const painted = `${indent}${palette.faint(label)}${start.slice(indent.length + label.length)}`
  return [(painted + first.slice(start.length)).trimEnd(), ...others]
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)))
}
