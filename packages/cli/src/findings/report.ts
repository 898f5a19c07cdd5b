/**
 * What `check` found out about one policy, and what the formats need beside it.
 *
 * @module
 */
import type { Finding, FindingRule } from '@marque/policy'
import type { Palette } from '../terminal/index.ts'

/** What a policy without errors holds, for the line that says so. */
export interface Facts {
  readonly environment: string
  readonly digest: string
  /** Numbers of things by what they are called, in the order in which they are shown. */
  readonly counts: readonly (readonly [number: number, noun: string])[]
}

/** One policy, judged. */
export interface Report {
  /** As the user named it. */
  readonly file: string
  /** Its text, for code frames. */
  readonly text: string
  /** In the order of the document. */
  readonly findings: readonly Finding[]
  /** Null where the policy has an error, or where nobody asked. */
  readonly facts: Facts | null
}

export interface FormatOptions {
  readonly palette: Palette
  /** How wide a line may be. */
  readonly columns: number
  /** The rule of a code, in the terms of a reason where the finding has one. */
  readonly ruleOf: (code: string, reason?: string) => FindingRule | undefined
  /** Whether a warning fails the check. */
  readonly strict: boolean
}

/** Writes reports: the whole text, with its last newline. */
export type Format = (reports: readonly Report[], options: FormatOptions) => string

/** How many findings of a severity there are. */
export function countOf(findings: readonly Finding[], severity: Finding['severity']): number {
  let number = 0
  for (const finding of findings) if (finding.severity === severity) number++
  return number
}

/** Whether a finding makes the check fail. */
export function fails(finding: Finding, strict: boolean): boolean {
  return finding.severity === 'error' || (strict && finding.severity === 'warning')
}
