/** From generated traffic to policies: the engine grants at recorded paths what was recorded there, and nothing else. */
import { coversMethod, decide, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftFromTraffic, writeDraft } from '../src/index.ts'
import { type Observation, pathTemplate } from '../src/traffic/index.ts'

const SELF = 'https://api.example.com'
const ORIGINS = ['https://app.example.com', 'https://admin.example.com']
const METHODS = ['GET', 'POST', 'DELETE']
const HEADERS = ['x-a', 'x-b']
const now = Date.UTC(2098, 10, 22)

const request = fc.record({
  isWebSocket: fc.constant(false),
  origin: fc.constantFrom(...ORIGINS),
  method: fc.constantFrom(...METHODS),
  path: fc.constantFrom('/', '/p', '/42', '/users/me', '/users/42', '/users/7', '/users/42/p'),
  requestHeaders: fc.subarray(HEADERS),
  cookies: fc.boolean(),
  allowed: fc.constant('yes' as const),
  count: fc.constant(1),
})
const observation: fc.Arbitrary<Observation> = fc.oneof(
  { arbitrary: request, weight: 3 },
  {
    arbitrary: request.map((one) => ({
      ...one,
      isWebSocket: true,
      method: 'GET',
      requestHeaders: [],
    })),
    weight: 1,
  },
)

function prepared(observations: readonly Observation[]) {
  const { draft } = draftFromTraffic(observations, {
    self: [SELF],
    contact: null,
    owner: 'web@example.com',
    schema: './policy-1.json',
    file: 'a.har',
  })
  const text = writeDraft(draft)
  const { bundle } = compile(load(text, 'policy.yaml'), { environment: 'production', now })
  if (bundle === null) throw new Error(text)
  return { engine: prepare(bundle), text }
}

test('a draft grants an origin at a recorded path the methods, headers and credentials recorded for it there', () => {
  fc.assert(
    fc.property(fc.array(observation, { minLength: 1, maxLength: 8 }), (observations) => {
      const { engine, text } = prepared(observations)
      for (const path of new Set(observations.map((one) => one.path))) {
        for (const origin of ORIGINS) {
          const here = observations.filter(
            (one) => one.origin === origin && pathTemplate(one.path) === pathTemplate(path),
          )
          for (const method of METHODS) {
            const all = here.filter((one) => coversMethod([one.method], method))
            const same = all.filter(({ isWebSocket }) => !isWebSocket)
            const withCookies = same.some(({ cookies }) => cookies)
            const opens = all.length > same.length && (same.length === 0 || withCookies)
            const label = `${text}\n${method} ${path} ${origin}`
            const actual = decide(
              engine,
              { method, url: SELF + path, headers: [['Origin', origin]] },
              { tenant: null },
              { now },
            )
            expect(actual.read, label).toBe(same.length > 0 || opens)
            expect(
              actual.headers.some(([name]) => /allow-credentials/i.test(name)),
              label,
            ).toBe(withCookies || opens)
            if (method === 'GET') {
              const headers = [
                ['Origin', origin],
                ['Connection', 'Upgrade'],
                ['Upgrade', 'websocket'],
              ] as const
              const socket = { method, url: SELF + path, headers }
              const { kind, reach } = decide(engine, socket, { tenant: null }, { now })
              expect([kind, reach], label).toEqual(['websocket', opens])
            }
            for (const header of HEADERS) {
              const preflight = decide(
                engine,
                {
                  method: 'OPTIONS',
                  url: SELF + path,
                  headers: [
                    ['Origin', origin],
                    ['Access-Control-Request-Method', method],
                    ['Access-Control-Request-Headers', header],
                  ],
                },
                { tenant: null },
                { now },
              )
              expect(preflight.reason === 'granted', `${label} ${header}`).toBe(
                same.some(({ requestHeaders }) => requestHeaders.includes(header)),
              )
            }
          }
        }
      }
    }),
    { numRuns: 150 },
  )
})

test('a path that was recorded for one origin is not granted to another one by a wider path', () => {
  const seen = (origin: string, method: string, path: string, cookies: boolean): Observation => ({
    origin: `https://${origin}.example.com`,
    method,
    isWebSocket: false,
    path,
    requestHeaders: [],
    cookies,
    allowed: 'yes',
    count: 1,
  })
  const { engine, text } = prepared([
    seen('app', 'GET', '/v1/users/me', false),
    seen('admin', 'DELETE', '/v1/users/42', true),
  ])
  const decided = (origin: string, method: string, path: string): boolean =>
    decide(
      engine,
      {
        method,
        url: SELF + path,
        headers: [['Origin', `https://${origin}.example.com`]],
      },
      { tenant: null },
      { now },
    ).read
  expect(decided('app', 'GET', '/v1/users/me'), text).toBe(true)
  expect(decided('admin', 'DELETE', '/v1/users/43'), text).toBe(true)
  expect(decided('admin', 'DELETE', '/v1/users/me'), text).toBe(false)
})
