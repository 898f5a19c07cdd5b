import { readFileSync } from 'node:fs'
import * as exported from '@marque/core'
import { APP, grant, granting, NOW } from '@marque/testkit/bundles'
import { expect, test } from 'vitest'

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the example of the README decides a request', () => {
  const code = /```ts\n([\s\S]*?)```/.exec(README)?.[1] ?? ''
  const names = /import \{ (.*) \} from/.exec(code)?.[1] ?? ''
  const body = code
    .replace(/^import .*\n/m, `const { ${names} } = exported\n`)
    .replace(' as const', '')
    .replace('Date.now()', String(NOW))
  const run = new Function('exported', 'bytes', `${body}\nreturn { decision, response, headers }`)
  const bytes = exported.bundleBytes(granting(grant()))
  expect(run(exported, bytes)).toMatchObject({
    decision: { reason: 'granted', reach: true },
    response: null,
    headers: [
      ['Content-Type', 'application/json'],
      ['access-control-allow-origin', APP],
      ['vary', 'Origin'],
    ],
  })
  expect(() => run(exported, new Uint8Array())).toThrow('ERR_BUNDLE_SYNTAX')
})
