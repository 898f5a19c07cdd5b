/**
 * Coverage of a policy by its test cases, for a terminal.
 *
 * @module
 */
import type { Coverage, GrantCoverage } from '@marque/policy/tests'
import { count, showable } from '../terminal/index.ts'
import type { FormatOptions, PolicyReport } from './report.ts'

/** Uncovered parts shown without `--coverage`; the other formats list all. */
const MAX_SHOWN = 20

interface CoverageLine {
  readonly location: string
  readonly text: string
  readonly cases: number
}

/** One line of totals, then uncovered grants and sets; with `--coverage`, every grant and set with its number of cases. */
export function coverageBlock(
  { policy, environment }: PolicyReport,
  { grants, sets }: Coverage,
  { palette, wholeCoverage }: FormatOptions,
): string {
  const name = palette.strong(showable(policy))
  const numbers = `${ratio(grants, 'grant')} and ${ratio(sets, 'origin set')}`
  const lines = [`${name} for ${showable(environment)}: coverage ${numbers}`]
  const all: readonly CoverageLine[] = [
    ...grants.map((grant) => ({
      location: `${policy}:${grant.at.line}`,
      text: grantText(grant),
      cases: grant.cases,
    })),
    ...sets.map(({ name: set, at, cases }) => ({
      location: at === null ? policy : `${policy}:${at.line}`,
      text: `origin set \`${set}\``,
      cases,
    })),
  ]
  const shown = wholeCoverage ? all : all.filter(({ cases }) => cases === 0)
  const named = wholeCoverage ? shown : shown.slice(0, MAX_SHOWN)
  const widest = Math.max(0, ...named.map(({ location }) => showable(location).length))
  for (const { location, text, cases } of named) {
    const reached = cases === 0 ? palette.warning('not covered') : count(cases, 'case')
    lines.push(
      `   ${palette.frame(showable(location).padEnd(widest))}  ${showable(text)}: ${reached}`,
    )
  }
  const left = shown.length - named.length
  if (left > 0) lines.push(palette.faint(`   and ${left} more (\`--coverage\` lists all)`))
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
