import { readFileSync } from 'node:fs'
import { prepare } from '@marque/core'
import { compilePolicy } from '@marque/testkit/policies'
import { expect, test } from 'vitest'
import { type Expectations, observeLayer } from '../comparison/index.ts'
import { diagnose } from './diagnose.ts'
import { askModels, rightLayer } from './model-layers.cases.ts'
import { unusualCases } from './stacks.cases.ts'

const now = Date.UTC(2098, 11, 10, 12)
const bundle = compilePolicy(readFileSync('examples/company/policy.yaml', 'utf8'), { now })
const expectations: Expectations = {
  engine: prepare(bundle),
  context: null,
  headers: [],
  credentials: [],
  certificate: false,
}

const SEVERAL = ['only what was requested', 'lists in another order and case, on a line each']
const layers = [
  ['right', rightLayer] as const,
  ...unusualCases.filter(([name]) => SEVERAL.includes(name)),
]

test.each(layers)('nothing is found at the company: %s', (_name, layer) => {
  const judged = askModels(bundle, [['app', layer]], { now }).map((asked) => ({
    asked,
    ...observeLayer(asked, expectations),
  }))
  const { findings, drifted } = diagnose(judged, { expectations, older: [], curl: () => '' })
  expect(findings.map(({ cause, message }) => [cause, message])).toEqual([])
  expect(drifted.map(({ size }) => size)).toEqual([0])
})
