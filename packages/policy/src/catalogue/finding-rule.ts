/**
 * An entry of the catalogue of findings, from which messages, reference pages, SARIF rules and `--explain` are made.
 *
 * @module
 */
import type { Severity } from '../findings/index.ts'

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
  /** The smallest document that has the finding, and the same document without it, in YAML. The tests check both. */
  readonly example: { readonly bad: string; readonly good: string }
  /** `tests` for findings of `*.marque-test.yaml` (default: findings of a policy). */
  readonly subject?: 'tests'
}
