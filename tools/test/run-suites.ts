/**
 * Runs suites and reports their results.
 *
 * @module
 */
import type { Result, Suite } from './suite.ts'

export interface RunOptions {
  /** Whether a skipped part counts as a failure; set in CI, where every part is installed. */
  readonly strict: boolean
  readonly writeLine: (line: string) => void
}

/**
 * Runs suites sequentially. Writes one line per suite, the output of failed suites, and the totals as the last line:
 * `N passed, N failed`.
 *
 * @returns Number of failed tests.
 */
export async function runSuites(suites: readonly Suite[], options: RunOptions): Promise<number> {
  let passed = 0
  let failed = 0
  for (const suite of suites) {
    const result = await runSuite(suite, options)
    passed += result.passed
    failed += result.failed
  }
  options.writeLine(`${passed} passed, ${failed} failed`)
  return failed
}

async function runSuite(suite: Suite, { strict, writeLine }: RunOptions): Promise<Result> {
  const start = performance.now()
  const result = judge(await attempt(suite), strict)
  const { passed, failed, skipped, output } = result
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(9)
  const counts = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`
  writeLine(`${failed > 0 ? 'FAIL' : 'ok  '} ${suite.name.padEnd(13)} ${counts} ${seconds}`)
  for (const part of skipped) writeLine(`     SKIPPED: ${part}`)
  if (failed > 0 && output.trim() !== '') writeLine(shown(output))
  return result
}

/** Maximum lines shown of a failed suite; build servers truncate longer logs. */
const MOST_LINES = 500

function shown(output: string): string {
  const lines = output.trim().split('\n')
  const left = lines.length - MOST_LINES
  const rest = left > 0 ? [`… ${left} more lines; run this suite or the failing test alone`] : []
  return [...lines.slice(0, MOST_LINES), ...rest].map((line) => `     | ${line}`).join('\n')
}

/** In strict mode each skipped part counts as a failure; a suite that ran no test always counts as failed. */
function judge(result: Result, strict: boolean): Result {
  const { passed, failed, skipped, output } = result
  if (strict && skipped.length > 0) return { ...result, failed: failed + skipped.length }
  const empty = passed + failed === 0 && skipped.length === 0
  return empty ? { ...result, failed: 1, output: `${output}\nno test ran` } : result
}

async function attempt(suite: Suite): Promise<Result> {
  try {
    return await suite.run()
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { passed: 0, failed: 1, skipped: [], output }
  }
}
