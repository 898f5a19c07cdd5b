/**
 * One decision: what it says, each step to it, the headers of its answer, and the command that repeats it.
 *
 * @module
 */
import { answerHeaders, type Decision } from '@marque/core'
import type { Step } from '@marque/core/explain'
import type { Asked, ReadPolicy } from '../answer/index.ts'
import { curlLine } from '../answer/index.ts'
import { copyButton } from './copy-button.ts'
import { element, sentence } from './element.ts'

/** What a decision needs of its surroundings: the policy that it links into, and how to go there. */
export interface Surroundings {
  readonly policy: ReadPolicy
  readonly jump: (line: number, column: number) => void
}

/** One request with its decision, under a heading of its own. */
export function decisionView(
  heading: string,
  { facts, decision, steps }: Asked,
  surroundings: Surroundings,
): HTMLElement {
  const id = `decision-${heading.toLowerCase().replace(/\W+/g, '-')}`
  return element(
    'section',
    { class: 'decision', 'aria-labelledby': id },
    element('h3', { id }, heading),
    factsView(decision, surroundings),
    element('h4', {}, 'Steps'),
    stepsView(steps),
    element('h4', {}, 'Headers of the answer'),
    headersView(decision),
    element('h4', {}, 'The same from a command line'),
    commandView(curlLine(facts)),
  )
}

function factsView(decision: Decision, surroundings: Surroundings): HTMLElement {
  const { kind, reach, read, reason, status, detail, tenant } = decision
  const rows: readonly (readonly [string, Node])[] = [
    ...(kind === 'preflight'
      ? ([['granted', yesNo(read)]] as const)
      : ([
          ['reaches the application', yesNo(reach)],
          ['script may read the answer', yesNo(read)],
        ] as const)),
    ['reason', element('span', {}, element('code', {}, reason), ' ', sentence(detail))],
    ['kind', element('code', {}, kind)],
    ...(status === null ? [] : [['answered by the layer', textOf(String(status))] as const]),
    ...grantRows(decision, surroundings),
    ...(tenant === null ? [] : [['tenant', element('code', {}, tenant)] as const]),
  ]
  return element(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  )
}

function grantRows(
  { resource, grant, exception }: Decision,
  { policy, jump }: Surroundings,
): readonly (readonly [string, Node])[] {
  if (resource === null) return []
  const link = (text: string, index: number | null): Node => {
    const place = policy.place(resource, index)
    return place
      ? element(
          'button',
          { type: 'button', class: 'place', onclick: () => jump(place.line, place.column) },
          `${text}, line ${place.line}`,
        )
      : textOf(text)
  }
  return [
    ['resource', link(resource, null)],
    ...(grant === null ? [] : [['grant', link(String(grant), grant)] as const]),
    ...(exception === null ? [] : [['exception', element('code', {}, exception)] as const]),
  ]
}

function yesNo(is: boolean): Node {
  const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, is ? '✓' : '✗')
  return element('span', { class: is ? 'yes' : 'no' }, sign, is ? 'yes' : 'no')
}

function textOf(text: string): Node {
  return element('span', {}, text)
}

const OUTCOMES = {
  pass: { sign: '✓', word: 'pass' },
  fail: { sign: '✗', word: 'fail' },
  skip: { sign: '–', word: 'skip' },
} as const

function stepsView(steps: readonly Step[]): HTMLElement {
  return element('ol', { class: 'steps' }, ...steps.map(stepView))
}

function stepView({ rule, outcome, text }: Step): HTMLElement {
  const { sign, word } = OUTCOMES[outcome]
  return element(
    'li',
    { class: `step ${outcome}` },
    element('span', { class: 'rule' }, rule),
    element(
      'span',
      { class: 'outcome' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      word,
    ),
    element('span', { class: 'text' }, sentence(text)),
  )
}

function headersView(decision: Decision): HTMLElement {
  const lines = answerHeaders(decision, [])
  if (lines.length === 0) {
    return element(
      'p',
      { class: 'quiet' },
      'the policy sets none; `Access-Control-*` of the application are removed',
    )
  }
  const text = lines.map(([name, value]) => `${name}: ${value}`).join('\n')
  return element('pre', { tabindex: '0', 'aria-label': 'headers of the answer' }, text)
}

function commandView(command: string): HTMLElement {
  const pre = element('pre', { class: 'command', tabindex: '0', 'aria-label': 'command' }, command)
  return element(
    'div',
    { class: 'with-button' },
    pre,
    copyButton('Copy command', () => command),
  )
}
