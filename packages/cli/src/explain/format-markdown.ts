/**
 * An explanation as Markdown, for an issue or a review. User text appears only in code spans.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import { code, codeBlock, sentence } from '../escaping/index.ts'
import { curlLine } from '../replay/index.ts'
import {
  BROWSER_NAMES,
  browserRows,
  exposedNames,
  joinedNotes,
  layerRefusal,
} from './browser-table.ts'
import {
  exchangeTitle,
  factsOf,
  locationText,
  locationWords,
  requestText,
  responseLines,
} from './facts.ts'
import type { Exchange, ExplainReport } from './report.ts'
import { verdictOf } from './verdict.ts'
import { NOT_RESTRICTED, OUTCOME_SIGNS, statusWords } from './words.ts'

/** Formats an explanation as Markdown. */
export function formatMarkdown(report: ExplainReport): string {
  const { outcome, sentence: verdict } = verdictOf(report)
  const blocks = [
    `## ${OUTCOME_SIGNS[outcome]}: ${verdict}`,
    `${code(requestText(report))} (${code(report.policy)}, ${code(report.environment)}, at ${formatInstant(report.now)})`,
  ]
  if (report.origin === null) blocks.push(`${NOT_RESTRICTED}.`)
  blocks.push(
    [
      ...factsOf(report).map(([label, text]) => `- ${label}: ${sentence(text)}`),
      ...report.locations.map(
        (location) =>
          `- location: ${code(locationText(location))} ${sentence(locationWords(location))}`,
      ),
    ].join('\n'),
  )
  for (const exchange of report.exchanges) blocks.push(exchangeBlock(exchange, report))
  blocks.push(browsersBlock(report))
  const lines = report.exchanges.map(({ request }) => curlLine(request))
  blocks.push('### Try it against the service', codeBlock(lines, '', 'sh'))
  return `${blocks.join('\n\n')}\n`
}

const STEP_SIGNS = { pass: '✓', fail: '✗', skip: '·' } as const

function exchangeBlock(exchange: Exchange, report: ExplainReport): string {
  const { steps, decision } = exchange
  const title = sentence(exchangeTitle(exchange, report))
  const items = steps.map(
    ({ rule, outcome, text }) =>
      `- ${STEP_SIGNS[outcome]} ${outcome} **${rule}** ${sentence(text)}`,
  )
  const blocks = [
    `### ${title}`,
    `<details><summary>${steps.length} steps</summary>\n\n${items.join('\n')}\n\n</details>`,
    `Response: ${statusWords(decision, report)}`,
  ]
  const response = responseLines(decision)
  if (response.length > 0) blocks.push(codeBlock(response))
  return blocks.join('\n\n')
}

function browsersBlock(report: ExplainReport): string {
  const { browsers, origin } = report
  const refusal = layerRefusal(report)
  if (browsers === null) {
    return `### Browsers\n\n${origin === null ? 'Not applicable: the request has no Origin header.' : 'Not applicable: no browser sends this Origin value.'}`
  }
  const rows = [
    `| | ${Object.values(BROWSER_NAMES).join(' | ')} |`,
    '|---|---|---|---|',
    ...browserRows(browsers, refusal).map(
      ({ label, cells }) => `| ${label} | ${cells.join(' | ')} |`,
    ),
  ]
  const names = exposedNames(browsers)
  const notes = joinedNotes(browsers, refusal).map(
    ({ browsers, text, source }) =>
      `- ${browsers}: ${sentence(text)} <sub>${sentence(source)}</sub>`,
  )
  const shown =
    names === null
      ? []
      : [
          `Exposed in addition to the safelisted headers: ${names.map((name) => code(name)).join(', ')}`,
        ]
  return [
    '### Browsers',
    rows.join('\n'),
    ...shown,
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n')
}
