/**
 * Running suites, and saying how they went.
 *
 * @module
 */
import type { Result, Suite } from './suite.ts'

export interface RunOptions {
  /** Whether what is left out is a failure: a CI run has every part. */
  readonly strict: boolean
  readonly tell: (line: string) => void
}

/**
 * Runs suites one after the other. Tells a line for each, the output of those that fail, and last the sum of all:
 * `N passed, N failed`, alone on its line.
 *
 * @returns How many tests failed.
 */
export async function runSuites(suites: readonly Suite[], options: RunOptions): Promise<number> {
  let passed = 0
  let failed = 0
  for (const suite of suites) {
    const result = await runSuite(suite, options)
    passed += result.passed
    failed += result.failed
  }
  options.tell(`${passed} passed, ${failed} failed`)
  return failed
}

async function runSuite(suite: Suite, { strict, tell }: RunOptions): Promise<Result> {
  const start = performance.now()
  const result = judge(await attempt(suite), strict)
  const { passed, failed, skipped, output } = result
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(9)
  const counts = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`
  tell(`${failed > 0 ? 'FAIL' : 'ok  '} ${suite.name.padEnd(13)} ${counts} ${seconds}`)
  for (const part of skipped) tell(`     SKIPPED: ${part}`)
  if (failed > 0 && output.trim() !== '') tell(shown(output))
  return result
}

/** Lines of a failing suite that are shown: nobody reads more, and build servers cut it anyway. */
const MOST_LINES = 500

function shown(output: string): string {
  const lines = output.trim().split('\n')
  const left = lines.length - MOST_LINES
  const rest = left > 0 ? [`… ${left} more lines; run this suite alone, or what fails in it`] : []
  return [...lines.slice(0, MOST_LINES), ...rest].map((line) => `     | ${line}`).join('\n')
}

/** Where nothing may be left out, each thing that was is a failure; and a suite that ran nothing has failed anywhere. */
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
