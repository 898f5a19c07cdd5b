/**
 * A comparison for a terminal: verdict, causes by risk with what they change, undecided parts, counts.
 *
 * @module
 */
import type { Cause, Change, Direction } from '@marque/policy/diff'
import { decideLine } from '../replay/index.ts'
import { hanging, type Palette, showable, width, wrap } from '../terminal/index.ts'
import { type DiffFormatOptions, type DiffReport, directionOf } from './report.ts'
import { decisionChangeLines, outcomeWords, requestText } from './witness.ts'
import {
  countsLine,
  detailsOf,
  headline,
  NOTES_TITLE,
  resourceWords,
  SIGNS,
  shortened,
  UNDECIDED_TITLE,
  undecidedWords,
  verdictSentence,
} from './words.ts'

/** Formats a comparison for a terminal. */
export function formatPretty(report: DiffReport, options: DiffFormatOptions): string {
  const { difference } = report
  const blocks = [headBlock(report, options), ...partBlocks(report, options)]
  if (options.verbose && difference.unchanged.length > 0) {
    blocks.push(labelled('unchanged', difference.unchanged.join(', '), '', options).join('\n'))
  }
  blocks.push(lastLine(report, options))
  return `${blocks.join('\n\n')}\n`
}

/** What the texts of the parts depend on. */
export type PartsReport = Pick<DiffReport, 'difference' | 'allowed' | 'now'>

/** What the comparison found: causes by risk, other edits, undecided parts. */
export function partBlocks(report: PartsReport, options: DiffFormatOptions): readonly string[] {
  const { difference } = report
  const blocks = difference.causes.map((cause) => causeBlock(cause, report, options))
  if (difference.notes.length > 0) blocks.push(notesBlock(report, options))
  if (difference.undecided.length > 0) blocks.push(undecidedBlock(report, options))
  return blocks
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

function paintOf(direction: Direction | 'both', palette: Palette): (text: string) => string {
  return direction === 'tighter' ? palette.note : palette.warning
}

/** Lines of sentences below a cause that are shown without `--verbose`. */
const MOST_LINES = 4

/** The edit, what follows from it, and an example; with `--verbose` each change with its own example. */
function causeBlock(cause: Cause, report: PartsReport, options: DiffFormatOptions): string {
  const { palette, columns, verbose } = options
  const { what, effect, follows, changes } = cause
  const direction = directionOf(cause)
  const sign = SIGNS[direction]
  const [first = '', ...others] = wrap(`${sign}  ${showable(what)}`, columns - 4)
  const title = palette.strong(first.slice(sign.length))
  const wider = changes.filter((change) => change.direction === 'wider')
  const isIntended = wider.length > 0 && wider.every((change) => report.allowed.has(change))
  const intended = isIntended ? palette.faint('  intended: --allow-wider') : ''
  const lines = [paintOf(direction, palette)(sign) + title + (others.length > 0 ? '' : intended)]
  lines.push(...others.map((line) => `    ${palette.strong(line)}`))
  for (const text of [effect, follows]) {
    if (text !== null) lines.push(...wrap(showable(text), columns - 4).map((line) => `    ${line}`))
  }
  if (verbose) {
    for (const change of changes) lines.push('', ...changeLines(change, report, options))
    return lines.join('\n')
  }
  if (effect === null) lines.push(...sentenceLines(changes, MOST_LINES - lines.length + 1, options))
  const [example] = changes
  if (example !== undefined) lines.push(...witnessLines(example, options))
  return lines.join('\n')
}

/** As many sentences as fit, at least one, and the number of the others. */
function sentenceLines(
  changes: readonly Change[],
  most: number,
  { palette, columns }: DiffFormatOptions,
): readonly string[] {
  const lines: string[] = []
  for (const [at, change] of changes.entries()) {
    const text = `${resourceWords(change)}: ${change.what}`
    const next = wrap(showable(text), columns - 4).map((line) => `    ${line}`)
    const rest = at < changes.length - 1 ? 1 : 0
    if (at > 0 && lines.length + next.length + rest > most) {
      lines.push(palette.faint(`    and ${changes.length - at} more (--verbose)`))
      break
    }
    lines.push(...next)
  }
  return lines
}

function changeLines(
  change: Change,
  report: PartsReport,
  options: DiffFormatOptions,
): readonly string[] {
  const { palette, columns, verbose } = options
  const intended = report.allowed.has(change) ? '  intended: --allow-wider' : ''
  const sign = paintOf(change.direction, palette)(SIGNS[change.direction])
  const title = palette.strong(showable(resourceWords(change)))
  const lines = [`  ${sign}  ${title}${palette.faint(intended)}`]
  lines.push(...wrap(showable(change.what), columns - 4).map((line) => `    ${line}`))
  for (const { label, values } of detailsOf(change, report.now)) {
    lines.push(...labelled(label, shortened(values, verbose).join(', '), '    ', options))
  }
  lines.push(...witnessLines(change, options))
  return lines
}

/** Edits that cause no change, which need no review of permissions. */
const SHOWN_NOTES = 3

function notesBlock({ difference }: PartsReport, options: DiffFormatOptions): string {
  const { palette, columns, verbose } = options
  const { notes } = difference
  const lines = [palette.strong(`${NOTES_TITLE}:`)]
  for (const { what } of verbose ? notes : notes.slice(0, SHOWN_NOTES)) {
    const [first = '', ...others] = hanging('=  ', showable(what), columns)
    lines.push(palette.faint('=') + first.slice(1), ...others)
  }
  const hidden = verbose ? 0 : notes.length - SHOWN_NOTES
  if (hidden > 0) lines.push(palette.faint(`=  and ${hidden} more (--verbose)`))
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

function undecidedBlock({ difference }: PartsReport, options: DiffFormatOptions): string {
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
