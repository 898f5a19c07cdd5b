import { valuesOf } from '@marque/testkit/http'
import { APP, EVIL } from '@marque/testkit/policies'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningApp } from '../contract/app.ts'
import { ask, corsOf, GRANTED, varyOf } from './answers.ts'
import { APPLICATIONS } from './applications.ts'
import { BUNDLE } from './policy.ts'

const OPTIONS = { policy: BUNDLE }

/** Targets with the status that they have without us. */
const ROUTES: readonly (readonly [target: string, status: number])[] = [
  ['/throw', 500],
  ['/reject', 500],
  ['/missing', 404],
  ['/redirect', 302],
  ['/stream', 200],
  ['/vary', 200],
  ['/cookies', 200],
  ['/etag', 200],
]

const NODE_TARGETS: readonly (readonly [target: string, status: number])[] = [
  ['/head-flat', 200],
  ['/head-object', 201],
  ['/head-lists', 200],
  ['/head-both', 200],
  ['/head-old-name', 200],
  ['/head-refused', 500],
  ['/set-headers', 200],
  ['/append-header', 200],
  ['/remove-header', 200],
  ['/information', 200],
  ['/broken-stream', 200],
  ['/odd-case', 200],
  ['/hints', 200],
  ['/trailers', 200],
  ['/trailer-pairs', 200],
  ['/flush', 200],
  ['/gzip', 200],
  ['/gzip-stream', 200],
  ['/twice', 200],
]

describe.each(
  APPLICATIONS.flatMap((one) => [
    { ...one, title: one.name, second: false },
    { ...one, title: `${one.name}, another CORS middleware beneath`, second: true },
  ]),
)('$title', ({ start, isNode, second }) => {
  let app: RunningApp

  beforeAll(async () => {
    app = await start(OPTIONS, second)
  })
  afterAll(() => app.stop())

  test.each(ROUTES)('%s has one author of its headers', async (target, status) => {
    const granted = await ask(app, target)
    expect(granted.status).toBe(status)
    expect(corsOf(granted)).toEqual(GRANTED)
    expect(valuesOf(granted, 'timing-allow-origin')).toEqual([APP])
    expect(valuesOf(granted, 'cross-origin-resource-policy')).toEqual(['same-site'])
    expect(varyOf(granted)).toContain('origin')
    const denied = await ask(app, target, { origin: EVIL })
    expect(denied.status).toBe(status)
    expect(corsOf(denied)).toEqual({})
    expect(valuesOf(denied, 'timing-allow-origin')).toEqual([])
    expect(valuesOf(denied, 'cross-origin-resource-policy')).toEqual(['same-site'])
    expect(varyOf(denied)).toContain('origin')
    const none = await ask(app, target, { origin: '' })
    expect(corsOf(none)).toEqual({})
    expect(varyOf(none)).toContain('origin')
  })

  test.each(isNode ? NODE_TARGETS : [])('%s too', async (target, status) => {
    const granted = await ask(app, target)
    expect(granted.status).toBe(status)
    expect(corsOf(granted)).toEqual(GRANTED)
    expect(varyOf(granted)).toContain('origin')
    expect(corsOf({ ...granted, headers: granted.trailers })).toEqual({})
    for (const { headers } of granted.interim) {
      expect(corsOf({ ...granted, headers })).toEqual({})
      expect(valuesOf({ headers }, 'timing-allow-origin')).toEqual([])
    }
    expect(corsOf(await ask(app, target, { origin: EVIL }))).toEqual({})
  })

  test('names of `Vary` that others set stay, once each', async () => {
    expect(varyOf(await ask(app, '/vary'))).toEqual(expect.arrayContaining(['accept', 'origin']))
    expect(valuesOf(await ask(app, '/vary-all'), 'vary')).toEqual(['*'])
  })

  test.each(isNode ? ['/cookies', '/head-lists', '/set-headers'] : ['/cookies'])(
    'cookies of %s stay apart',
    async (target) => {
      const cookies = valuesOf(await ask(app, target), 'set-cookie')
      expect(cookies.map((one) => one.slice(0, 3))).toEqual(['a=1', 'b=2'])
    },
  )

  test('a 304 has the headers too', async () => {
    const answer = await ask(app, '/etag', { lines: 'If-None-Match: "e"\r\n' })
    expect([answer.status, answer.body]).toEqual([304, ''])
    expect(corsOf(answer)).toEqual(GRANTED)
  })

  test('an answer to HEAD has the headers of that to GET', async () => {
    const answer = await ask(app, '/etag', { method: 'HEAD' })
    expect([answer.status, answer.body]).toEqual([200, ''])
    expect(corsOf(answer)).toEqual(GRANTED)
  })

  test('a preflight is answered here', async () => {
    const lines =
      'Access-Control-Request-Method: DELETE\r\nAccess-Control-Request-Headers: content-type\r\n'
    const granted = await ask(app, '/plain', { method: 'OPTIONS', lines })
    expect([granted.status, granted.body]).toEqual([204, ''])
    expect(valuesOf(granted, 'content-length')).toEqual([])
    expect(corsOf(granted)).toEqual({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'DELETE, GET, OPTIONS, POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    })
    const denied = await ask(app, '/plain', { method: 'OPTIONS', lines, origin: EVIL })
    expect(denied.status).toBe(403)
    expect(corsOf(denied)).toEqual({})
    expect(JSON.parse(denied.body)).toMatchObject({ reason: 'origin-not-granted', status: 403 })
    expect(valuesOf(denied, 'cache-control')).toEqual(['no-store'])
    expect(valuesOf(denied, 'content-type')[0]).toContain('application/problem+json')
  })

  // The other middleware answers every OPTIONS itself.
  if (!second) {
    test('an OPTIONS that is no preflight comes to its route', async () => {
      const answer = await ask(app, '/plain', { method: 'OPTIONS' })
      expect([answer.status, answer.body]).toEqual([200, 'plain'])
      expect(valuesOf(answer, 'allow')).toEqual(['GET, OPTIONS'])
      expect(corsOf(answer)).toEqual(GRANTED)
    })
  }

  test('the application knows the decision', async () => {
    expect((await ask(app, '/decision')).body).toBe('granted')
    expect((await ask(app, '/account/decision', { origin: '' })).body).toBe('account')
  })

  test('what is refused does not come to the application', async () => {
    const answer = await ask(app, '/account/decision', { origin: EVIL })
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body)).toMatchObject({ reason: 'origin-not-granted' })
    const head = await ask(app, '/account/decision', { origin: EVIL, method: 'HEAD' })
    expect([head.status, head.body]).toEqual([403, ''])
    const sent = await ask(app, '/anything', { origin: EVIL, method: 'DELETE' })
    expect(sent.status).toBe(403)
  })
})
