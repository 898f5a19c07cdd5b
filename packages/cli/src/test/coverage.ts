/**
 * What the cases of a policy reached, for people.
 *
 * @module
 */
import type { Coverage, GrantCoverage } from '@marque/policy/tests'
import { count, showable } from '../terminal/index.ts'
import type { FormatOptions, PolicyReport } from './report.ts'

/** Parts that are named; `--coverage` and the other formats have all. */
const MOST_NAMED = 20

interface Line {
  readonly place: string
  readonly text: string
  readonly cases: number
}

/** One line of numbers, then what no case reached; with `--coverage` every grant and set and how many cases reach it. */
export function coverageBlock(
  { policy, environment }: PolicyReport,
  { grants, sets }: Coverage,
  { palette, wholeCoverage }: FormatOptions,
): string {
  const name = palette.strong(showable(policy))
  const numbers = `${ratio(grants, 'grant')} and ${ratio(sets, 'origin set')}`
  const lines = [`${name} for ${showable(environment)}: cases reach ${numbers}`]
  const all: readonly Line[] = [
    ...grants.map((grant) => ({
      place: `${policy}:${grant.at.line}`,
      text: grantText(grant),
      cases: grant.cases,
    })),
    ...sets.map(({ name: set, at, cases }) => ({
      place: at === null ? policy : `${policy}:${at.line}`,
      text: `origin set \`${set}\``,
      cases,
    })),
  ]
  const shown = wholeCoverage ? all : all.filter(({ cases }) => cases === 0)
  const named = wholeCoverage ? shown : shown.slice(0, MOST_NAMED)
  const widest = Math.max(0, ...named.map(({ place }) => showable(place).length))
  for (const { place, text, cases } of named) {
    const reached = cases === 0 ? palette.warning('no case reaches it') : count(cases, 'case')
    lines.push(`   ${palette.frame(showable(place).padEnd(widest))}  ${showable(text)}: ${reached}`)
  }
  const left = shown.length - named.length
  if (left > 0) lines.push(palette.faint(`   and ${left} more; \`--coverage\` lists all`))
  return `${lines.join('\n')}\n`
}

function ratio(parts: readonly { readonly cases: number }[], noun: string): string {
  const reached = parts.filter(({ cases }) => cases > 0).length
  return `${reached} of ${count(parts.length, noun)}`
}

function grantText({ resource, grant, exception }: GrantCoverage): string {
  return exception === null
    ? `grant ${grant} of \`${resource}\``
    : `exception \`${exception}\` of \`${resource}\``
}
