/**
 * A run as one HTML file that loads nothing from outside.
 *
 * @module
 */
import { htmlReport, type Verification } from '@marque/verify'
import { version } from '../command-line.ts'
import type { VerifyFormatOptions } from './report.ts'

export function formatHtml(verification: Verification, { policy }: VerifyFormatOptions): string {
  return htmlReport(verification, { policyName: policy, version: version() })
}
