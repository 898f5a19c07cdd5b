import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { closeServer, listen } from '@marque/testkit/http'
import { singleOriginPolicy } from '@marque/testkit/policies'
import { freePort, temporaryFolder } from '@marque/testkit/processes'
import { expect, test } from 'vitest'
import * as exported from '../src/index.ts'

const README = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')

test('the example of the README starts a gateway', async () => {
  const upstream = createServer((_request, response) => response.end('from the upstream'))
  const port = await listen(upstream)
  const folder = temporaryFolder()
  folder.write('policy.yaml', singleOriginPolicy())
  const file = block('yaml')
    .replace('8080', String(await freePort()))
    .replace('3000', String(port))
  folder.write('gateway.yaml', file)
  const names = /import \{ (.*) \} from/.exec(block('ts'))?.[1] ?? ''
  const code = block('ts')
    .replace(/^import .*\n/m, `const { ${names} } = exported\n`)
    .replace('gateway.yaml', folder.at('gateway.yaml'))
  const urls: string[] = []
  let stop: () => Promise<void> = async () => undefined
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor
  await new AsyncFunction('exported', 'console', 'process', code)(
    exported,
    { log: (url: string) => urls.push(url) },
    {
      once(_signal: string, listener: typeof stop) {
        stop = listener
      },
    },
  )
  const response = await fetch(`${urls[0]}/`)
  expect(await response.text()).toBe('from the upstream')
  await stop()
  await expect(fetch(`${urls[0]}/`)).rejects.toThrow()
  await closeServer(upstream)
})

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(README)?.[1] ?? ''
}
