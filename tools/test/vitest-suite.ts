/**
 * Suites that run in Vitest.
 *
 * @module
 */
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT, run } from '../workspace/index.ts'
import type { Result } from './suite.ts'

/** The parts of Vitest's JSON report that are read. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    /** Why the file could not be loaded. */
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}

/** Maximum lines shown of one failure: expected value, actual value and location. */
const LINES_A_FAILURE = 20

/**
 * Runs the tests that match the filters, and counts them.
 *
 * @param config Path of a configuration file relative to the root (default: the one at the root).
 */
export async function runVitest(filters: readonly string[], config?: string): Promise<Result> {
  const file = join(tmpdir(), `marque-vitest-${process.pid}-${Date.now()}.json`)
  const its = config === undefined ? [] : [`--config=${config}`]
  const args = ['run', ...its, ...filters, '--reporter=json', `--outputFile=${file}`]
  const { output } = await run('vitest', args, { env: { NO_COLOR: '1', FORCE_COLOR: undefined } })
  try {
    return readReport(JSON.parse(readFileSync(file, 'utf8')) as VitestReport)
  } catch {
    return { passed: 0, failed: 1, skipped: [], output: `${output}\nvitest wrote no report` }
  } finally {
    rmSync(file, { force: true })
  }
}

/** Counts a report. A file that could not be loaded is one failure; skipped tests are listed. */
export function readReport(report: VitestReport): Result {
  const failures: string[] = []
  const skipped: string[] = []
  let passed = 0
  for (const { name, status, message, assertionResults } of report.testResults) {
    const file = relative(ROOT, name)
    if (status === 'failed' && assertionResults.every((one) => one.status !== 'failed')) {
      failures.push(`${file}\n${shorten(message)}`)
    }
    for (const { fullName, status, failureMessages } of assertionResults) {
      const title = `${file} > ${fullName}`
      if (status === 'passed') passed += 1
      else if (status === 'failed')
        failures.push(`${title}\n${shorten(failureMessages?.join('\n') ?? '')}`)
      else skipped.push(title)
    }
  }
  return { passed, failed: failures.length, skipped, output: failures.join('\n\n') }
}

function shorten(message: string): string {
  const lines = message.trim().split('\n')
  const left = lines.length - LINES_A_FAILURE
  const shown = lines.slice(0, LINES_A_FAILURE).map((line) => `  ${line.slice(0, 400)}`)
  return [...shown, ...(left > 0 ? [`  … ${left} more lines`] : [])].join('\n')
}
