import { API, APP, get, grant, granting, NOW, preflight, socket } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { prepare } from '../prepared/prepared-policy.ts'
import type { RequestFacts } from '../request.ts'
import { contextRows } from './context.cases.ts'
import { rows } from './explain.cases.ts'
import { explain } from './explain.ts'

test.each([...rows, ...contextRows])(
  '$name',
  ({ bundle, request, context = {}, moment, step: [kind, words] }) => {
    const { steps } = explain(prepare(bundle), request, context, { now: NOW, ...moment })
    const texts = steps.map(({ outcome, rule, text }) => `${outcome} ${rule} ${text}`)
    expect(texts.filter((text) => text.startsWith(kind)).join('\n'), texts.join('\n')).toContain(
      words,
    )
  },
)

test('no step reveals a cookie, an Authorization or a claim', () => {
  const engine = prepare(
    granting(grant({ when: { claims: { '/a': 'x' } }, requestHeaders: ['authorization'] })),
  )
  const secrets = get('/', APP, ['Authorization', 'SECRET'], ['Cookie', 'SECRET'])
  const { steps } = explain(engine, secrets, { claims: { a: 'SECRET' } }, { now: NOW })
  expect(JSON.stringify(steps)).not.toContain('SECRET')
})

describe('browsers', () => {
  const engine = prepare(
    granting(
      grant({
        credentials: true,
        methods: ['GET', 'PUT'],
        requestHeaders: ['content-type', 'x-a'],
        websocket: true,
      }),
    ),
  )
  const browsers = (request: RequestFacts) => explain(engine, request, {}, { now: NOW }).browsers
  test('use the request of the page behind a received one, with credentials where the grant allows them', () => {
    expect(browsers(get('/x', APP))?.chromium).toMatchObject({
      preflight: false,
      read: true,
      credentials: true,
    })
  })
  test('use the method and the headers that a preflight requests', () => {
    const put = browsers(preflight('/x', APP, 'PUT', 'content-type,x-a'))
    expect(put?.firefox).toMatchObject({ preflight: true, preflightPasses: true, read: true })
    expect(browsers(preflight('/x', APP, 'PUT', 'x-b'))?.firefox.preflightPasses).toBe(false)
    expect(browsers(preflight('/x', APP, 'GET'))?.webkit.preflight).toBe(true)
  })
  test('ignore the headers that browsers and proxies add', () => {
    const lines = [
      ['User-Agent', 'x'],
      ['X-Forwarded-For', '::1'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Host', 'api.example.com'],
    ] as const
    expect(browsers(get('/x', APP, ...lines))?.firefox.preflight).toBe(false)
  })
  test('open WebSockets without a preflight', () => {
    expect(browsers(socket('/x', APP))?.webkit).toMatchObject({ preflight: false, read: true })
  })
  test.each([
    ['without Origin', get('/', null)],
    ['with two', get('/', APP, ['Origin', API])],
    ['with one that no browser writes', get('/', `${APP}/`)],
    [
      'with two requested methods',
      preflight('/', APP, 'GET', null, ['Access-Control-Request-Method', 'PUT']),
    ],
  ])('send nothing %s', (_, request) => {
    expect(browsers(request)).toBeNull()
  })
})
