/**
 * The policy of the sample company, and edits of it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'

const read = (name: string): string =>
  readFileSync(new URL(`../../../examples/company/${name}`, import.meta.url), 'utf8')

export const COMPANY_POLICY: string = read('policy.yaml')
/** As it was a day before the newest change. */
export const OLDER_COMPANY_POLICY: string = read('history/2098-11-17.yaml')

/**
 * The policy with one text replaced in one resource, or in the whole document for null.
 *
 * @throws {Error} The text is not there.
 */
export function edited(resource: string | null, from: string, to: string): string {
  const start = resource === null ? 0 : COMPANY_POLICY.indexOf(`  - name: ${resource}\n`)
  const at = COMPANY_POLICY.indexOf(from, start)
  if (start < 0 || at < 0) throw new Error(`no \`${from}\` in ${resource ?? 'the policy'}`)
  return COMPANY_POLICY.slice(0, at) + to + COMPANY_POLICY.slice(at + from.length)
}
