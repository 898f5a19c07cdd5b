import { expect, test } from 'vitest'
import { run } from './process.ts'

test('a program is given its input, and its streams and exit code are told apart', async () => {
  const outcome = await run('sh', ['-c', 'cat; echo bad >&2; exit 3'], { input: 'good\n' })
  expect(outcome).toEqual({ code: 3, stdout: 'good\n', stderr: 'bad\n', output: outcome.output })
  expect(outcome.output).toMatch(/good[\s\S]*bad|bad[\s\S]*good/)
})

test('a program that is not there is an outcome, not an exception', async () => {
  expect(await run('no-such-program', [])).toMatchObject({ code: 127, stdout: '' })
})

test('a program that takes too long is ended', async () => {
  const outcome = await run('sleep', ['60'], { timeout: 50 })
  expect(outcome).toMatchObject({ code: 128, output: 'sleep: ended by SIGKILL\n' })
})

test('the pinned Node comes first', async () => {
  expect((await run('node', ['--version'])).stdout.trim()).toBe(process.version)
})
