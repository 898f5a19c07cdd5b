import { describe, expect, test } from 'vitest'
import { GOOD_API } from '../catalogue/examples.ts'
import type { ApiOperation } from './api.ts'
import { badCases, goodCases } from './read-open-api.cases.ts'
import { readOpenApi } from './read-open-api.ts'

const bytes = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text

describe('invalid and incomplete descriptions have findings with positions', () => {
  for (const [name, text, ...found] of badCases) {
    test(name, () => {
      const { findings } = readOpenApi(bytes(text), 'a.yaml')
      expect(findings.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(found)
      for (const { message, file } of findings) {
        expect(message).toMatch(/^[a-z`0-9]/)
        expect(message).not.toMatch(/\.$/)
        expect(file).toBe('a.yaml')
      }
    })
  }
})

describe('what is fine has no finding', () => {
  for (const [name, text] of goodCases) {
    test(name, () => {
      const { api, findings } = readOpenApi(bytes(text), 'a.yaml')
      expect(findings).toEqual([])
      expect(api).not.toBeNull()
    })
  }
})

test('an alias bomb is not expanded', () => {
  const lines = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let at = 1; at < 12; at++) lines.push(`k${at}: &a${at} [${`*a${at - 1}, `.repeat(10)}]`)
  const bomb = `${lines.join('\n')}\n${GOOD_API.replace('responses: {}', 'x-marque: { grants: [{ origins: [web], when: { claims: { a: *a11 } } }] }')}`
  const { findings } = readOpenApi(bytes(bomb), 'a.yaml')
  expect(findings.map(({ code }) => code)).toEqual(['MQ-804'])
})

test('the cost of shared parameter lists is bounded', () => {
  const names = Array.from({ length: 3000 }, (_, at) => `{in: header, name: h${at}}`).join(',')
  const paths = Array.from(
    { length: 2000 },
    (_, at) => `  /a${at}: { get: { parameters: *p } }`,
  ).join('\n')
  const { findings } = readOpenApi(
    bytes(`openapi: 3.1.0\nx: &p [${names}]\npaths:\n${paths}\n`),
    'a.yaml',
  )
  expect(findings.map(({ code }) => code)).toEqual(['MQ-804'])
})

/** Operations of a description in JSON, by method and path. */
function read(document: object): {
  readonly self: readonly string[]
  readonly elsewhere: readonly string[]
  readonly operations: { readonly [name: string]: ApiOperation }
} {
  const text = JSON.stringify({ openapi: '3.2.0', info: { title: 'a', version: '1' }, ...document })
  const { api, findings } = readOpenApi(bytes(text), 'a.json')
  if (api === null) throw new Error(JSON.stringify(findings))
  return {
    self: api.self,
    elsewhere: api.elsewhere,
    operations: Object.fromEntries(api.operations.map((one) => [`${one.method} ${one.path}`, one])),
  }
}

const endpoints = (operation: ApiOperation | undefined): readonly string[] =>
  (operation?.endpoints ?? []).map(({ host, path }) => `${host ?? ''}${path}`)

describe('servers', () => {
  const at = (servers: unknown, item: object = {}) =>
    read({ servers, paths: { '/a': { get: {}, ...item } } })

  test('give the public origins and base paths', () => {
    const { self, operations } = at([{ url: 'https://a.example/v1/' }])
    expect([self, endpoints(operations['GET /a'])]).toEqual([['https://a.example'], ['/v1/a']])
  })

  test('may be written in upper case, with a default port', () => {
    expect(at([{ url: 'HTTPS://A.example:443' }]).self).toEqual(['https://a.example'])
    expect(at([{ url: 'http://a.example:80' }]).self).toEqual(['http://a.example'])
    expect(at([{ url: 'https://a.example:8443' }]).self).toEqual(['https://a.example:8443'])
  })

  test('have variables, one server for each value', () => {
    const url = 'https://{region}.example/{version}'
    const variables = { region: { default: 'eu', enum: ['eu', 'us'] }, version: { default: 'v1' } }
    const { self, operations } = at([{ url, variables }])
    expect([self, endpoints(operations['GET /a'])]).toEqual([
      ['https://eu.example', 'https://us.example'],
      ['/v1/a'],
    ])
  })

  test('are bounded in number', () => {
    const names = Array.from({ length: 12 }, (_, index) => `v${index}`)
    const variables = Object.fromEntries(
      names.map((name) => [name, { default: 'a', enum: ['a', 'b', 'c', 'd'] }]),
    )
    const { self } = at([
      { url: `https://${names.map((name) => `{${name}}`).join('')}.example`, variables },
    ])
    expect(self.length).toBeLessThanOrEqual(64)
  })

  test('with relative URLs give a base path and no origin', () => {
    for (const url of ['/v1', 'v1/']) {
      const { self, operations } = at([{ url }])
      expect([self, endpoints(operations['GET /a'])]).toEqual([[], ['/v1/a']])
    }
  })

  test('on loopback addresses are left out', () => {
    expect(at([{ url: 'http://localhost:3000' }, { url: 'https://127.0.0.1' }]).self).toEqual([])
  })

  test('give hosts where their base paths differ', () => {
    const { operations } = at([{ url: 'https://a.example/one' }, { url: 'https://b.example/two' }])
    expect(endpoints(operations['GET /a'])).toEqual(['a.example/one/a', 'b.example/two/a'])
  })

  test('of an operation or a path item replace those of the document', () => {
    const { self, elsewhere, operations } = read({
      servers: [{ url: 'https://a.example' }],
      paths: {
        '/a': {
          servers: [{ url: 'https://files.example/f' }],
          get: {},
          put: { servers: [{ url: 'https://up.example' }] },
        },
      },
    })
    expect(self).toEqual(['https://a.example'])
    expect(elsewhere).toEqual(['https://files.example', 'https://up.example'])
    expect(endpoints(operations['GET /a'])).toEqual(['files.example/f/a'])
    expect(endpoints(operations['PUT /a'])).toEqual(['up.example/a'])
  })
})

describe('logins', () => {
  const components = {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      oauth: { $ref: '#/components/securitySchemes/bearer' },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
      query: { type: 'apiKey', in: 'query', name: 'key' },
      tls: { type: 'mutualTLS' },
      host: { type: 'apiKey', in: 'header', name: 'Host' },
    },
  }
  const cases: readonly (readonly [
    name: string,
    security: unknown,
    login: string,
    headers: readonly string[],
    credentials: boolean,
  ])[] = [
    ['not described', undefined, 'unknown', [], false],
    ['none', [], 'none', [], false],
    ['an empty way is none', [{}], 'none', [], false],
    ['bearer', [{ bearer: [] }], 'required', ['authorization'], false],
    ['through a reference', [{ oauth: [] }], 'required', ['authorization'], false],
    [
      'by its address (3.2)',
      [{ '#/components/securitySchemes/key': [] }],
      'required',
      ['x-key'],
      false,
    ],
    ['optional', [{}, { bearer: [] }], 'optional', ['authorization'], false],
    ['by cookie', [{ cookie: [] }], 'required', [], true],
    ['by certificate', [{ tls: [] }], 'required', [], true],
    ['by cookie and key', [{ cookie: [], key: [] }], 'required', ['x-key'], true],
    [
      'by cookie or key: the key needs no cookie',
      [{ cookie: [] }, { key: [] }],
      'required',
      ['x-key'],
      false,
    ],
    ['in the query', [{ query: [] }], 'required', [], false],
    ['not declared', [{ nope: [] }], 'required', [], false],
    ['in a header that script cannot set', [{ host: [] }], 'required', [], false],
    ['of a wrong kind', 'bearer', 'unknown', [], false],
  ]
  for (const [name, security, login, requestHeaders, credentials] of cases) {
    test(name, () => {
      const { operations } = read({
        components,
        paths: { '/a': { get: security === undefined ? {} : { security } } },
      })
      expect(operations['GET /a']).toMatchObject({ login, requestHeaders, credentials })
    })
  }

  test('an operation without `security` has that of the document', () => {
    const { operations } = read({
      components,
      security: [{ bearer: [] }],
      paths: { '/a': { get: {}, put: { security: [] } } },
    })
    expect([operations['GET /a']?.login, operations['PUT /a']?.login]).toEqual(['required', 'none'])
  })
})

describe('headers', () => {
  test('from parameters, bodies and responses, where script needs a grant', () => {
    const header = (name: string) => ({ in: 'header', name })
    const { operations } = read({
      paths: {
        '/a': {
          parameters: [
            header('X-Trace'),
            header('Accept'),
            header('Authorization'),
            header('Cookie'),
            { in: 'query', name: 'q' },
          ],
          post: {
            parameters: [
              { $ref: '#/components/parameters/key' },
              header('Sec-Fetch-Mode'),
              header('a b'),
            ],
            requestBody: { content: { 'application/json': {} } },
            responses: {
              '200': {
                headers: {
                  ETag: {},
                  'Set-Cookie': {},
                  'Content-Type': {},
                  'Access-Control-Allow-Origin': {},
                },
              },
              default: { $ref: '#/components/responses/error' },
              'x-note': { headers: { 'X-Not': {} } },
            },
          },
          put: {
            requestBody: {
              content: { 'TEXT/plain; charset=utf-8': {}, 'multipart/form-data': {} },
            },
          },
        },
      },
      components: {
        parameters: { key: header('Idempotency-Key') },
        responses: { error: { headers: { 'Retry-After': {} } } },
      },
    })
    expect(operations['POST /a']).toMatchObject({
      requestHeaders: ['content-type', 'idempotency-key', 'x-trace'],
      exposeHeaders: ['etag', 'retry-after'],
    })
    expect(operations['PUT /a']?.requestHeaders).toEqual(['x-trace'])
  })
})

describe('x-marque', () => {
  test('is taken from the nearest level', () => {
    const { operations } = read({
      'x-marque': { sensitivity: 'internal', owner: 'doc@a.example', data: ['personal'] },
      paths: {
        '/a': {
          'x-marque': { sensitivity: 'confidential' },
          get: {},
          put: { 'x-marque': { sensitivity: 'public', data: [], resource: 'own' } },
        },
        '/b': { 'x-marque': { skip: true }, get: {}, put: { 'x-marque': { skip: false } } },
      },
    })
    expect(operations['GET /a']?.extension).toMatchObject({
      sensitivity: 'confidential',
      owner: 'doc@a.example',
      data: ['personal'],
      resource: null,
    })
    expect(operations['PUT /a']?.extension).toMatchObject({
      sensitivity: 'public',
      data: [],
      resource: 'own',
    })
    expect(Object.keys(operations)).toEqual(['GET /a', 'PUT /a', 'PUT /b'])
  })

  test('keeps further keys of a grant', () => {
    const grant = { origins: ['web'], credentials: true, maxAge: '5m', when: { roles: ['reader'] } }
    const { operations } = read({ paths: { '/a': { get: { 'x-marque': { grants: [grant] } } } } })
    expect(operations['GET /a']?.extension.grants).toEqual([
      {
        origins: ['web'],
        credentials: true,
        requestHeaders: null,
        exposeHeaders: null,
        more: { maxAge: '5m', when: { roles: ['reader'] } },
      },
    ])
  })
})

describe('operations that a policy cannot tell apart', () => {
  const open = { 'x-marque': { sensitivity: 'public' } }
  const secret = { 'x-marque': { sensitivity: 'confidential' } }
  const cases: readonly (readonly [
    name: string,
    paths: object,
    want: { readonly [operation: string]: readonly string[] },
  ])[] = [
    [
      'the same protection: they share a path',
      { '/{a}': { get: open }, '/{b}': { get: open } },
      { 'GET /{a}': ['/{a}'], 'GET /{b}': ['/{b}'] },
    ],
    [
      'the strictest decides',
      { '/{a}': { get: open }, '/{b}': { get: secret } },
      { 'GET /{a}': [], 'GET /{b}': ['/{b}'] },
    ],
    [
      'a wider one that is stricter decides too',
      { '/{a}': { get: open }, '/{b}.json': { get: secret } },
      { 'GET /{a}': [], 'GET /{b}.json': ['/{b_json}'] },
    ],
    [
      'a wider one that is milder does not',
      { '/{a}': { get: secret }, '/{b}.json': { get: open } },
      { 'GET /{a}': ['/{a}'], 'GET /{b}.json': [] },
    ],
    [
      'equally strict: neither',
      {
        '/{a}': { get: { 'x-marque': { owner: 'a@a.example' } } },
        '/{b}': { get: { 'x-marque': { owner: 'b@a.example' } } },
      },
      { 'GET /{a}': [], 'GET /{b}': [] },
    ],
    ['GET covers HEAD', { '/a': { get: open, head: secret } }, { 'GET /a': [], 'HEAD /a': ['/a'] }],
    [
      'a trailing slash says nothing',
      { '/a': { get: open }, '/a/': { get: secret } },
      { 'GET /a': [], 'GET /a/': ['/a'] },
    ],
    [
      'other methods are other requests',
      { '/{a}': { get: open }, '/{b}': { put: secret } },
      { 'GET /{a}': ['/{a}'], 'PUT /{b}': ['/{b}'] },
    ],
    [
      'a wider one takes nothing from a stricter, less specific one',
      { '/a/{b}.json': { get: open }, '/{x}/{y}': { get: secret } },
      { 'GET /a/{b}.json': [], 'GET /{x}/{y}': ['/{x}/{y}'] },
    ],
    [
      'but from a milder one',
      { '/a/{b}.json': { get: secret }, '/{x}/{y}': { get: open } },
      { 'GET /a/{b}.json': ['/a/{b_json}'], 'GET /{x}/{y}': ['/{x}/{y}'] },
    ],
    [
      'what is more specific loses nothing',
      { '/a/{rest+}': { get: open }, '/a/b': { get: secret } },
      { 'GET /a/{rest+}': ['/a/**'], 'GET /a/b': ['/a/b'] },
    ],
  ]
  for (const [name, paths, want] of cases) {
    test(name, () => {
      const { operations } = read({ paths })
      expect(
        Object.fromEntries(Object.entries(operations).map(([key, one]) => [key, endpoints(one)])),
      ).toEqual(want)
    })
  }
})
