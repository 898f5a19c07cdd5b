import { readFileSync } from 'node:fs'
import { type Bundle, decide, prepare } from '@marque/core'
import { compilePolicy } from '@marque/testkit/policies'
import { describe, expect, test } from 'vitest'
import { type Expectations, markOwnOptionsAnswers, observeLayer } from '../comparison/index.ts'
import { curlFor } from '../prober/index.ts'
import type { LayerFinding } from '../report/index.ts'
import { diagnose } from './diagnose.ts'
import { askModels, type ModelLayer, type ModelOptions, NOW } from './model-layers.cases.ts'
import { stackCases, unusualCases } from './stacks.cases.ts'
import { libraryCases, wrongLayerCases } from './wrong-layers.cases.ts'

const RULES = compilePolicy(readFileSync('examples/rules/policy.yaml', 'utf8'), { now: NOW })

function findingsOf(
  bundle: Bundle,
  layers: readonly (readonly [string, ModelLayer])[],
  options: ModelOptions = {},
): readonly LayerFinding[] {
  const expectations: Expectations = {
    engine: prepare(bundle),
    context: null,
    headers: [],
    credentials: [],
    certificate: false,
  }
  const observed = askModels(bundle, layers, options).map((asked) => ({
    asked,
    ...observeLayer(asked, expectations),
  }))
  const marked = markOwnOptionsAnswers(observed.map(({ observations }) => observations))
  const judged = observed.map((each, at) => ({ ...each, observations: marked[at] ?? [] }))
  return diagnose(judged, {
    expectations,
    older: (options.older ?? []).map((each) => prepare(each)),
    curl: ({ probe, url }, { layer }) =>
      curlFor({ probe, url }, layer, {
        headers: [],
        credentials: [],
        forwardedHttps: true,
        seed: 1,
      }),
  }).findings
}

describe('one wrong layer', () => {
  test.each(wrongLayerCases)('$name', ({ layer, causes, throughCache, replicas }) => {
    const findings = findingsOf(RULES, [['app', layer]], {
      ...(throughCache !== undefined && { throughCache }),
      ...(replicas !== undefined && { replicas }),
    })
    const got = findings.map((f) => f.cause)
    expect(got).toEqual(causes)
  })
})

describe('a layer that knows no policy', () => {
  const small = compilePolicy(readFileSync('examples/minimal/policy.yaml', 'utf8'), { now: NOW })
  test.each(libraryCases)('$name', ({ layer, causes }) => {
    expect(findingsOf(small, [['app', layer]]).map(({ cause }) => cause)).toEqual(causes)
  })
})

test('a clock of the past lets in what has ended and refuses what has begun', () => {
  const rules = readFileSync('examples/rules/policy.yaml', 'utf8')
    .replace('until: 2099-01-31T00:00:00Z', 'until: 2099-01-05T00:00:00Z')
    .replace('read: false, nullReach: true', 'read: false')
    .replace(
      '[login], methods: [POST], read: false',
      '[login], methods: [POST], from: 2099-01-07T00:00:00Z',
    )
  const bundle = compilePolicy(rules, { now: NOW })
  const engine = prepare(bundle)
  const late: ModelLayer = ({ facts }, right) =>
    right(decide(engine, facts, {}, { now: Date.UTC(2099, 0, 1) }))
  const findings = findingsOf(bundle, [['app', late]])
  expect(findings.map(({ cause }) => cause)).toEqual(['expired-still-granted'])
})

const OLDER = compilePolicy(
  readFileSync('examples/rules/policy.yaml', 'utf8')
    .replace('methods: [GET, POST, PUT]', 'methods: [GET, POST]')
    .replace('maxAge: 600', 'maxAge: 300')
    .replace(
      'allow: [https://app.example.com]',
      'allow: [https://app.example.com, https://old.example.com]',
    ),
  { now: NOW },
)

describe('stacks', () => {
  test.each(stackCases({ older: OLDER }))('$name', ({ layers, findings, options }) => {
    const got = findingsOf(RULES, layers, options).map(
      ({ layer, cause, severity, alsoSeenAt }) =>
        `${layer}: ${cause}${severity === 'warning' ? ' warning' : ''}${alsoSeenAt.length > 0 ? ` (${alsoSeenAt.join(', ')})` : ''}`,
    )
    expect(got).toEqual(findings)
  })
})

describe('right layers', () => {
  test.each(unusualCases)('%s', (_name, layer) => {
    const got = findingsOf(RULES, [['app', layer]])
    expect(got.map(({ cause, message, curl }) => [cause, message, curl])).toEqual([])
  })
})
