/**
 * Where the page of a finding is published.
 *
 * @module
 */
import type { Finding } from '../findings/finding.ts'

/** The address of the page of a finding. `marque check --explain CODE` shows the same without a network. */
export function findingPage(code: Finding['code']): string {
  return `https://marque.dev/docs/reference/findings/${code}`
}
