/**
 * A comparison as a review comment. User text appears only in code spans.
 *
 * @module
 */
import type { Cause, Change } from '@marque/policy/diff'
import { code, codeBlock, sentence } from '../escaping/index.ts'
import { decideLine } from '../replay/index.ts'
import { count } from '../terminal/index.ts'
import { type DiffFormatOptions, type DiffReport, directionOf, type SideFacts } from './report.ts'
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

/** Maximum length in characters: GitHub allows 65,536, and the bot adds some. */
const LIMIT = 60_000

/** Formats a comparison as Markdown. If it is too long for a comment, the examples are omitted first, then the last causes, with a notice. */
export function formatMarkdown(report: DiffReport, { verbose }: DiffFormatOptions): string {
  const full = document(report, { verbose, withExamples: true, most: Number.POSITIVE_INFINITY })
  if (full.length <= LIMIT) return full
  const least = { verbose: false, withExamples: false }
  const short = document(report, { ...least, most: Number.POSITIVE_INFINITY })
  if (short.length <= LIMIT) return short
  let most = report.difference.causes.length
  let text = short
  while (text.length > LIMIT && most > 0) {
    most = Math.floor(most * Math.min(0.9, LIMIT / text.length))
    text = document(report, { ...least, most })
  }
  return text
}

interface Extent {
  readonly verbose: boolean
  readonly withExamples: boolean
  /** Maximum number of causes. */
  readonly most: number
}

function document(report: DiffReport, extent: Extent): string {
  const { difference } = report
  const blocks = [
    `## CORS policy: ${headline(difference)}`,
    `**${capitalised(verdictSentence(difference))}.**`,
    `${side(report.old)} → ${side(report.new)}`,
  ]
  const shown = difference.causes.slice(0, extent.most)
  const items = shown.map((cause) => causeItem(cause, report, extent))
  const hidden = difference.causes.length - shown.length
  if (hidden > 0)
    items.push(`- **and ${hidden} more, omitted because of the size limit of comments**`)
  if (items.length > 0) blocks.push(items.join('\n'))
  if (difference.notes.length > 0) {
    const notes = difference.notes.map(({ what }) => `- ${sentence(what)}`)
    blocks.push(folded(`${NOTES_TITLE}: ${notes.length}`, notes.slice(0, MOST_NOTES).join('\n')))
  }
  if (difference.undecided.length > 0) {
    const parts = difference.undecided.map(({ resource, why }) => {
      const name = resource === null ? undecidedWords(resource) : code(resource)
      return `- ${name}: ${sentence(why)}`
    })
    blocks.push(`### ? ${UNDECIDED_TITLE}`, parts.join('\n'))
  }
  if (extent.verbose && difference.unchanged.length > 0) {
    const names = difference.unchanged.map((name) => code(name)).join(', ')
    blocks.push(folded('Unchanged resources', names))
  }
  const cut = extent.withExamples
    ? ''
    : ' · examples omitted because of the size limit of comments; run `marque diff` to see them'
  blocks.push(`<sub>${countsLine(difference)}${cut}</sub>`)
  return `${blocks.join('\n\n')}\n`
}

function folded(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`
}

function side({ name, environment, digest }: SideFacts): string {
  return `${code(name)} (${code(environment)}, ${code(digest.slice(0, 19))})`
}

/** Changes below a cause that are shown without `--verbose`. */
const SHOWN = 3

/** Notes that are shown. */
const MOST_NOTES = 30

function causeItem(cause: Cause, report: DiffReport, extent: Extent): string {
  const { what, effect, follows, changes } = cause
  const lines = [
    `- **${SIGNS[directionOf(cause)]}** ${sentence(what)}${effect === null ? '' : `: ${sentence(effect)}`}`,
  ]
  if (follows !== null) lines.push(`  - ${sentence(follows)}`)
  const most = extent.verbose ? changes.length : effect === null ? SHOWN : 0
  for (const change of changes.slice(0, most)) lines.push(...changeItem(change, report, extent))
  const hidden = changes.length - most
  if (hidden > 0 && most > 0) lines.push(`  - and ${count(hidden, 'more change')}`)
  const [example] = changes
  if (extent.withExamples && !extent.verbose && example !== undefined) {
    lines.push(...exampleLines(example))
  }
  return lines.join('\n')
}

function changeItem(
  change: Change,
  report: DiffReport,
  { verbose, withExamples }: Extent,
): readonly string[] {
  const intended = report.allowed.has(change) ? ' _Intended: `--allow-wider`._' : ''
  const lines = [
    `  - **${SIGNS[change.direction]}** ${sentence(resourceWords(change))}: ${sentence(change.what)}.${intended}`,
  ]
  for (const { label, values } of detailsOf(change, report.now)) {
    lines.push(
      `    - ${label}: ${label === 'if' ? code(values.join(', ')) : listWords(values, verbose)}`,
    )
  }
  if (withExamples && verbose) lines.push(...exampleLines(change))
  return lines
}

function listWords(values: readonly string[], whole: boolean): string {
  const shown = shortened(values, whole)
  const hidden = values.length - shown.length
  const words = shown.map((value, at) => {
    const isCut = hidden > 0 && at === shown.length - 1
    return isCut ? `${code(values[at] ?? '')} and ${hidden} more` : sentence(value)
  })
  return words.join(', ')
}

function exampleLines({ witness }: Change): readonly string[] {
  const lines = [
    requestText(witness),
    `before: ${outcomeWords(witness.before)}`,
    `after:  ${outcomeWords(witness.after)}`,
    '',
    ...decisionChangeLines(witness),
    '',
    'replay with marque decide:',
    decideLine(witness.in),
  ]
  return [
    '',
    '  <details><summary>Example request</summary>',
    '',
    codeBlock(lines, '  '),
    '',
    '  </details>',
    '',
  ]
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
