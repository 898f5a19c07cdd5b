/**
 * The findings of the policy.
 *
 * @module
 */
import type { Finding, Severity } from '@marque/policy'
import { element, sentence } from './element.ts'

/** Signs next to texts and line numbers. */
export const SEVERITY_SIGNS: { readonly [severity in Severity]: string } = {
  error: '✗',
  warning: '▲',
  note: '·',
}

/** Maximum number of findings shown. */
const SHOWN = 100

/** The findings as a list, with buttons that select their positions. */
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

/** `2 errors, 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  return counts.length === 0 ? 'no findings' : counts.join(', ')
}

function item(finding: Finding, jump: (line: number, column: number) => void): HTMLElement {
  const { code, severity, message, why, help, line, column } = finding
  const position =
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
      ...(position ? [element('dt', {}, 'location'), element('dd', {}, position)] : []),
      element('dt', {}, 'why'),
      element('dd', {}, sentence(why)),
      ...(help === null ? [] : [element('dt', {}, 'fix'), element('dd', {}, sentence(help))]),
    ),
  )
}
