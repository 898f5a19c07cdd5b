/**
 * A decision with its steps, response headers and curl command.
 *
 * @module
 */
import { answerHeaders, type Decision } from '@marque/core'
import type { Step } from '@marque/core/explain'
import { type CheckedPolicy, curlLine, type ExplainedRequest } from '../evaluation/index.ts'
import { copyButton } from './copy-button.ts'
import { element, sentence } from './element.ts'

/** The policy that a decision links to, and how to select a position in it. */
export interface PolicyContext {
  readonly policy: CheckedPolicy
  readonly jump: (line: number, column: number) => void
}

/** A section for a request and its decision. */
export function decisionView(
  heading: string,
  { facts, decision, steps }: ExplainedRequest,
  policyContext: PolicyContext,
): HTMLElement {
  const id = `decision-${heading.toLowerCase().replace(/\W+/g, '-')}`
  return element(
    'section',
    { class: 'decision', 'aria-labelledby': id },
    element('h3', { id }, heading),
    factsView(decision, policyContext),
    element('h4', {}, 'Steps'),
    stepsView(steps),
    element('h4', {}, 'Response headers'),
    headersView(decision),
    element('h4', {}, 'curl command'),
    commandView(curlLine(facts)),
  )
}

function factsView(decision: Decision, policyContext: PolicyContext): HTMLElement {
  const { kind, reach, read, reason, status, detail, tenant } = decision
  const rows: readonly (readonly [string, Node])[] = [
    ...(kind === 'preflight'
      ? ([['granted', yesNo(read)]] as const)
      : ([
          ['reaches the application', yesNo(reach)],
          ['script can read the response', yesNo(read)],
        ] as const)),
    ['reason', element('span', {}, element('code', {}, reason), ' ', sentence(detail))],
    ['kind', element('code', {}, kind)],
    ...(status === null ? [] : [['response by the layer', textOf(String(status))] as const]),
    ...grantRows(decision, policyContext),
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
  { policy, jump }: PolicyContext,
): readonly (readonly [string, Node])[] {
  if (resource === null) return []
  const link = (text: string, index: number | null): Node => {
    const position = policy.locate(resource, index)
    return position
      ? element(
          'button',
          { type: 'button', class: 'place', onclick: () => jump(position.line, position.column) },
          `${text}, line ${position.line}`,
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
      'none; `Access-Control-*` headers of the application are removed',
    )
  }
  const text = lines.map(([name, value]) => `${name}: ${value}`).join('\n')
  return element('pre', { tabindex: '0', 'aria-label': 'response headers' }, text)
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
