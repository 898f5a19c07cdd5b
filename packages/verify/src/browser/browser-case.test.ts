import type { HeaderLine } from '@marque/core'
import { expect, test } from 'vitest'
import type { Probe } from '../probes/index.ts'
import { browserCases } from './browser-case.ts'

const APP = 'https://app.example.com'

function probe(part: Partial<Probe> & { readonly from?: string | null }): Probe {
  const { from = APP, headers = [], ...rest } = part
  const origin: readonly HeaderLine[] = from === null ? [] : [['Origin', from]]
  return {
    id: 0,
    kind: 'actual',
    resource: 'items',
    origin: { value: from, role: 'granted', nearMiss: null },
    method: 'GET',
    url: 'https://api.example.com/items',
    withCredentials: false,
    conditionalOn: null,
    sequence: null,
    ...rest,
    headers: [...origin, ...headers],
  }
}

function preflight(method: string, names?: string): Probe {
  const headers: HeaderLine[] = [['Access-Control-Request-Method', method]]
  if (names !== undefined) headers.push(['Access-Control-Request-Headers', names])
  return probe({ kind: 'preflight', method: 'OPTIONS', headers })
}

function casesOf(probes: readonly Probe[], maxCases = 100, layers: readonly number[] = [0]) {
  return browserCases(probes, { layers, maxCases, seed: 7 })
}

function short(...given: Parameters<typeof casesOf>): readonly string[] {
  return casesOf(...given).map(({ page, forwardsRequest, layer }) =>
    [
      page.method,
      ...page.headers.map(([name, value]) => `${name}=${value}`),
      page.credentials ? 'include' : 'omit',
      ...(forwardsRequest ? [] : ['withheld']),
      ...(layer > 0 ? [`layer ${layer}`] : []),
    ].join(' '),
  )
}

test('a request is sent without credentials and with them, at a URL of its own', () => {
  expect(casesOf([probe({})]).map(({ page }) => [page.url, page.credentials])).toEqual([
    ['https://api.example.com/items?marque-probe=7-b0', false],
    ['https://api.example.com/items?marque-probe=7-b1', true],
  ])
})

const BEARER = 'authorization=Bearer marque-verify'
const JSON_TYPE = 'content-type=application/json'

test.each([
  ['PUT', undefined, ['PUT omit withheld', 'PUT include withheld']],
  ['GET', 'x-a', ['GET x-a=1 omit', 'GET x-a=1 include']],
  ['GET', 'authorization', [`GET ${BEARER} omit withheld`, `GET ${BEARER} include withheld`]],
  ['GET', 'content-type', [`GET ${JSON_TYPE} omit`, `GET ${JSON_TYPE} include`]],
])('a preflight for %s with %s becomes the request that causes it', (method, names, want) => {
  expect(short([preflight(method, names)])).toEqual(want)
})

test('a request of the plan that changes data reaches the layer: the run allows it', () => {
  expect(short([probe({ method: 'PUT' })])).toEqual(['PUT omit', 'PUT include'])
})

test('a handshake opens a WebSocket, with credentials', () => {
  const cases = casesOf([probe({ kind: 'websocket', headers: [['Upgrade', 'websocket']] })])
  expect(cases.map(({ page }) => [page.url, page.credentials])).toEqual([
    ['wss://api.example.com/items?marque-probe=7-b0', true],
  ])
})

test.each([
  ['no origin', probe({ from: null })],
  ['an origin in upper case', probe({ from: 'https://APP.example.com' })],
  ['an origin with its default port', probe({ from: 'https://app.example.com:443' })],
  ['an origin with a slash', probe({ from: 'https://app.example.com/' })],
  ['an origin of no web page', probe({ from: 'capacitor://localhost' })],
  ['a path that browsers rewrite', probe({ url: 'https://api.example.com/a/../items' })],
  ['a header that script may not set', probe({ headers: [['Sec-Fetch-Site', 'cross-site']] })],
  ['a conditional request', probe({ kind: 'conditional', conditionalOn: 0 })],
  ['OPTIONS without a preflight', probe({ kind: 'options', method: 'OPTIONS' })],
  ['a sequence of a cache', probe({ sequence: 0 })],
])('not sent by pages: %s', (_name, each) => {
  expect(short([each])).toEqual([])
})

test('an opaque origin is one of a page', () => {
  expect(short([probe({ from: 'null' })])).toEqual(['GET omit', 'GET include'])
})

test('every layer gets the same cases, within the budget over all of them', () => {
  expect(short([probe({}), preflight('PUT')], 5, [0, 2])).toEqual([
    'GET omit',
    'GET omit layer 2',
    'GET include',
    'GET include layer 2',
  ])
})

test('what pages would send twice is sent once', () => {
  expect(short([probe({}), probe({ id: 1 })])).toHaveLength(2)
})
