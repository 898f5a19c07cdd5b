import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf } from '../../test/step-faults.ts'
import type { Vector, VectorFile } from '../bundle/bundle.ts'
import { decide } from '../decide/decide.ts'
import { type PreparedPolicy, prepare } from '../prepared/prepared-policy.ts'
import type { HeaderLine, Moment, RequestFacts } from '../request.ts'
import { explain } from './explain.ts'
import { trace } from './trace.ts'

const folder = new URL('../../vectors/', import.meta.url)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VectorFile)
const engines = files.map(({ bundle }) => prepare(bundle) as PreparedPolicy)
const vectors: readonly Vector[] = files.flatMap(({ cases }) => cases)
const inputs = vectors.map((vector) => vector.in)

const hostile = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '\x1b[31m',
    '\r\nSet-Cookie: a=b',
    '`',
    '\u202e',
    '%00',
    'x'.repeat(9000),
    'é, ,ü',
  ),
)
const names = fc.constantFrom(
  'Origin',
  'Host',
  'Cookie',
  'Authorization',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'Sec-Fetch-Site',
  'Upgrade',
)
const line: fc.Arbitrary<HeaderLine> = fc.tuple(names, hostile)
const sample = fc.constantFrom(...inputs)

/** A request of some vector, to which lines were added and whose url may have been extended. */
const request: fc.Arbitrary<RequestFacts> = fc
  .tuple(sample, fc.array(line, { maxLength: 2 }), fc.option(hostile), fc.option(hostile))
  .map(([{ request: of }, more, path, method]) => ({
    method: method ?? of.method,
    url: path === null ? of.url : `${of.url}/${path}`,
    headers: [...of.headers, ...more],
  }))

/** The moment of some vector, at times an instant that is none. */
const moment: fc.Arbitrary<Moment> = fc
  .tuple(sample, fc.option(fc.constantFrom(0, Number.NaN, 1e300, -1e15), { freq: 9 }))
  .map(([of, now]) => (now === null ? of.moment : { ...of.moment, now }))

const question = fc.record({
  engine: fc.constantFrom(...engines),
  request,
  context: sample.map(({ context }) => context),
  moment,
})

test('the steps of any request lead to its decision, and nothing of it can forge a line', () => {
  fc.assert(
    fc.property(question, ({ engine, request: of, context, moment: at }) => {
      const decision = decide(engine, of, context, at)
      expect(faultsOf(trace(engine, of, context, at, decision), decision)).toEqual([])
    }),
    { numRuns: 5000 },
  )
})

test('explain decides as decide does, and its verdicts and notes can be shown', () => {
  fc.assert(
    fc.property(question, ({ engine, request: of, context, moment: at }) => {
      const { decision, browsers } = explain(engine, of, context, at)
      expect(decision).toEqual(decide(engine, of, context, at))
      for (const { notes } of Object.values(browsers ?? {})) {
        for (const { text, source } of notes) expect(text + source).toMatch(/^[\x20-\x7e…]+$/)
      }
    }),
    { numRuns: 2000 },
  )
})
