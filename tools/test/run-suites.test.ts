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

async function told(results: readonly (Result | Error)[], strict: boolean = false) {
  const lines: string[] = []
  const failed = await runSuites(results.map(suite), { strict, tell: (line) => lines.push(line) })
  return { failed, lines, last: lines.at(-1) }
}

test('the last line is the sum, in the form that build servers read', async () => {
  expect((await told([fine, { ...fine, passed: 3, failed: 1 }])).last).toBe('5 passed, 1 failed')
})

test('the output of a suite is shown when it fails, and only then', async () => {
  expect((await told([fine])).lines.join('\n')).not.toContain('quiet')
  expect((await told([{ ...fine, failed: 1 }])).lines.join('\n')).toContain('| quiet')
})

test('what is left out is named, and fails where nothing may be', async () => {
  const skipping = { ...fine, skipped: ['the moon'] }
  expect(await told([skipping])).toMatchObject({ failed: 0, last: '2 passed, 0 failed' })
  expect((await told([skipping])).lines).toContain('     SKIPPED: the moon')
  expect(await told([skipping], true)).toMatchObject({ failed: 1, last: '2 passed, 1 failed' })
})

test('a suite that runs nothing, or throws, has failed; the next one still runs', async () => {
  const { last, lines } = await told([{ ...fine, passed: 0 }, new Error('no engine'), fine])
  expect(last).toBe('2 passed, 2 failed')
  expect(lines.join('\n')).toMatch(/no test ran[\s\S]*no engine/)
})

test('parts are counted one by one', () => {
  const parts = [
    { name: 'a', problem: null },
    { name: 'b', problem: 'is broken' },
  ]
  expect(resultOf(parts)).toEqual({ passed: 1, failed: 1, skipped: [], output: 'b\nis broken' })
})
