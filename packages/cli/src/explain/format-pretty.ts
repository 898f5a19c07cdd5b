/**
 * An explanation for a terminal: verdict, steps, browsers, curl commands.
 *
 * @module
 */

import type { Step } from '@marque/core/explain'
import { formatInstant } from '@marque/core/instant'
import { curlLine } from '../replay/index.ts'
import { hanging, showable, width } from '../terminal/index.ts'
import {
  BROWSER_NAMES,
  type BrowserRow,
  browserRows,
  exposedNames,
  joinedNotes,
  layerRefusal,
} from './browser-table.ts'
import {
  exchangeTitle,
  factsOf,
  foldedSteps,
  locationText,
  locationWords,
  requestText,
  responseLines,
} from './facts.ts'
import type { Exchange, ExplainFormatOptions, ExplainReport } from './report.ts'
import { type Verdict, verdictOf } from './verdict.ts'
import { NOT_RESTRICTED, OUTCOME_SIGNS, statusWords } from './words.ts'

/** Formats an explanation for a terminal. */
export function formatPretty(report: ExplainReport, options: ExplainFormatOptions): string {
  const blocks = [verdictBlock(report, options)]
  for (const exchange of report.exchanges) blocks.push(exchangeBlock(exchange, report, options))
  blocks.push(browsersBlock(report, options))
  blocks.push(curlBlock(report, options))
  return `${blocks.join('\n\n')}\n`
}

const OUTCOME_PAINT = { yes: 'fine', no: 'error', 'not-cors': 'note', login: 'note' } as const

function verdictBlock(report: ExplainReport, options: ExplainFormatOptions): string {
  const { palette, columns } = options
  const { outcome, sentence }: Verdict = verdictOf(report)
  const start = `${OUTCOME_SIGNS[outcome]}  `
  const [first = '', ...others] = hanging(start, `${sentence}.`, columns)
  const lines = [
    ...hanging('', showable(requestText(report)), columns).map(palette.strong),
    palette.faint(
      `${showable(report.policy)}, ${showable(report.environment)}, at ${formatInstant(report.now)}`,
    ),
    '',
    palette[OUTCOME_PAINT[outcome]](first.slice(0, start.length)) + first.slice(start.length),
    ...others,
  ]
  if (report.origin === null) lines.push(...hanging('    ', `${NOT_RESTRICTED}.`, columns))
  for (const [label, text] of factsOf(report)) lines.push(...labelled(label, text, options))
  for (const location of report.locations) {
    const text = `${locationText(location)} ${locationWords(location)}`
    lines.push(...labelled('location', text, options))
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
    lines.push(...hanging('  same as for the preflight: ', rules, columns).map(palette.faint))
  }
  for (const step of others) lines.push(...stepLines(step, options))
  lines.push(...labelled('response', statusWords(exchange.decision, report), options))
  const response = responseLines(exchange.decision)
  for (const line of response) lines.push(...labelled('', line, options))
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

function browsersBlock(report: ExplainReport, options: ExplainFormatOptions): string {
  const { browsers, origin } = report
  const refusal = layerRefusal(report)
  const { palette, columns } = options
  const title = palette.strong('Browsers')
  if (browsers === null) {
    const why =
      origin === null
        ? 'not applicable: without an Origin header the request is not from a cross-origin script'
        : 'not applicable: no browser sends this Origin value'
    return [title, ...hanging('  ', why, columns)].join('\n')
  }
  const lines = [title, ...tableLines(browserRows(browsers, refusal))]
  const names = exposedNames(browsers)
  if (names !== null)
    lines.push(
      ...hanging('  exposed in addition to the safelisted: ', showable(names.join(', ')), columns),
    )
  for (const { browsers: names, text, source } of joinedNotes(browsers, refusal)) {
    const start = `  ${names}: `
    const [first = '', ...others] = hanging(start, showable(text), columns)
    lines.push(palette.note(first.slice(0, start.length)) + first.slice(start.length), ...others)
    lines.push(...hanging('    source: ', showable(source), columns).map(palette.faint))
  }
  return lines.join('\n')
}

function tableLines(verdicts: readonly BrowserRow[]): readonly string[] {
  const rows = [{ label: '', cells: Object.values(BROWSER_NAMES) }, ...verdicts]
  const widest = Math.max(...rows.map(({ label }) => width(label)))
  const columns = rows[0]?.cells.map((_, at) =>
    Math.max(...rows.map(({ cells }) => width(cells[at] ?? ''))),
  )
  return rows.map(({ label, cells }) => {
    const padded = cells.map((cell, at) => cell.padEnd(columns?.[at] ?? 0))
    return `  ${label.padEnd(widest)}  ${padded.join('  ')}`.trimEnd()
  })
}

function curlBlock({ exchanges }: ExplainReport, { palette }: ExplainFormatOptions): string {
  // Not wrapped, so that they can be copied.
  const lines = exchanges.map(({ request }) => `  ${showable(curlLine(request))}`)
  return [palette.strong('Try it against the service'), ...lines].join('\n')
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
