/**
 * The input of the formats of `test`.
 *
 * @module
 */
import type { Finding, FindingRule } from '@marque/policy'
import type { CaseRun, Coverage } from '@marque/policy/tests'
import type { Palette } from '../terminal/index.ts'
import type { ComparisonResult } from './compare-accepted.ts'

/** The result of a case; for a failed one, with the decisive step of the engine. */
export interface CaseResult extends CaseRun {
  readonly step: string | null
}

/** One test file. */
export interface FileReport {
  /** Path in messages. */
  readonly file: string
  readonly text: string
  /** Path of the tested policy; null if the file has no `policy`. */
  readonly policy: string | null
  readonly environment: string
  /** Findings of the test file. With an error, no case is run. */
  readonly findings: readonly Finding[]
  /** Why no case was run, if not because of a finding: the policy is invalid, or a file cannot be read. */
  readonly problem: string | null
  /** The requests, in file order. */
  readonly runs: readonly CaseResult[]
  /** The comparisons with accepted bundles, in file order. */
  readonly comparisons: readonly ComparisonResult[]
}

/** A policy in an environment, tested by one or more files. */
export interface PolicyReport {
  readonly policy: string
  readonly environment: string
  readonly text: string
  readonly findings: readonly Finding[]
  /** Null for an invalid policy, if no request was run, and with `--filter`. */
  readonly coverage: Coverage | null
}

export interface TestReport {
  readonly files: readonly FileReport[]
  readonly policies: readonly PolicyReport[]
}

export interface FormatOptions {
  readonly palette: Palette
  /** Maximum line width. */
  readonly columns: number
  readonly ruleOf: (code: string) => FindingRule | undefined
  /** List covered parts too. */
  readonly wholeCoverage: boolean
}

/** Formats a report; the text ends with a newline. */
export type Format = (report: TestReport, options: FormatOptions) => string

/** Whether a case has the expected result. */
export function passes({ differences }: CaseRun): boolean {
  return differences.length === 0
}

/** Whether no case was run, because the file or its policy is invalid or unreadable. */
export function isBlocked({ findings, problem }: FileReport): boolean {
  return problem !== null || hasError(findings)
}

export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/** The invalid policies. */
export function invalidPolicies({ policies }: TestReport): readonly PolicyReport[] {
  return policies.filter(({ findings }) => hasError(findings))
}

/** Percentage of covered grants or sets, whichever is lower; 100 if there are none. */
export function coveragePercent({ grants, sets }: Coverage): number {
  const share = (parts: readonly { readonly cases: number }[]): number =>
    parts.length === 0 ? 100 : (100 * parts.filter(({ cases }) => cases > 0).length) / parts.length
  return Math.min(share(grants), share(sets))
}

/** The number of cases of a file that were run. */
export function countRun({ runs, comparisons }: FileReport): number {
  return runs.length + comparisons.length
}
