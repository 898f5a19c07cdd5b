/**
 * What is wrong with the policy.
 *
 * @module
 */
import type { Finding, Severity } from '@marque/policy'
import { element, sentence } from './element.ts'

/** Signs that stand beside the words, and beside line numbers. */
export const SEVERITY_SIGNS: { readonly [severity in Severity]: string } = {
  error: '✗',
  warning: '▲',
  note: '·',
}

/** How many findings are shown; a policy with more has one mistake many times. */
const SHOWN = 100

/** The findings as a list, each with a way to its place. */
export function findingsView(
  findings: readonly Finding[],
  jump: (line: number, column: number) => void,
): readonly Node[] {
  if (findings.length === 0) return []
  const more = findings.length - SHOWN
  return [
    element('ol', { class: 'findings' }, ...findings.slice(0, SHOWN).map((one) => item(one, jump))),
    ...(more > 0 ? [element('p', { class: 'quiet' }, `… and ${more} more`)] : []),
  ]
}

/** Counts, in words: `2 errors, 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  return counts.length === 0 ? 'nothing to find fault with' : counts.join(', ')
}

function item(finding: Finding, jump: (line: number, column: number) => void): HTMLElement {
  const { code, severity, message, why, help, line, column } = finding
  const place =
    line === null || column === null
      ? null
      : element(
          'button',
          { type: 'button', class: 'place', onclick: () => jump(line, column) },
          `line ${line}, column ${column}`,
        )
  return element(
    'li',
    { class: `finding ${severity}` },
    element(
      'p',
      { class: 'message' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, SEVERITY_SIGNS[severity]),
      element('span', { class: 'severity' }, `${severity} ${code}`),
      sentence(message),
    ),
    element(
      'dl',
      { class: 'reasons' },
      ...(place ? [element('dt', {}, 'where'), element('dd', {}, place)] : []),
      element('dt', {}, 'why'),
      element('dd', {}, sentence(why)),
      ...(help === null ? [] : [element('dt', {}, 'fix'), element('dd', {}, sentence(help))]),
    ),
  )
}
