/**
 * All diagnoses, in the order of the causes. What another finding explains is none.
 *
 * @module
 */
import { cacheMixed, errorsWithoutHeaders, twoAuthors, varyMissing } from './answer-diagnoses.ts'
import { wrongComparison } from './comparison-diagnosis.ts'
import type { Found, ScanDiagnosis, ScanSetting } from './found.ts'
import {
  credentialsEverywhere,
  insecureOriginWithCredentials,
  internalOrigin,
  reflectsAnyOrigin,
  reflectsNull,
  trustsThirdParty,
  wildcardWithCredentials,
} from './origin-diagnoses.ts'
import {
  longMaxAge,
  optionsHijacked,
  preflightForwarded,
  preflightRefused,
} from './preflight-diagnoses.ts'
import type { ScanCause } from './scan-report.ts'
import type { ScannedAnswers } from './scanned-answer.ts'

interface Row {
  readonly diagnosis: ScanDiagnosis
  /** Findings that explain this one. */
  readonly unless: readonly (ScanCause | 'comparison')[]
}

const ROWS: readonly Row[] = [
  { diagnosis: cacheMixed, unless: [] },
  { diagnosis: reflectsAnyOrigin, unless: [] },
  { diagnosis: wildcardWithCredentials, unless: ['reflects-any-origin'] },
  { diagnosis: reflectsNull, unless: ['reflects-any-origin'] },
  { diagnosis: wrongComparison, unless: ['reflects-any-origin'] },
  { diagnosis: preflightRefused, unless: ['reflects-any-origin'] },
  { diagnosis: preflightForwarded, unless: ['reflects-any-origin'] },
  { diagnosis: optionsHijacked, unless: ['preflight-forwarded'] },
  { diagnosis: twoAuthors, unless: ['cache-mixed'] },
  {
    diagnosis: errorsWithoutHeaders,
    unless: ['reflects-any-origin', 'preflight-authenticated', 'two-authors'],
  },
  { diagnosis: varyMissing, unless: ['cache-mixed', 'reflects-any-origin', 'two-authors'] },
  { diagnosis: trustsThirdParty, unless: ['reflects-any-origin'] },
  { diagnosis: internalOrigin, unless: ['reflects-any-origin'] },
  { diagnosis: longMaxAge, unless: [] },
  {
    diagnosis: credentialsEverywhere,
    unless: ['reflects-any-origin', 'wildcard-with-credentials', 'two-authors'],
  },
  {
    diagnosis: insecureOriginWithCredentials,
    unless: ['reflects-any-origin', 'comparison'],
  },
]

export function diagnoseScan(answers: ScannedAnswers, setting: ScanSetting): readonly Found[] {
  const known = new Set<ScanCause | 'comparison'>()
  const findings: Found[] = []
  for (const { diagnosis, unless } of ROWS) {
    if (unless.some((cause) => known.has(cause))) continue
    const finding = diagnosis(answers, setting)
    if (finding === null) continue
    findings.push(finding)
    known.add(finding.cause)
    if (diagnosis === wrongComparison) known.add('comparison')
  }
  return findings
}
