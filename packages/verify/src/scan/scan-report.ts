/**
 * The report of a scan: JSON for CI and for people.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Finding } from '@marque/policy'
import type { ScanOnlyCause } from '../catalogue/index.ts'
import type { Cause } from '../report/index.ts'

/** What a scan can tell without a policy. `unreachable` stands for an API that did not answer, or only asked to wait. */
export type ScanCause =
  | Extract<
      Cause,
      | 'unreachable'
      | 'cache-mixed'
      | 'reflects-any-origin'
      | 'wildcard-with-credentials'
      | 'reflects-null'
      | `matches-${string}`
      | `ignores-${string}`
      | `preflight-${string}`
      | 'options-hijacked'
      | 'two-authors'
      | 'errors-without-headers'
      | 'vary-missing'
    >
  | ScanOnlyCause

/** A request that shows a finding, and what was answered. */
export interface Evidence {
  /** For a POSIX shell; secrets are `$TOKEN`, `$TOKEN_2`, … */
  readonly curl: string
  /** The status is null for no answer. */
  readonly got: { readonly status: number | null; readonly headers: readonly HeaderLine[] }
}

export interface ScanFinding extends Finding {
  readonly cause: ScanCause
  readonly evidence: readonly [Evidence, Evidence]
  /** Under which circumstances nothing can come of it. */
  readonly harmless: string
}

/** From the worst finding: F an error where credentials are allowed, D another error, B a warning, A none. */
export type Grade = 'A' | 'B' | 'D' | 'F'

export interface ScanReport {
  readonly format: 'marque-scan/1'
  readonly url: string
  /** RFC 3339. */
  readonly startedAt: string
  /** False where the scan was interrupted, or the API stopped answering or asked for a pause that is too long. */
  readonly complete: boolean
  /** Requests. */
  readonly sent: number
  readonly grade: Grade
  /** In the order of the causes. */
  readonly findings: readonly ScanFinding[]
}

/** 1 where the API is unreachable; 3 where a finding is an error; else 0. An interrupted scan ends with 130, which the caller knows. */
export function scanExitCodeOf({ findings }: ScanReport): 0 | 1 | 3 {
  if (findings.some(({ cause }) => cause === 'unreachable')) return 1
  return findings.some(({ severity }) => severity === 'error') ? 3 : 0
}
