import { expect, test } from 'vitest'
import { playSessions } from './sessions.ts'

const session = (command: string, shown: string): string =>
  `Text.\n\n\`\`\`console\n$ ${command}\n${shown}\`\`\`\n\nMore text.\n`

test('accepts a session whose output matches the document', async () => {
  const text = session('echo a; echo b >&2', 'a\nb\n')
  expect(await playSessions(text)).toEqual({
    text,
    sessions: [{ command: 'echo a; echo b >&2', problem: null }],
  })
})

test('reports a session with different output and returns the current output', async () => {
  const { text, sessions } = await playSessions(session('printf "$%s\\n" "&"', 'old\n'))
  expect(sessions[0]?.problem).toMatch(/^prints\n\$&\nand not\nold/)
  expect(text).toBe(session('printf "$%s\\n" "&"', '$&\n'))
})

test('leaves other blocks unchanged', async () => {
  const text = '```sh\nexit 1\n```\n'
  expect(await playSessions(text)).toEqual({ text, sessions: [] })
})
