import { APP } from '@marque/testkit/policies'
/**
 * Questions to the public explain endpoint that are refused.
 *
 * @module
 */

export interface RefusedQuestion {
  readonly name: string
  readonly method?: string
  readonly headers?: { readonly [name: string]: string | readonly string[] }
  readonly path?: string
  readonly body?: string
  readonly status: number
  readonly kind: string
}

const origin = { origin: APP }
const url = 'http://api.example.com/v1/account/me'
const body = JSON.stringify({ url })

export const refused: readonly RefusedQuestion[] = [
  { name: 'GET', method: 'GET', headers: origin, status: 405, kind: 'method-refused' },
  { name: 'PUT', method: 'PUT', headers: origin, status: 405, kind: 'method-refused' },
  {
    name: 'a preflight: no page needs one here',
    method: 'OPTIONS',
    headers: { ...origin, 'access-control-request-method': 'POST' },
    status: 405,
    kind: 'method-refused',
  },
  { name: 'no Origin', body, status: 400, kind: 'question-unreadable' },
  {
    name: 'two Origins',
    headers: { origin: [APP, 'https://b.example'] },
    body,
    status: 400,
    kind: 'question-unreadable',
  },
  {
    name: 'an Origin that no browser writes',
    headers: { origin: 'https://App.example.com/' },
    body,
    status: 400,
    kind: 'question-unreadable',
  },
  { name: 'no body', headers: origin, body: '', status: 400, kind: 'question-unreadable' },
  { name: 'no JSON', headers: origin, body: '{', status: 400, kind: 'question-unreadable' },
  { name: 'a list', headers: origin, body: '[]', status: 400, kind: 'question-unreadable' },
  { name: 'null', headers: origin, body: 'null', status: 400, kind: 'question-unreadable' },
  { name: 'no url', headers: origin, body: '{}', status: 400, kind: 'question-unreadable' },
  {
    name: 'an origin in the body: a page asks for itself',
    headers: origin,
    body: JSON.stringify({ url, origin: 'https://b.example' }),
    status: 400,
    kind: 'question-unreadable',
  },
  ...['/v1/me', 'file:///etc/passwd', 'http://', 'http://a:b@api.example.com/', 7, null].map(
    (bad) => ({
      name: `the url ${JSON.stringify(bad)}`,
      headers: origin,
      body: JSON.stringify({ url: bad }),
      status: 400,
      kind: 'question-unreadable',
    }),
  ),
  ...[{ method: 'G ET' }, { method: 1 }, { method: '' }].map((bad) => ({
    name: `the method ${JSON.stringify(bad.method)}`,
    headers: origin,
    body: JSON.stringify({ url, ...bad }),
    status: 400,
    kind: 'question-unreadable',
  })),
  ...[7, null, 'a', [7], [['a']], [['a', 'b', 'c']], ['a b'], { 'a\n': 'b' }, { a: 1 }].map(
    (headers) => ({
      name: `the headers ${JSON.stringify(headers)}`,
      headers: origin,
      body: JSON.stringify({ url, headers }),
      status: 400,
      kind: 'question-unreadable',
    }),
  ),
  {
    name: 'more headers than any page sets',
    headers: origin,
    body: JSON.stringify({ url, headers: Array.from({ length: 65 }, (_, at) => `x-${at}`) }),
    status: 400,
    kind: 'question-unreadable',
  },
  {
    name: 'credentials that are no word of Fetch',
    headers: origin,
    body: JSON.stringify({ url, credentials: 'yes' }),
    status: 400,
    kind: 'question-unreadable',
  },
  {
    name: 'a body over the bound',
    headers: origin,
    body: JSON.stringify({ url: `${url}?${'x'.repeat(9_000)}` }),
    status: 413,
    kind: 'body-too-large',
  },
  {
    name: 'a host of somebody else',
    headers: origin,
    body: JSON.stringify({ url: 'http://other.example/v1/reports' }),
    status: 404,
    kind: 'not-guarded',
  },
  {
    name: 'a host that only ends alike',
    headers: origin,
    body: JSON.stringify({ url: 'http://evilapi.example.com/v1/reports' }),
    status: 404,
    kind: 'not-guarded',
  },
  {
    name: 'a host that only ends as those of tenants do',
    headers: origin,
    body: JSON.stringify({ url: 'http://globexrest.example.com/v1/reports' }),
    status: 404,
    kind: 'not-guarded',
  },
  {
    name: 'another path of the prefix',
    path: '/.well-known/marque/metrics',
    headers: origin,
    status: 404,
    kind: 'no-route',
  },
]
