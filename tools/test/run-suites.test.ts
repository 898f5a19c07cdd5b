import { expect, test } from 'vitest'
import { runSuites } from './run-suites.ts'
import { type Result, resultOf } from './suite.ts'

const suite = (result: Result | Error) => ({
  name: 'some',
  about: 'for this test',
  run: async () => {
    if (result instanceof Error) throw result
    return result
  },
})
const fine: Result = { passed: 2, failed: 0, skipped: [], output: 'quiet' }

async function outputOf(results: readonly (Result | Error)[], strict: boolean = false) {
  const lines: string[] = []
  const failed = await runSuites(results.map(suite), {
    strict,
    writeLine: (line) => lines.push(line),
  })
  return { failed, lines, last: lines.at(-1) }
}

test('prints the totals as the last line, `N passed, N failed`', async () => {
  expect((await outputOf([fine, { ...fine, passed: 3, failed: 1 }])).last).toBe(
    '5 passed, 1 failed',
  )
})

test('shows the output of failed suites only', async () => {
  expect((await outputOf([fine])).lines.join('\n')).not.toContain('quiet')
  expect((await outputOf([{ ...fine, failed: 1 }])).lines.join('\n')).toContain('| quiet')
})

test('lists skipped parts, and counts them as failures in strict mode', async () => {
  const skipping = { ...fine, skipped: ['the moon'] }
  expect(await outputOf([skipping])).toMatchObject({ failed: 0, last: '2 passed, 0 failed' })
  expect((await outputOf([skipping])).lines).toContain('     SKIPPED: the moon')
  expect(await outputOf([skipping], true)).toMatchObject({ failed: 1, last: '2 passed, 1 failed' })
})

test('counts a suite that runs no test or throws as failed and still runs the next one', async () => {
  const { last, lines } = await outputOf([{ ...fine, passed: 0 }, new Error('no engine'), fine])
  expect(last).toBe('2 passed, 2 failed')
  expect(lines.join('\n')).toMatch(/no test ran[\s\S]*no engine/)
})

test('counts each part as one test', () => {
  const parts = [
    { name: 'a', problem: null },
    { name: 'b', problem: 'is broken' },
  ]
  expect(resultOf(parts)).toEqual({ passed: 1, failed: 1, skipped: [], output: 'b\nis broken' })
})
