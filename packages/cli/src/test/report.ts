/**
 * What `marque test` found out, and what the formats need beside it.
 *
 * @module
 */
import type { Finding, FindingRule } from '@marque/policy'
import type { CaseRun, Coverage } from '@marque/policy/tests'
import type { Palette } from '../terminal/index.ts'

/** A case that was run; where it failed, with the engine's step that settled it. */
export interface JudgedRun extends CaseRun {
  readonly step: string | null
}

/** One test file. */
export interface FileReport {
  /** As messages name it. */
  readonly file: string
  readonly text: string
  /** The policy that it tests, as messages name it; null where the file does not say. */
  readonly policy: string | null
  readonly environment: string
  /** Of the test file itself. With an error among them no case was run. */
  readonly findings: readonly Finding[]
  /** Why no case was run, where no finding says it: the policy is refused, or a file cannot be read. */
  readonly problem: string | null
  /** In the order of the file. */
  readonly runs: readonly JudgedRun[]
}

/** One policy in one environment, tested by one file or by several. */
export interface PolicyReport {
  readonly policy: string
  readonly environment: string
  readonly text: string
  readonly findings: readonly Finding[]
  /** Null where the policy is refused, where no case was run, and where only some of the cases were asked for. */
  readonly coverage: Coverage | null
}

export interface TestReport {
  readonly files: readonly FileReport[]
  readonly policies: readonly PolicyReport[]
}

export interface FormatOptions {
  readonly palette: Palette
  /** How wide a line may be. */
  readonly columns: number
  readonly ruleOf: (code: string) => FindingRule | undefined
  /** List what was reached too. */
  readonly wholeCoverage: boolean
}

/** Writes a report: the whole text, with its last newline. */
export type Format = (report: TestReport, options: FormatOptions) => string

/** Whether every case came to what it expects. */
export function passes({ differences }: CaseRun): boolean {
  return differences.length === 0
}

/** Whether no case of the file was run, because something is wrong with it or with its policy. */
export function isRefused({ findings, problem }: FileReport): boolean {
  return problem !== null || hasError(findings)
}

export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/** Whether no bundle was made of the policy. */
export function refusedPolicies({ policies }: TestReport): readonly PolicyReport[] {
  return policies.filter(({ findings }) => hasError(findings))
}

/** The smaller of the shares of grants and of sets that cases reach, in percent; 100 where there is nothing to reach. */
export function shareReached({ grants, sets }: Coverage): number {
  const share = (parts: readonly { readonly cases: number }[]): number =>
    parts.length === 0 ? 100 : (100 * parts.filter(({ cases }) => cases > 0).length) / parts.length
  return Math.min(share(grants), share(sets))
}

/** A value of an expectation as people read it. */
export function valueText(value: string | boolean | null): string {
  return value === null ? 'none' : String(value)
}
