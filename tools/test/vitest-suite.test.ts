import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../workspace/index.ts'
import { readReport } from './vitest-suite.ts'

const file = (assertionResults: readonly (readonly [string, string, string?])[], message = '') => ({
  name: join(ROOT, 'some.test.ts'),
  status:
    message !== '' || assertionResults.some(([, status]) => status === 'failed')
      ? 'failed'
      : 'passed',
  message,
  assertionResults: assertionResults.map(([fullName, status, failure]) => ({
    fullName,
    status,
    failureMessages: failure === undefined ? [] : [failure],
  })),
})

test('counts tests, shows failures and lists skipped tests', () => {
  const tests = [
    ['a', 'passed'],
    ['b', 'failed', 'not 1'],
    ['c', 'skipped'],
    ['d', 'todo'],
  ] as const
  expect(readReport({ testResults: [file(tests)] })).toEqual({
    passed: 1,
    failed: 1,
    skipped: ['some.test.ts > c', 'some.test.ts > d'],
    output: 'some.test.ts > b\n  not 1',
  })
})

test('counts a file that cannot be loaded as a failure', () => {
  const { failed, output } = readReport({ testResults: [file([], 'no such module')] })
  expect({ failed, output }).toEqual({ failed: 1, output: 'some.test.ts\n  no such module' })
})

test('truncates a long failure message', () => {
  const long = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join('\n')
  const { output } = readReport({ testResults: [file([['a', 'failed', long]])] })
  expect(output.split('\n').length).toBe(22)
  expect(output).toMatch(/ {2}… 4980 more lines$/)
})
