import { readFileSync } from 'node:fs'
import { type Bundle, prepare } from '@marque/core'
import { compilePolicy } from '@marque/testkit/policies'
import { describe, expect, test } from 'vitest'
import { type Expectations, observeLayer } from '../comparison/index.ts'
import { curlFor } from '../prober/index.ts'
import type { LayerFinding } from '../report/index.ts'
import { diagnose } from './diagnose.ts'
import {
  askModels,
  type ModelLayer,
  type ModelOptions,
  NOW,
  wrongLayerCases,
} from './wrong-layers.cases.ts'

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
  const judged = askModels(bundle, layers, options).map((asked) => ({
    asked,
    ...observeLayer(asked, expectations),
  }))
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
