/**
 * The input of the finding formats.
 *
 * @module
 */
import type { Finding, FindingRule } from '@marque/policy'
import type { Palette } from '../terminal/index.ts'

/** What a valid policy contains, for the summary line. */
export interface BundleSummary {
  readonly environment: string
  readonly digest: string
  /** Counts with their singular noun, in display order. */
  readonly counts: readonly (readonly [number: number, noun: string])[]
}

/** The findings of one file. */
export interface Report {
  /** As given on the command line. */
  readonly file: string
  /** Source text, for code frames. */
  readonly text: string
  /** In document order. */
  readonly findings: readonly Finding[]
  /** Null for a policy with an error, and for formats that do not show it. */
  readonly summary: BundleSummary | null
}

export interface FormatOptions {
  readonly palette: Palette
  /** Maximum line width. */
  readonly columns: number
  /** Looks up a rule; with a reason, its text for that reason. */
  readonly ruleOf: (code: string, reason?: string) => FindingRule | undefined
  /** Whether warnings fail the check. */
  readonly strict: boolean
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
