import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exchange, valuesOf } from './contract/raw-client.ts'

const EXAMPLES = new URL('../../../examples/middleware/', import.meta.url)
const GUIDE = new URL('../../../docs/guide/middleware/', import.meta.url)
const NAMES = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((one) => one.isDirectory())
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
    const ask = async (method: string, lines: string) => {
      const head = `${method} /orders/7 HTTP/1.1\r\nHost: api.localhost\r\nConnection: close\r\n`
      const answer = await exchange(port, `${head}${lines}\r\n`)
      if (answer === null) throw new Error('no answer')
      return answer
    }
    const granted = await ask('GET', 'Origin: https://app.example.com\r\n')
    expect(JSON.parse(granted.body)).toEqual({ id: '7', decided: 'granted' })
    expect(valuesOf(granted, 'access-control-allow-origin')).toEqual(['https://app.example.com'])
    const preflight = 'Access-Control-Request-Method: DELETE\r\n'
    expect((await ask('OPTIONS', `Origin: https://app.example.com\r\n${preflight}`)).status).toBe(
      204,
    )
    expect((await ask('OPTIONS', `Origin: https://evil.test\r\n${preflight}`)).status).toBe(403)
    const denied = await ask('GET', 'Origin: https://evil.test\r\n')
    expect([denied.status, valuesOf(denied, 'access-control-allow-origin')]).toEqual([200, []])
  } finally {
    child.kill()
  }
})
