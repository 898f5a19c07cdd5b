/**
 * The input of the finding formats, and the counts of a bundle for the summary line.
 *
 * @module
 */
import { type Bundle, digestOf } from '@marque/core'
import type { AcknowledgedFinding, Finding, FindingRule } from '@marque/policy'
import type { Palette } from '../terminal/index.ts'

/** What a valid policy contains, for the summary line. */
export interface BundleSummary {
  readonly environment: string
  readonly digest: string
  /** Counts with their singular noun, in display order. */
  readonly counts: readonly (readonly [number: number, noun: string])[]
}

/** A valid bundle that was checked in place of a policy. */
export interface CheckedBundle {
  readonly environment: string
  readonly digest: string
  /** The number of its self-test vectors, all of which pass. */
  readonly vectors: number
}

/** The findings of one file. */
export interface Report {
  /** As given on the command line. */
  readonly file: string
  /** Source text, for code frames. */
  readonly text: string
  /** In document order. */
  readonly findings: readonly Finding[]
  /** Warnings that the policy accepts; they fail nothing. Absent: none. */
  readonly acknowledged?: readonly AcknowledgedFinding[]
  /** Null for a policy with an error, and for formats that do not show it. */
  readonly summary: BundleSummary | null
  /** Absent for a policy. */
  readonly bundle?: CheckedBundle
}

export interface FormatOptions {
  readonly palette: Palette
  /** Maximum line width. */
  readonly columns: number
  /** Looks up a rule; with a reason, its text for that reason. */
  readonly ruleOf: (code: string, reason?: string) => FindingRule | undefined
  /** Whether warnings fail the check. */
  readonly strict: boolean
  /** Whether acknowledged warnings are listed, not only counted (default: false). */
  readonly verbose?: boolean
}

/** Formats reports; the text ends with a newline. */
export type Format = (reports: readonly Report[], options: FormatOptions) => string

/** The number of findings of a severity. */
export function countOf(findings: readonly Finding[], severity: Finding['severity']): number {
  let number = 0
  for (const finding of findings) if (finding.severity === severity) number++
  return number
}

/** Whether a finding makes the check fail. */
export function fails(finding: Finding, strict: boolean): boolean {
  return finding.severity === 'error' || (strict && finding.severity === 'warning')
}

/** Counts resources, origins, grants and so on. An origin in several sets counts once. */
export function summarizeBundle(bundle: Bundle): BundleSummary {
  const exact = new Set<string>()
  const patterns = new Set<string>()
  const tenants = Object.values(bundle.tenants)
  for (const list of [...Object.values(bundle.sets), ...tenants]) {
    for (const origin of list.exact) exact.add(origin)
    for (const pattern of list.patterns) patterns.add(pattern)
  }
  const grants = bundle.resources.flatMap((resource) => resource.grants)
  const exceptions = grants.filter((grant) => grant.exception !== null).length
  const counts: [number, string][] = [
    [bundle.resources.length, 'resource'],
    [exact.size, 'origin'],
    [grants.length - exceptions, 'grant'],
  ]
  const others: [number, string][] = [
    [patterns.size, 'pattern'],
    [tenants.length, 'tenant'],
    [exceptions, 'exception'],
  ]
  return {
    environment: bundle.environment,
    digest: digestOf(bundle),
    counts: [...counts, ...others.filter(([number]) => number > 0)],
  }
}
