import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, load } from '@marque/policy'
import { expect, test } from 'vitest'
import * as exported from '../src/index.ts'

test('the example of the README writes a valid policy', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const names = /import \{ (.*) \} from/.exec(code)?.[1] ?? ''
  const written: string[] = []
  const run = new Function(
    'exported',
    'console',
    code.replace(/^import .*\n/m, `const { ${names} } = exported\n`),
  )
  run(exported, { log: (text: string) => written.push(text) })
  const options = { environment: 'production', now: Date.UTC(2098, 10, 22) }
  const findings = check(load(written.join(''), 'policy.yaml'), options)
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(written.join('')).toContain('allow: [https://app.example.com]')
})
