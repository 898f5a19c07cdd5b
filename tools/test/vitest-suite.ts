/**
 * Suites that Vitest runs.
 *
 * @module
 */
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../workspace/index.ts'
import type { Result } from './suite.ts'

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numFailedTestSuites: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly unknown[]
  }[]
}

/**
 * Runs the tests that the filters name, and counts them.
 *
 * A file that could not be loaded counts as one failure. A skipped test is told of.
 */
export async function runVitest(filters: readonly string[]): Promise<Result> {
  const file = join(tmpdir(), `marque-vitest-${process.pid}-${Date.now()}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { output } = await run('vitest', ['run', ...filters, ...reporters], {
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  })
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    const unloaded = report.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    ).length
    const { numPendingTests: pending } = report
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded,
      skipped: pending > 0 ? [`${pending} tests are marked as skipped`] : [],
      output,
    }
  } catch {
    return { passed: 0, failed: 1, skipped: [], output: `${output}\nvitest wrote no report` }
  } finally {
    rmSync(file, { force: true })
  }
}
