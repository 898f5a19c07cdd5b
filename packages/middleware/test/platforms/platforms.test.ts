import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Decision, decide, type RequestFacts, type Vector } from '@marque/core'
import { fixedSource } from '@marque/sync'
import { exchange, type Response, valuesOf } from '@marque/testkit/http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchFacts } from '../../src/fetch-exchange/index.ts'
import type { RunningApp } from '../contract/app.ts'
import { NO_MESSAGE } from '../contract/inexpressible.ts'
import { requestHead } from '../contract/request-head.ts'
import { type Differing, runVectorsOn } from '../contract/run-vectors.ts'
import { expected, readVectors } from '../contract/vectors.ts'
import { bundleApp, PLATFORMS, startPlatform } from './platforms.ts'

interface Asked {
  readonly vector: Vector
  /** What the engine decides of another form of the same request. */
  decideOf(request: RequestFacts): Decision
}

const VECTORS = new Map<string, Asked>(
  readVectors().flatMap(({ name, bundle, cases }) => {
    const { engine } = fixedSource(bundle)
    if (engine === null) throw new Error(`${name} has a bundle that is refused`)
    return cases.map((vector) => {
      const { context, moment } = vector.in
      const decideOf = (request: RequestFacts): Decision =>
        decide(engine, request, context ?? {}, moment)
      return [`${name}#${vector.id}`, { vector, decideOf }] as const
    })
  }),
)
const UNSAYABLE = [...Object.values(NO_MESSAGE).flat(), 'preflights-headers#asked-newline']

const folder = mkdtempSync(join(tmpdir(), 'marque-platforms-'))
beforeAll(() => bundleApp(folder), 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.runIf(process.platform === 'linux' && process.arch === 'x64')('both are there', () => {
  expect(PLATFORMS.map(({ name }) => name)).toEqual(['Bun', 'workerd'])
})

describe.each(PLATFORMS)('$name', (platform) => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startPlatform(platform, folder)
  }, 300_000)
  afterAll(() => app.stop())

  test.each(['fetch', 'hono'] as const)(
    '%s decides every vector as the engine does of what the platform lets it see',
    async (by) => {
      const { cases, differing } = await runVectorsOn(app, [['x-app', by]])
      expect(cases).toBe(VECTORS.size)
      expect(differing.filter((one) => !isOfPlatform(one))).toEqual([])
      // A share of differences that grows hides something.
      expect(differing.length).toBeLessThan(cases / 20)
    },
  )

  describe.each(['fetch', 'hono'] as const)('%s: what is answered', (by) => {
    test('one author, whatever the application says', async () => {
      const answer = await ask(app, by, 'own')
      expect(corsOf(answer)).toEqual(GRANTED)
      expect(varyOf(answer)).toEqual(['accept-encoding', 'origin'])
    })
    test('an error that the handler throws can be read by the page', async () => {
      const answer = await ask(app, by, 'throw')
      expect([answer.status, corsOf(answer)]).toEqual([500, GRANTED])
    })
    test('a redirect, whose headers cannot be changed', async () => {
      const answer = await ask(app, by, 'redirect')
      expect([answer.status, corsOf(answer)]).toEqual([302, GRANTED])
      expect(valuesOf(answer, 'location')).toEqual(['https://api.example.com/elsewhere'])
    })
    test('a stream', async () => {
      const answer = await ask(app, by, 'stream')
      expect([answer.body, corsOf(answer)]).toEqual(['one two three', GRANTED])
    })
    test('304', async () => {
      const answer = await ask(app, by, 'not-modified')
      expect([answer.status, corsOf(answer), valuesOf(answer, 'etag')]).toEqual([
        304,
        GRANTED,
        ['"1"'],
      ])
    })
  })
})

const ORIGIN = 'https://app.example.com'
const GRANTED = [`access-control-allow-origin: ${ORIGIN}`]

async function ask(app: RunningApp, by: string, behave: string): Promise<Response> {
  const [number] = [...VECTORS.keys()].filter((id) => id.startsWith('origins#')).keys()
  const head = requestHead(
    { method: 'GET', url: 'https://api.example.com/r', headers: [['Origin', ORIGIN]] },
    'origin',
    [
      ['x-vector', `origins#${number}`],
      ['x-app', by],
      ['x-behave', behave],
    ],
  )
  const answer = await exchange(app.port, head)
  if (answer === null) throw new Error('no answer')
  return answer
}

function corsOf({ headers }: Response): readonly string[] {
  return headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((line) => line.startsWith('access-control-'))
}

function varyOf(answer: Response): readonly string[] {
  return valuesOf(answer, 'vary')
    .flatMap((value) => value.toLowerCase().split(/,\s*/))
    .sort()
}

/** Whether the platform refused by itself, or showed the application another request, of which the answer is right. */
function isOfPlatform({ id, got }: Differing): boolean {
  const asked = VECTORS.get(id)
  if (asked === undefined) return false
  if (UNSAYABLE.includes(id)) return true
  const { request } = asked.vector.in
  if (typeof got === 'string') return isRefusable(asked)
  if (isBare(got)) return isRefusable(asked)
  const seen = seenBy(request)
  return (
    seen !== null &&
    JSON.stringify(expected(asked.decideOf(seen), request.method)) === JSON.stringify(got)
  )
}

/** What no browser sends, or what is refused by the policy too. */
function isRefusable({ vector }: Asked): boolean {
  const { request } = vector.in
  return (
    (vector.out.status ?? 0) >= 400 || request.method === 'CONNECT' || request.url.endsWith('*')
  )
}

function isBare(got: object): boolean {
  const { reached, status, cors, problem } = got as {
    readonly [name: string]: unknown
  }
  return !reached && !problem && Number(status) >= 400 && JSON.stringify(cors) === '[]'
}

/** The request behind the parser of urls, its lines joined; the authority is what the Host line says. workerd makes the root of `*`. */
function seenBy({ method, url, headers }: RequestFacts): RequestFacts | null {
  try {
    const request = new Request(url.replace(/\*.*$/, '/'), { method })
    for (const [name, value] of headers) request.headers.append(name, value)
    return fetchFacts(request, 'https')
  } catch {
    return null
  }
}
