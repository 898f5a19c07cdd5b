/**
 * An explanation for the terminal: the verdict in words, then why, then what browsers make of it, then how to ask the service itself.
 *
 * @module
 */

import type { BrowserVerdicts } from '@marque/core/browsers'
import type { Step } from '@marque/core/explain'
import { formatInstant } from '@marque/core/instant'
import { curlLine } from '../replay/index.ts'
import { hanging, showable, width } from '../terminal/index.ts'
import { BROWSER_NAMES, browserRows, exposedNames, joinedNotes } from './browser-table.ts'
import {
  answerLines,
  askedWords,
  exchangeTitle,
  factsOf,
  foldedSteps,
  placesLabel,
  placeText,
  placeWords,
} from './facts.ts'
import type { Exchange, ExplainFormatOptions, ExplainReport } from './report.ts'
import { OUTCOME_SIGNS, PROTECTS_NOTHING, statusWords, type Verdict, verdictOf } from './words.ts'

/** Writes an explanation for people. */
export function formatPretty(report: ExplainReport, options: ExplainFormatOptions): string {
  const blocks = [verdictBlock(report, options)]
  for (const exchange of report.exchanges) blocks.push(exchangeBlock(exchange, report, options))
  blocks.push(browsersBlock(report, options))
  blocks.push(curlBlock(report, options))
  return `${blocks.join('\n\n')}\n`
}

const OUTCOME_PAINT = { yes: 'fine', no: 'error', 'not-cors': 'note' } as const

function verdictBlock(report: ExplainReport, options: ExplainFormatOptions): string {
  const { palette, columns } = options
  const { outcome, sentence }: Verdict = verdictOf(report)
  const start = `${OUTCOME_SIGNS[outcome]}  `
  const [first = '', ...others] = hanging(start, `${sentence}.`, columns)
  const lines = [
    ...hanging('', showable(askedWords(report)), columns).map(palette.strong),
    palette.faint(
      `${showable(report.policy)}, ${showable(report.environment)}, at ${formatInstant(report.now)}`,
    ),
    '',
    palette[OUTCOME_PAINT[outcome]](first.slice(0, start.length)) + first.slice(start.length),
    ...others,
  ]
  if (report.origin === null) lines.push(...hanging('    ', `${PROTECTS_NOTHING}.`, columns))
  for (const [label, text] of factsOf(report)) lines.push(...labelled(label, text, options))
  const label = placesLabel(report)
  for (const place of report.places) {
    lines.push(...labelled(label, `${placeText(place)} ${placeWords(place)}`, options))
  }
  return lines.join('\n')
}

function exchangeBlock(
  exchange: Exchange,
  report: ExplainReport,
  options: ExplainFormatOptions,
): string {
  const { palette, columns } = options
  const title = hanging('', showable(exchangeTitle(exchange, report)), columns)
  const lines = [...title.map(palette.strong)]
  const { same, others } = foldedSteps(exchange, report)
  if (same.length > 0) {
    const rules = [...new Set(same.map(({ rule }) => rule))].join(', ')
    lines.push(...hanging('  as at the preflight: ', rules, columns).map(palette.faint))
  }
  for (const step of others) lines.push(...stepLines(step, options))
  lines.push(...labelled('answer', statusWords(exchange.decision), options))
  const answer = answerLines(exchange.decision)
  for (const line of answer) lines.push(...labelled('', line, options))
  return lines.join('\n')
}

const STEP_SIGNS = { pass: '✓', fail: '✗', skip: '·' } as const

function stepLines(
  { rule, outcome, text }: Step,
  options: ExplainFormatOptions,
): readonly string[] {
  const { palette, columns } = options
  const start = `  ${STEP_SIGNS[outcome]} ${outcome}  ${rule.padEnd(3)}  `
  const [first = '', ...others] = hanging(start, showable(text), columns)
  if (outcome === 'skip') return [first, ...others].map(palette.faint)
  const paint = outcome === 'pass' ? palette.fine : palette.error
  return [paint(first.slice(0, start.length)) + first.slice(start.length), ...others]
}

function browsersBlock({ browsers, origin }: ExplainReport, options: ExplainFormatOptions): string {
  const { palette, columns } = options
  const title = palette.strong('Browsers')
  if (browsers === null) {
    const why =
      origin === null
        ? 'no page asks: whoever sends this is no script of another origin'
        : 'no browser sends such an Origin'
    return [title, ...hanging('  ', why, columns)].join('\n')
  }
  const lines = [title, ...tableLines(browsers)]
  const names = exposedNames(browsers)
  if (names !== null)
    lines.push(...hanging('  shown beside the safelisted: ', showable(names.join(', ')), columns))
  for (const { about, text, source } of joinedNotes(browsers)) {
    const start = `  ${about}: `
    const [first = '', ...others] = hanging(start, showable(text), columns)
    lines.push(palette.note(first.slice(0, start.length)) + first.slice(start.length), ...others)
    lines.push(...hanging('    source: ', showable(source), columns).map(palette.faint))
  }
  return lines.join('\n')
}

function tableLines(browsers: BrowserVerdicts): readonly string[] {
  const rows = [{ question: '', answers: Object.values(BROWSER_NAMES) }, ...browserRows(browsers)]
  const widest = Math.max(...rows.map(({ question }) => width(question)))
  const columns = rows[0]?.answers.map((_, at) =>
    Math.max(...rows.map(({ answers }) => width(answers[at] ?? ''))),
  )
  return rows.map(({ question, answers }) => {
    const cells = answers.map((answer, at) => answer.padEnd(columns?.[at] ?? 0))
    return `  ${question.padEnd(widest)}  ${cells.join('  ')}`.trimEnd()
  })
}

function curlBlock({ exchanges }: ExplainReport, { palette }: ExplainFormatOptions): string {
  // Uncut, so that they can be copied.
  const lines = exchanges.map(({ request }) => `  ${showable(curlLine(request))}`)
  return [palette.strong('Ask the service itself'), ...lines].join('\n')
}

function labelled(
  label: string,
  text: string,
  { palette, columns }: ExplainFormatOptions,
): readonly string[] {
  const start = `  ${label.padEnd(8)}  `
  const [first = '', ...others] = hanging(start, showable(text), columns)
  const painted = `  ${palette.faint(label)}${start.slice(2 + label.length)}`
  return [painted + first.slice(start.length), ...others]
}
