import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerHeaders } from '../answer/answer-headers.ts'
import type { VectorFile } from '../bundle/bundle.ts'
import { decide } from '../decide/decide.ts'
import { prepare } from '../prepared/prepared-policy.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import { browseAs, isWebSocket } from './browse.ts'
import type { PageRequest } from './browser-verdict.ts'
import { ENGINES, STANDARD } from './engines.ts'

const folder = new URL('../../vectors/', import.meta.url)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VectorFile)
/** The input of each vector with its engine. */
const inputs = files.flatMap(({ bundle, cases }) => {
  const engine = prepare(bundle)
  const known = Object.values(bundle.sets).flatMap(({ exact }) => exact)
  return cases.map((vector) => ({ engine, known, ...vector.in }))
})
const names = [
  ...new Set(
    files.flatMap(({ bundle }) =>
      bundle.resources.flatMap(({ grants }) => grants.flatMap((each) => each.requestHeaders)),
    ),
  ),
].filter((name) => name !== '*')

const header: fc.Arbitrary<HeaderLine> = fc.oneof(
  fc.constantFrom(...names, 'x-other', 'accept').map((name): HeaderLine => [name, 'v']),
  fc.constantFrom<HeaderLine>(['content-type', 'text/plain'], ['content-type', 'application/json']),
)

const question = fc.constantFrom(...inputs).chain(({ known, ...of }) =>
  fc.record({
    of: fc.constant(of),
    page: fc.record({
      origin: fc.constantFrom(...known, 'null', 'https://evil.test'),
      method: fc.constantFrom('GET', 'head', 'POST', 'put', 'PATCH', 'patch', 'DELETE'),
      headers: fc.array(header, { maxLength: 2 }),
      credentials: fc.boolean(),
      forcesPreflight: fc.boolean(),
    }),
  }),
)

/** The CORS check, written once more from the text of Fetch. */
function passes(headers: readonly HeaderLine[], { origin, credentials }: PageRequest): boolean {
  const get = (name: string) => headers.filter(([each]) => each === name).map(([, value]) => value)
  const allowed = get('access-control-allow-origin')
  if (allowed.length !== 1) return false
  if (!credentials) return allowed[0] === '*' || allowed[0] === origin
  return allowed[0] === origin && get('access-control-allow-credentials').join() === 'true'
}

test('by the standard, script reads a simple request where the engine says so and the check passes; a denied preflight never passes', () => {
  let read = 0
  let passed = 0
  fc.assert(
    fc.property(question, ({ of, page: part }) => {
      const { engine, context, moment } = of
      const page: PageRequest = { ...part, url: of.request.url.split('#')[0] ?? '' }
      if (isWebSocket(page)) return
      const decisions: { preflight: boolean; denied: boolean; reads: boolean }[] = []
      const answer = (request: RequestFacts) => {
        const decision = decide(engine, request, context, moment)
        const headers = answerHeaders(decision, [])
        decisions.push({
          preflight: request.headers.some(([name]) => name === 'Access-Control-Request-Method'),
          denied: !decision.read,
          reads: decision.read && passes(headers, page),
        })
        return { status: decision.status ?? 200, headers }
      }
      for (const rows of [STANDARD, ...Object.values(ENGINES)]) {
        decisions.length = 0
        const verdict = browseAs(rows, page, answer)
        const preflight = decisions.find((each) => each.preflight)
        const actual = decisions.find((each) => !each.preflight)
        expect(preflight !== undefined).toBe(verdict.preflight)
        if (preflight?.denied) expect(verdict.preflightPasses).toBe(false)
        if (verdict.preflightPasses === false) expect(actual).toBeUndefined()
        if (verdict.preflightPasses === true) passed++
        if (actual !== undefined) {
          expect(verdict.sent).toBe(true)
          expect(verdict.read).toBe(actual.reads)
        }
        if (verdict.read) read++
      }
    }),
    { numRuns: 5000 },
  )
  expect(read).toBeGreaterThan(100)
  expect(passed).toBeGreaterThan(100)
})
