/**
 * A cause that a scan found, with the two answers that show it.
 *
 * @module
 */
import type { Severity } from '@marque/policy'
import type { ScanCause } from './scan-report.ts'
import { credentials, type ScannedAnswer, type ScannedAnswers } from './scanned-answer.ts'

export interface Found {
  readonly cause: ScanCause
  readonly message: string
  readonly shown: readonly [ScannedAnswer, ScannedAnswer]
  /** Whether the wrong answer is one for requests with credentials. */
  readonly hasCredentials: boolean
  /** Where it differs from that of the cause. */
  readonly severity?: Severity
}

/** What a diagnosis knows of the API besides its answers. */
export interface ScanSetting {
  /** The origin of the URL. */
  readonly own: string
  /** `--origin`; null without it. */
  readonly trusted: string | null
}

/** Looks for one cause. Pure. */
export type ScanDiagnosis = (answers: ScannedAnswers, setting: ScanSetting) => Found | null

/** @param shown The wrong answer first; null for no finding, as without a second answer. */
export function found(
  cause: ScanCause,
  message: string,
  wrong: ScannedAnswer | undefined,
  other: ScannedAnswer | undefined,
): Found | null {
  if (wrong === undefined || other === undefined) return null
  return { cause, message, shown: [wrong, other], hasCredentials: credentials(wrong) }
}

/** `, with credentials`, where they are allowed. */
export function withCredentials(wrong: ScannedAnswer): string {
  return credentials(wrong) ? ', with credentials' : ''
}

/** Origins in backticks; of many the first three. */
export function listed(origins: readonly string[]): string {
  const names = origins.slice(0, 3).map((origin) => `\`${origin}\``)
  const more = origins.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
