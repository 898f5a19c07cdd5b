import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { expectExample } from './example-app.ts'

const EXAMPLES = new URL('../../../examples/middleware/', import.meta.url)
const GUIDE = new URL('../../../docs/guide/middleware/', import.meta.url)
/** Next.js is built, not started: `contract/next.test.ts` does that with its example. */
const NAMES = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((one) => one.isDirectory() && one.name !== 'next')
  .map(({ name }) => name)

test('every framework has an example', () => {
  expect(NAMES.sort()).toEqual(['express', 'fastify', 'fetch', 'h3', 'hono', 'koa', 'node'])
})

test.each(NAMES)('%s: the guide shows the example that runs', (name) => {
  const code = readFileSync(new URL(`${name}/server.js`, EXAMPLES), 'utf8')
  const page = readFileSync(new URL(`${name}.md`, GUIDE), 'utf8')
  expect(page).toContain(`\`\`\`js\n${code}\`\`\``)
})

test.each(NAMES)('%s: the example starts and applies its policy', async (name) => {
  const program = fileURLToPath(new URL(`${name}/server.js`, EXAMPLES))
  const child = spawn(process.execPath, ['--conditions=@marque/source', program], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const port = Number(/\d+$/.exec(line)?.[0])
    await expectExample(port)
  } finally {
    child.kill()
  }
})
