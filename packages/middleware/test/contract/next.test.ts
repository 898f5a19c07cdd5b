import { readFileSync } from 'node:fs'
import type { RequestFacts, Vector } from '@marque/core'
import { exchange, type Response, valuesOf } from '@marque/testkit/http'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectExample } from '../example-app.ts'
import { NO_MESSAGE } from './inexpressible.ts'
import { buildNext, startNext } from './next.ts'
import { type Differing, runVectorsOn } from './run-vectors.ts'
import { readVectors } from './vectors.ts'

const VECTORS = new Map<string, Vector>(
  readVectors().flatMap(({ name, cases }) =>
    cases.map((one) => [`${name}#${one.id}`, one] as const),
  ),
)
const ROOT = new URL('../../../../', import.meta.url)
const UNSAYABLE = Object.values(NO_MESSAGE).flat()

beforeAll(buildNext, 300_000)

describe.each(['server', 'routes'] as const)('Next.js, the policy in its %s', (as) => {
  test('decides every vector as the engine does, but for what Next.js does by itself', async () => {
    const app = await startNext(as)
    try {
      const { cases, differing } = await runVectorsOn(app)
      expect(cases).toBe(VECTORS.size)
      const strange = differing.filter((one) => !isOfNext(as, one))
      expect(strange).toEqual([])
    } finally {
      await app.stop()
    }
  })
})

describe('the application of the guide', () => {
  test.each(['marque.js', 'app/orders/[id]/route.js', 'proxy.js'])(
    'the page shows %s as it runs',
    (name) => {
      const code = readFileSync(new URL(`examples/middleware/next/${name}`, ROOT), 'utf8')
      const page = readFileSync(new URL('docs/guide/middleware/next.md', ROOT), 'utf8')
      expect(page).toContain(`\`\`\`js\n// ${name}\n${code}\`\`\``)
    },
  )

  test('applies its policy', async () => {
    const app = await startNext('routes')
    try {
      await expectExample(app.port)
    } finally {
      await app.stop()
    }
  })
})

describe('the explain endpoint', () => {
  test('F28: a page reads why its own origin is denied, by `proxy.js`', async () => {
    const app = await startNext('routes')
    try {
      const ask = async (method: string, body: string): Promise<Response> => {
        const lines = [
          `${method} /.well-known/marque/explain HTTP/1.1`,
          'Host: api.localhost',
          'Origin: https://evil.example',
          'Content-Type: text/plain',
          `Content-Length: ${body.length}`,
          'Connection: close',
        ]
        const answer = await exchange(app.port, `${lines.join('\r\n')}\r\n\r\n${body}`)
        if (answer === null) throw new Error('no answer')
        return answer
      }
      const answer = await ask('POST', JSON.stringify({ url: 'http://api.localhost/orders/1' }))
      expect([answer.status, valuesOf(answer, 'access-control-allow-origin')]).toEqual([200, ['*']])
      expect(answer.body).toContain('"reason":"origin-not-granted"')
      expect((await ask('POST', '{')).status).toBe(400)
      expect((await ask('GET', '')).status).toBe(405)
    } finally {
      await app.stop()
    }
  })
})

/** Whether a difference is one of those that the guide page lists. */
function isOfNext(as: 'server' | 'routes', { id, want, got }: Differing): boolean {
  const vector = VECTORS.get(id)
  if (vector === undefined) return false
  if (UNSAYABLE.includes(id)) return true
  const { request } = vector.in
  // It owns the listener of `upgrade`, and no application hears of a CONNECT.
  if (got === 'no answer') return hasLine(request, 'upgrade') || request.method === 'CONNECT'
  if (typeof got === 'string') return false
  if (request.method === 'CONNECT') return isBare(got, 400)
  // It answers itself where a target has a slash too many, or none, and where it can make no url of it. Nothing was granted that the policy does not.
  if (as === 'server') {
    const { cors, vary } = want as { readonly cors: unknown; readonly vary: unknown }
    return [308, 500].some((status) =>
      same(got, { reached: false, status, cors, vary, problem: false }),
    )
  }
  if (isBare(got, 308) || isBare(got, 500)) return true
  // A route handler sees what the parser of urls has left of the target, and lines that were joined.
  return isParsedAway(request) || isJoined(request)
}

function isBare(got: object, status: number): boolean {
  return same(got, { reached: false, status, cors: [], vary: [], problem: false })
}

function isParsedAway({ url }: RequestFacts): boolean {
  return /\/(?:\.|%2e){1,2}(?:\/|\?|$)|#/i.test(url)
}

function isJoined({ headers }: RequestFacts): boolean {
  const names = headers.map(([name]) => name.toLowerCase())
  return new Set(names).size < names.length
}

function hasLine({ headers }: RequestFacts, name: string): boolean {
  return headers.some(([own]) => own.toLowerCase() === name)
}

function same(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
