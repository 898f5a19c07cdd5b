import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../test/step-faults.ts'
import type { VectorFile } from '../bundle/bundle.ts'
import { decide } from '../decide/decide.ts'
import { type PreparedPolicy, prepare } from '../prepared/prepared-policy.ts'
import { trace } from './trace.ts'

const folder = new URL('../../vectors/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe.each(files)('the steps of every vector of %s', (name) => {
  const file = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VectorFile
  const engine = prepare(file.bundle) as PreparedPolicy
  test('lead to its decision', () => {
    for (const { id, in: input } of file.cases) {
      const { request, context, moment } = input
      const decision = decide(engine, request, context, moment)
      const steps = trace(engine, request, context, moment, decision)
      expect(faultsOf(steps, decision), id).toEqual([])
    }
  })
})
