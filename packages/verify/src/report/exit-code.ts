/**
 * What a run ends with.
 *
 * @module
 */
import type { VerifyReport } from './report.ts'

/**
 * 1 where a layer is unreachable, whatever else was found; 3 where a finding is an error that the baseline does not have; else 0. An interrupted run ends
 * with 130, which the caller knows.
 */
export function exitCodeOf({ findings }: VerifyReport): 0 | 1 | 3 {
  if (findings.some(({ cause }) => cause === 'unreachable')) return 1
  const isNew = findings.some(
    ({ severity, inBaseline }) => severity === 'error' && inBaseline !== true,
  )
  return isNew ? 3 : 0
}
