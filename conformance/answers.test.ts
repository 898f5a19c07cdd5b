import { answerHeaders, type Decision, decide, layerHeaders, prepare } from '@marque/core'
import { describe, expect, test } from 'vitest'
import { cases, policy } from './answers.cases.ts'
import { normalLines } from './normal.ts'
import { oracleAnswerHeaders, oracleDecide, oracleLayerHeaders } from './oracle/index.ts'
import { NOW } from './vectors/now.ts'

const moment = { now: NOW }
const engine = prepare(policy)

describe.each(cases)('$name', ({ request, byLayer, below, want }) => {
  test('by the oracle', () => {
    const judge = byLayer ? oracleLayerHeaders : oracleDecide
    expect(normalLines(oracleAnswerHeaders(judge(policy, request, {}, moment), below))).toEqual(
      want,
    )
  })
  test('by the engine', () => {
    const decision: Decision = (byLayer ? layerHeaders : decide)(engine, request, {}, moment)
    expect(normalLines(answerHeaders(decision, below))).toEqual(want)
  })
})
