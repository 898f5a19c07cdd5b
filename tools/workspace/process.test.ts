import { expect, test } from 'vitest'
import { run } from './process.ts'

test('passes stdin to a program and captures stdout, stderr and the exit code', async () => {
  const outcome = await run('sh', ['-c', 'cat; echo bad >&2; exit 3'], { input: 'good\n' })
  expect(outcome).toEqual({ code: 3, stdout: 'good\n', stderr: 'bad\n', output: outcome.output })
  expect(outcome.output).toMatch(/good[\s\S]*bad|bad[\s\S]*good/)
})

test('resolves with exit code 127 for a missing program', async () => {
  expect(await run('no-such-program', [])).toMatchObject({ code: 127, stdout: '' })
})

test('kills a program after the timeout', async () => {
  const outcome = await run('sleep', ['60'], { timeout: 50 })
  expect(outcome).toMatchObject({ code: 128, output: 'sleep: ended by SIGKILL\n' })
})

test('puts the pinned Node first on the PATH', async () => {
  expect((await run('node', ['--version'])).stdout.trim()).toBe(process.version)
})
