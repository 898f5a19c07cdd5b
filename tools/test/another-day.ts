/**
 * Runs the date-dependent suites with the clock three years ahead, in another time zone and another locale.
 *
 * @module
 */
import { run } from '../workspace/index.ts'
import type { Result } from './suite.ts'

/** Suites without browsers and external certificates, which depend on the real date. */
const SUITES_WITH_DATES = ['unit', 'documents'] as const

const ANOTHER_DAY: { readonly [name: string]: string } = {
  // Timeouts and intervals are unchanged; only the wall clock is shifted.
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  TZ: 'Asia/Kolkata',
  LC_ALL: 'tr_TR.UTF-8',
}

/**
 * Runs `npm test -- unit documents` under `faketime '+3 years'`. Detects tests, examples and pages that depend on the
 * date, the time zone or the locale.
 */
export async function onAnotherDay(): Promise<Result> {
  const command = ['node', 'tools/test/main.ts', ...SUITES_WITH_DATES]
  const { code, output } = await run('faketime', ['+3 years', ...command], { env: ANOTHER_DAY })
  if (code === 127) return { passed: 0, failed: 0, skipped: ['faketime is not installed'], output }
  return readSummary(output)
}

/** Reads the last line of such a run, `N passed, N failed`. */
export function readSummary(output: string): Result {
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? []
  const skipped = [...output.matchAll(/^ +SKIPPED: (.+)$/gm)].map(([, what = '']) => what)
  return passed === undefined
    ? { passed: 0, failed: 1, skipped, output: `${output}\nthe run printed no summary` }
    : { passed: Number(passed), failed: Number(failed), skipped, output }
}
