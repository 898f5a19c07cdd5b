import { readdirSync, readFileSync } from 'node:fs'
import { decide, prepare } from '@marque/core'
import { describe, expect, test } from 'vitest'
import { normalDecision } from '../normal.ts'
import { buildTopic, readTopics, VECTORS, writeVectors } from './build.ts'

const built = (await readTopics()).map(buildTopic)

test('no row contradicts the oracle', () => {
  expect(built.flatMap(({ contradictions }) => contradictions)).toEqual([])
})

test('the files hold what the tables say, and no other file lies beside them', () => {
  const names = readdirSync(VECTORS).filter((name) => name.endsWith('.json'))
  expect(names.sort()).toEqual(built.map(({ file }) => `${file}.json`).sort())
  for (const { file, vectors } of built) {
    const text = readFileSync(new URL(`${file}.json`, VECTORS), 'utf8')
    expect(
      text === writeVectors(vectors),
      `${file}.json is stale: run conformance/vectors/write.ts`,
    ).toBe(true)
  }
})

test('ids are unique in a file, and there are at least 500 cases', () => {
  for (const { file, vectors } of built) {
    const ids = vectors.cases.map(({ id }) => id)
    expect(ids.length, file).toBe(new Set(ids).size)
  }
  expect(built.flatMap(({ vectors }) => vectors.cases).length).toBeGreaterThanOrEqual(500)
})

test('each rule from D1 to D28 is named by several cases', () => {
  const rules = built.flatMap(({ vectors }) => vectors.cases.map(({ rule }) => rule))
  const few = Array.from({ length: 28 }, (_, index) => `D${index + 1}` as const).filter(
    (rule) => rules.filter((one) => one === rule).length < 3,
  )
  expect(few).toEqual([])
})

describe.each(built)('the engine answers the vectors of $file', ({ vectors }) => {
  const engine = prepare(vectors.bundle)
  test.each(vectors.cases)('$rule $id', (vector) => {
    const { request, context, moment } = vector.in
    expect(normalDecision(decide(engine, request, context, moment))).toEqual(
      normalDecision(vector.out),
    )
  })
})
