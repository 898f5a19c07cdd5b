/**
 * The shape of the catalogue of findings: one entry a code, from which messages, pages, SARIF rules and `--explain` are made.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Finding, Severity } from './finding.ts'

/** What is said of every finding with one code. */
export interface FindingRule {
  readonly code: `MQ-${number}`
  readonly severity: Severity
  /** A few words for lists and SARIF. */
  readonly title: string
  /** What can go wrong because of it: the `why` of each finding, unless one says more. */
  readonly why: string
  /** How to mend it: the `help` of each finding, unless one says more. */
  readonly help: string
  /** The rules of DECISION, the sections of DESIGN and the standards that it rests on. */
  readonly see: readonly string[]
  /** The smallest document, or part of one, that has it; and the same mended. YAML. Run by the tests. */
  readonly example: { readonly bad: string; readonly good: string }
  /** `tests` where it is found in `*.marque-test.yaml`; a policy where nothing is said. */
  readonly subject?: 'tests'
}

/** A finding before its place in the file is known. */
export interface Found {
  readonly code: Finding['code']
  /** JSON Pointer. */
  readonly path: string
  /** Whether the place is the key rather than the value. */
  readonly at?: 'key' | 'value'
  readonly message: string
  readonly why?: string
  readonly help?: string | null
  readonly value?: Json
}
