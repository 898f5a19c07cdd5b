/**
 * An explanation as Markdown, for an issue or a review. Texts of users stand in code spans only.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import { code, codeBlock, sentence } from '../escaping/index.ts'
import { curlLine } from '../replay/index.ts'
import { BROWSER_NAMES, browserRows, exposedNames, joinedNotes } from './browser-table.ts'
import {
  answerLines,
  askedWords,
  exchangeTitle,
  factsOf,
  placesLabel,
  placeText,
  placeWords,
} from './facts.ts'
import type { Exchange, ExplainReport } from './report.ts'
import { OUTCOME_SIGNS, PROTECTS_NOTHING, statusWords, verdictOf } from './words.ts'

/** Writes an explanation as Markdown. */
export function formatMarkdown(report: ExplainReport): string {
  const { outcome, sentence: verdict } = verdictOf(report)
  const blocks = [
    `## ${OUTCOME_SIGNS[outcome]}: ${verdict}`,
    `${code(askedWords(report))} (${code(report.policy)}, ${code(report.environment)}, at ${formatInstant(report.now)})`,
  ]
  if (report.origin === null) blocks.push(`${PROTECTS_NOTHING}.`)
  blocks.push(
    [
      ...factsOf(report).map(([label, text]) => `- ${label}: ${sentence(text)}`),
      ...report.places.map(
        (place) =>
          `- ${placesLabel(report)}: ${code(placeText(place))} ${sentence(placeWords(place))}`,
      ),
    ].join('\n'),
  )
  for (const exchange of report.exchanges) blocks.push(exchangeBlock(exchange, report))
  blocks.push(browsersBlock(report))
  const lines = report.exchanges.map(({ request }) => curlLine(request))
  blocks.push('### Ask the service itself', codeBlock(lines, '', 'sh'))
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
    `Answer: ${statusWords(decision)}`,
  ]
  const answer = answerLines(decision)
  if (answer.length > 0) blocks.push(codeBlock(answer))
  return blocks.join('\n\n')
}

function browsersBlock({ browsers, origin }: ExplainReport): string {
  if (browsers === null) {
    return `### Browsers\n\n${origin === null ? 'No page asks.' : 'No browser sends such an Origin.'}`
  }
  const rows = [
    `| | ${Object.values(BROWSER_NAMES).join(' | ')} |`,
    '|---|---|---|---|',
    ...browserRows(browsers).map(
      ({ question, answers }) => `| ${question} | ${answers.join(' | ')} |`,
    ),
  ]
  const names = exposedNames(browsers)
  const notes = joinedNotes(browsers).map(
    ({ about, text, source }) => `- ${about}: ${sentence(text)} <sub>${sentence(source)}</sub>`,
  )
  const shown =
    names === null
      ? []
      : [`Shown beside the safelisted headers: ${names.map((name) => code(name)).join(', ')}`]
  return [
    '### Browsers',
    rows.join('\n'),
    ...shown,
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n')
}
