/**
 * An entry of the catalogue of findings, from which messages, reference pages, SARIF rules and `--explain` are made.
 *
 * @module
 */
import type { Severity } from '../findings/index.ts'

/** A pair of documents in YAML: the smallest one that has the finding, and the same one without it. The tests check both. */
export interface Example {
  readonly bad: string
  readonly good: string
}

/** One of several ways to make the mistake of a code. */
export interface ReasonRule {
  /** As in `Finding.reason`. */
  readonly reason: string
  /** A few words for lists and SARIF. */
  readonly title: string
  /** Replaces the `why` of the code. */
  readonly why?: string
  /** Replaces the `help` of the code. */
  readonly help?: string
  readonly example: Example
}

/** What all findings of one code have in common. */
export interface FindingRule {
  readonly code: `MQ-${number}`
  readonly severity: Severity
  /** A few words for lists and SARIF. */
  readonly title: string
  /** What can go wrong because of it: the `why` of each finding that has none of its own. */
  readonly why: string
  /** How to fix it: the `help` of each finding that has none of its own. */
  readonly help: string
  /** The rules (`D24`), documents and standards that it rests on. */
  readonly see: readonly string[]
  /** Of a code with reasons, the example of the most frequent one. */
  readonly example: Example
  /** The ways to make this mistake; absent if there is only one. */
  readonly reasons?: readonly ReasonRule[]
  /** `tests` for findings of `*.marque-test.yaml` (default: findings of a policy). */
  readonly subject?: 'tests'
}
