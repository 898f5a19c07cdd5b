import { readFileSync } from 'node:fs'
import { RULES } from '@marque/policy'
import { beforeAll, expect, test } from 'vitest'
import * as source from '../src/evaluation/index.ts'
import { EXAMPLES, formOf } from '../src/examples.ts'
import { readExplainInput } from '../src/input/explain-input.ts'
import { buildScript, examplePolicies } from './script.ts'

const CIRCUMSTANCES = { environment: 'production', now: Date.parse('2098-11-22T12:00:00Z') }

/** The module as built for the page: without unused parts, with the packed suffix list, minified. */
let built: typeof source
beforeAll(async () => {
  const { code } = await buildScript('src/evaluation/index.ts')
  built = await import(/* @vite-ignore */ `data:text/javascript;base64,${btoa(toBytes(code))}`)
})

const examples = RULES.flatMap(({ code, example, reasons = [] }) => [
  { name: code, example },
  ...reasons.map((one) => ({ name: `${code} ${one.reason}`, example: one.example })),
])

for (const { name, example } of examples) {
  test(`the page finds in the examples of ${name} what the policy language finds`, () => {
    for (const text of [example.bad, example.good]) {
      const { findings } = built.readPolicy(text, CIRCUMSTANCES)
      expect(findings).toEqual(source.readPolicy(text, CIRCUMSTANCES).findings)
    }
  })
}

test('patterns over public suffixes are found as without the packed list', () => {
  const hosts = ['github.io', 'co.uk', 'kobe.jp', 'city.kobe.jp', 'example.com', 'xn--p1ai', 'ck']
  const text = `version: 1
self: [https://api.example.com]
origins:
  web:
    allow: [${hosts.map((host) => `"https://*.${host}"`).join(', ')}]
    owner: web@example.com
    purpose: patterns
resources: []
`
  const { findings } = built.readPolicy(text, CIRCUMSTANCES)
  expect(findings).toEqual(source.readPolicy(text, CIRCUMSTANCES).findings)
  expect(findings.filter(({ code }) => code === 'MQ-201')).toHaveLength(5)
})

const policies = examplePolicies()
for (const example of EXAMPLES) {
  test(`the page answers as the engine does: ${example.title}`, () => {
    const form = formOf(example, policies)
    const read = readExplainInput(form, CIRCUMSTANCES.now)
    if (!('input' in read)) throw new Error('the example has invalid input')
    const [here, there] = [source, built].map(({ readPolicy, evaluateRequest, verdictOf }) => {
      const { engine, findings } = readPolicy(form.policy, CIRCUMSTANCES)
      const answer = engine && evaluateRequest(engine, read.input)
      return { findings, answer, verdict: answer && verdictOf(answer) }
    })
    expect(there).toEqual(here)
    expect(here?.answer === null).toBe(example.policy === 'broken')
  })
}

test('the whole example of the company is read as the policy language reads it', () => {
  const text = readFileSync(new URL('../../examples/company/policy.yaml', import.meta.url), 'utf8')
  const { findings } = built.readPolicy(text, CIRCUMSTANCES)
  expect(findings).toEqual(source.readPolicy(text, CIRCUMSTANCES).findings)
})

/** One character per byte, as `btoa` requires. */
function toBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}
