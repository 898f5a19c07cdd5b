import { expect, test } from 'vitest'
import { ROOT } from '../workspace/index.ts'
import { runExamples } from './readmes.ts'

const block = (code: string, shown?: string): string =>
  `Text.\n\n\`\`\`ts run\n${code}\n\`\`\`\n${shown === undefined ? '' : `\n\`\`\`text\n${shown}\n\`\`\`\n`}`

test('runs an example as TypeScript against the sources', async () => {
  const code =
    "import { decide } from '@marque/core'\nconst name: string = decide.name\nconsole.log(name)"
  expect((await runExamples(block(code, 'decide'), ROOT)).problems).toEqual([null])
})

test('reports an example that throws or prints different output', async () => {
  const text = `${block("throw new Error('no')")}\n${block('console.log(1)', '2')}`
  const { problems, text: rewritten } = await runExamples(text, ROOT)
  const [thrown, other] = problems
  expect(thrown).toMatch(/^exit 1\n[\s\S]*Error: no/)
  expect(other).toBe('prints\n1\nand not\n2\n')
  expect(rewritten).toBe(text.replace('```text\n2\n', '```text\n1\n'))
})

test('does not run blocks without the `ts run` marker', async () => {
  const text = "```ts\nthrow new Error('no')\n```\n"
  expect(await runExamples(text, ROOT)).toEqual({ text, problems: [] })
})
