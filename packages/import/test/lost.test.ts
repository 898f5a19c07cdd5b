/** What a description says in ways of its own is in the draft, or a finding names it. */
import { decide, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import { describe, expect, test } from 'vitest'
import { type Api, draftFromApi, mergeApis, readOpenApi, writeDraft } from '../src/index.ts'

const judged = { environment: 'production', now: Date.UTC(2098, 10, 22) }
const APP = 'https://app.example.com'

type Json = { readonly [key: string]: unknown }

/** Reads a description; its findings as codes. */
function read(document: Json): { readonly api: Api; readonly codes: readonly string[] } {
  const text = JSON.stringify({
    ...(document.swagger === undefined && { openapi: '3.1.0' }),
    info: { title: 'a', version: '1' },
    ...document,
  })
  const { api, findings } = readOpenApi(new TextEncoder().encode(text), 'a.json')
  if (api === null) throw new Error(JSON.stringify(findings))
  return { api, codes: findings.map(({ code }) => code) }
}

/** Decides a request from a granted application by the policy that is drafted. */
function grantedBy(api: Api, credentials = false) {
  const self = api.self.length > 0 ? [] : ['https://api.example.com']
  const draft = draftFromApi(mergeApis([api], self).api, {
    contact: null,
    origins: [APP],
    credentials,
    owner: 'web@example.com',
    schema: './policy-1.json',
    file: 'a.json',
  })
  const { bundle, findings } = compile(load(writeDraft(draft), 'policy.yaml'), judged)
  if (bundle === null) throw new Error(JSON.stringify(findings))
  const engine = prepare(bundle)
  return {
    draft,
    decide: (method: string, url: string, origin = APP) =>
      decide(
        engine,
        { method, url, headers: [['Origin', origin]] },
        { tenant: null },
        { now: judged.now },
      ),
  }
}

const servers = [{ url: 'https://api.example.com' }]
const login = { security: [{ bearer: [] }] }
const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  session: { type: 'apiKey', in: 'cookie', name: 'sid' },
}

describe('F6: a path parameter that spans segments becomes `**`, or has a finding', () => {
  const path = '/repos/{owner}/{repo}/contents/{path}'
  const parameters: readonly (readonly [name: string, parameter: Json])[] = [
    ['x-multi-segment', { 'x-multi-segment': true }],
    ['allowReserved with a slash in its example', { allowReserved: true, example: 'src/a.ts' }],
    ['a slash in the example of its schema', { schema: { example: 'src/a.ts' } }],
    ['a slash in a named example', { examples: { one: { value: 'src/a.ts' } } }],
    ['a slash in an example of a schema', { schema: { examples: ['src/a.ts'] } }],
    ['a slash in its default', { schema: { default: 'src/main' } }],
    ['a slash in its enum', { schema: { enum: ['a', 'a/b'] } }],
    ['a slash in its pattern', { schema: { pattern: '^refs/heads/.+$' } }],
  ]
  for (const [name, parameter] of parameters) {
    test(name, () => {
      const { api, codes } = read({
        servers,
        ...login,
        components: { securitySchemes },
        paths: { [path]: { get: { parameters: [{ in: 'path', name: 'path', ...parameter }] } } },
      })
      const { decide: at } = grantedBy(api)
      const reason = (url: string) => at('GET', `https://api.example.com${url}`).reason
      expect(reason('/repos/o/r/contents/src/deep/a.ts')).toBe('granted')
      expect(reason('/repos/o/r/contents/a.ts')).toBe('granted')
      expect(reason('/repos/o/r/other/a.ts')).toBe('resource-unmatched')
      expect(codes).toEqual(['MQ-809'])
    })
  }

  test('a parameter of the style `matrix`, whose values start with a semicolon', () => {
    const at = (path: string) =>
      read({
        servers,
        security: [],
        paths: { [path]: { get: { parameters: [{ in: 'path', name: 'id', style: 'matrix' }] } } },
      })
    const last = at('/a/{id}')
    expect(grantedBy(last.api).decide('GET', 'https://api.example.com/a/;id=5').reason).toBe(
      'granted',
    )
    expect([last.codes, at('/a/{id}/b').codes]).toEqual([['MQ-809'], ['MQ-832']])
  })

  const single: readonly (readonly [name: string, parameter: Json])[] = [
    ['nothing of the kind', {}],
    ['x-multi-segment: false', { 'x-multi-segment': false, example: 'a/b' }],
    ['a URL as its example, which clients encode', { example: 'https://a.example/b' }],
    ['a pattern that excludes slashes', { schema: { pattern: '^[^/]+$' } }],
  ]
  for (const [name, parameter] of single) {
    test(`not by ${name}`, () => {
      const { api, codes } = read({
        servers,
        security: [],
        paths: { [path]: { get: { parameters: [{ in: 'path', name: 'path', ...parameter }] } } },
      })
      expect(api.operations[0]?.endpoints[0]?.path).toBe(path)
      expect(codes).toEqual([])
    })
  }

  test('inside the path it matches one segment, with a finding', () => {
    const { api, codes } = read({
      servers,
      security: [],
      paths: {
        '/files/{path}/history': {
          parameters: [{ in: 'path', name: 'path', 'x-multi-segment': true }],
          get: {},
        },
      },
    })
    expect(api.operations[0]?.endpoints[0]?.path).toBe('/files/{path}/history')
    expect(codes).toEqual(['MQ-832'])
  })

  test('a parameter of the path item, and one behind a reference', () => {
    const { api } = read({
      servers,
      security: [],
      components: { parameters: { path: { in: 'path', name: 'p', 'x-multi-segment': true } } },
      paths: { '/a/{p}': { parameters: [{ $ref: '#/components/parameters/path' }], get: {} } },
    })
    expect(api.operations[0]?.endpoints[0]?.path).toBe('/a/**')
  })
})

describe('F7: an operation for any method gets a resource', () => {
  test('of an AWS export with `/{proxy+}`', () => {
    const { api, codes } = read({
      servers: [
        {
          url: 'https://abc.execute-api.eu-west-1.amazonaws.com/{basePath}',
          variables: { basePath: { default: '/prod' } },
        },
      ],
      security: [],
      paths: {
        '/orders': { get: {}, options: {} },
        '/{proxy+}': { 'x-amazon-apigateway-any-method': { ...login } },
      },
      components: { securitySchemes },
    })
    const { decide: at } = grantedBy(api)
    const host = 'https://abc.execute-api.eu-west-1.amazonaws.com'
    expect(at('GET', `${host}/prod/orders`).reason).toBe('granted')
    for (const method of ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'])
      expect(at(method, `${host}/prod/a/b/c`).reason, method).toBe('granted')
    expect(at('GET', `${host}/prod/a/b/c`, 'https://other.example').reason).not.toBe('granted')
    expect(codes.toSorted()).toEqual(['MQ-809', 'MQ-816', 'MQ-833'])
  })

  test('whose other methods stay as they are', () => {
    for (const key of ['x-amazon-apigateway-any-method', 'x-yc-apigateway-any-method']) {
      const { api } = read({
        servers,
        security: [],
        paths: { '/a': { get: { tags: ['own'] }, [key]: { tags: ['rest'] } } },
      })
      expect(api.operations.map(({ method, tag }) => `${method} ${tag}`)).toEqual([
        'GET own',
        'DELETE rest',
        'PATCH rest',
        'POST rest',
        'PUT rest',
      ])
    }
  })
})

describe('F8: servers with variables, and servers of single operations', () => {
  const ghes = {
    url: '{protocol}://{hostname}/api/v3',
    variables: { hostname: { default: 'HOSTNAME' }, protocol: { default: 'http' } },
  }

  test('a variable host whose default is a placeholder is a question, and not in `self`', () => {
    const { api, codes } = read({ servers: [ghes], security: [], paths: { '/a': { get: {} } } })
    expect(api.self).toEqual([])
    expect(codes).toEqual(['MQ-830'])
    expect(api.questions.join()).toContain('{protocol}://{hostname}/api/v3')
    const { draft, decide: at } = grantedBy(api)
    // An origin from the answers is the answer; without one the question is in the draft.
    expect(draft.questions).toEqual([])
    const open = { ...draft, questions: mergeApis([api], []).api.questions }
    expect(writeDraft(open)).toContain('# Question: Which public origins')
    expect(at('GET', 'https://api.example.com/api/v3/a', 'https://api.example.com').kind).toBe(
      'same-origin',
    )
    expect(draft.resources[0]?.match[0]?.path).toBe('/api/v3/a')
  })

  test('a default that is a domain name is used, with a note', () => {
    const { api, codes } = read({
      servers: [{ url: 'https://{host}/v1', variables: { host: { default: 'api.example.com' } } }],
      security: [],
      paths: { '/a': { get: {} } },
    })
    expect([api.self, codes]).toEqual([['https://api.example.com'], ['MQ-830']])
  })

  test('with `enum` all are in `self`, without a note', () => {
    const variables = {
      host: { default: 'eu.example.com', enum: ['eu.example.com', 'us.example.com'] },
    }
    const { api, codes } = read({
      servers: [{ url: 'https://{host}/v1', variables }],
      security: [],
      paths: { '/a': { get: {} } },
    })
    expect([api.self, codes]).toEqual([['https://eu.example.com', 'https://us.example.com'], []])
  })

  test('the host of one operation is in `self` and in its match, and nowhere else', () => {
    const { api } = read({
      servers,
      security: [],
      paths: {
        '/releases': { get: {} },
        '/assets': { post: { servers: [{ url: 'https://uploads.example.com' }] } },
        '/raw': { servers: [{ url: 'https://raw.example.com/v2' }], get: {} },
      },
    })
    const { draft, decide: at } = grantedBy(api)
    expect(draft.self).toEqual([
      'https://api.example.com',
      'https://uploads.example.com',
      'https://raw.example.com',
    ])
    expect(at('POST', 'https://uploads.example.com/assets').reason).toBe('granted')
    expect(at('GET', 'https://raw.example.com/v2/raw').reason).toBe('granted')
    expect(at('GET', 'https://api.example.com/releases').reason).toBe('granted')
    expect(
      at('POST', 'https://uploads.example.com/assets', 'https://uploads.example.com').reason,
    ).toBe('same-origin')
    for (const url of [
      'https://api.example.com/assets',
      'https://uploads.example.com/releases',
      'https://api.example.com/v2/raw',
    ])
      expect(at(url.endsWith('assets') ? 'POST' : 'GET', url).reason, url).toBe(
        'resource-unmatched',
      )
  })

  test('a relative server has a note, and gives the base path', () => {
    const { api, codes } = read({
      servers: [{ url: './v2' }],
      security: [],
      paths: { '/a': { get: {} } },
    })
    expect([api.self, api.operations[0]?.endpoints, codes]).toEqual([
      [],
      [{ host: null, path: '/v2/a' }],
      ['MQ-812'],
    ])
  })

  test('a loopback server alone keeps its base path and the operations', () => {
    const { api, codes } = read({
      servers: [{ url: 'http://localhost:8080/v2' }],
      security: [],
      paths: { '/a': { get: {} } },
    })
    expect([api.self, api.operations[0]?.endpoints, codes]).toEqual([
      [],
      [{ host: null, path: '/v2/a' }],
      ['MQ-812'],
    ])
  })

  test('Swagger 2.0: `schemes`, `host` and `basePath`', () => {
    const { api, codes } = read({
      swagger: '2.0',
      schemes: ['https', 'http'],
      host: 'API.example.com:443',
      basePath: '/v1/',
      securityDefinitions: { basic: { type: 'basic' } },
      security: [{ basic: [] }],
      consumes: ['application/json'],
      paths: { '/a/{id}': { post: { parameters: [{ in: 'body', name: 'body' }] } } },
    })
    expect(codes.filter((code) => code !== 'MQ-812')).toEqual([])
    expect(api.self[0]).toBe('https://api.example.com')
    expect(api.operations[0]).toMatchObject({
      login: 'required',
      requestHeaders: ['authorization', 'content-type'],
    })
    expect(grantedBy(api).decide('POST', 'https://api.example.com/v1/a/1').reason).toBe('granted')
  })
})

describe('F9: a login without `security` that sets a cookie gets credentials', () => {
  const paths = (responses: Json): Json => ({
    '/login': { post: { security: [], responses } },
    '/me': { get: { security: [{ session: [] }] } },
  })
  const header = { headers: { 'Set-Cookie': { schema: { type: 'string' } } } }
  const responses: readonly (readonly [name: string, responses: Json])[] = [
    ['Set-Cookie', { 200: header }],
    [
      'set-cookie in lower case, for a range of statuses',
      { '2XX': { headers: { 'set-cookie': {} } } },
    ],
    ['a response behind a reference', { default: { $ref: '#/components/responses/session' } }],
  ]
  for (const [name, described] of responses) {
    test(name, () => {
      const { api } = read({
        servers,
        components: { securitySchemes, responses: { session: header } },
        paths: paths(described),
      })
      const { draft, decide: at } = grantedBy(api)
      expect(draft.resources.find(({ name }) => name === 'login')).toMatchObject({
        sensitivity: 'internal',
        grants: [{ credentials: true }],
      })
      const { headers } = at('POST', 'https://api.example.com/login')
      expect(headers).toContainEqual(['access-control-allow-credentials', 'true'])
    })
  }

  test('a required cookie parameter too; an optional one has a note', () => {
    const at = (required: boolean) =>
      read({
        servers,
        security: [],
        paths: { '/a': { get: { parameters: [{ in: 'cookie', name: 'sid', required }] } } },
      })
    expect([at(true).api.operations[0]?.credentials, at(true).codes]).toEqual([true, []])
    expect([at(false).api.operations[0]?.credentials, at(false).codes]).toEqual([false, ['MQ-834']])
  })

  test('a cookie without a cookie login, and one of several logins, have a note', () => {
    const cookie = read({
      servers,
      security: [],
      paths: { '/a': { get: { responses: { 200: header } } } },
    })
    expect([cookie.api.operations[0]?.credentials, cookie.codes]).toEqual([false, ['MQ-834']])
    const several = read({
      servers,
      security: [{ session: [] }, { bearer: [] }],
      components: { securitySchemes },
      paths: { '/a': { get: {} } },
    })
    expect([several.api.operations[0]?.credentials, several.codes]).toEqual([false, ['MQ-834']])
  })

  test('the field `Cookie` as an API key is a cookie', () => {
    const { api } = read({
      servers,
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'Cookie' } } },
      paths: { '/a': { get: {} } },
    })
    expect(api.operations[0]).toMatchObject({ credentials: true, requestHeaders: [] })
  })
})

test('`Authorization` as a header parameter is named, unless a security scheme uses it', () => {
  const at = (security: readonly Json[]) =>
    read({
      servers,
      security,
      components: { securitySchemes },
      paths: { '/a': { get: { parameters: [{ in: 'header', name: 'Authorization' }] } } },
    })
  expect([at([]).codes, at([{ bearer: [] }]).codes]).toEqual([['MQ-839'], []])
})

test('keys of a path that are not methods, and methods in upper case', () => {
  const { api, codes } = read({ servers, security: [], paths: { '/a': { GET: {}, fetch: {} } } })
  expect(api.operations.map(({ method }) => method)).toEqual(['GET'])
  expect(codes).toEqual(['MQ-806'])
})

test('a base path is the name of no resource while the paths below it have names', () => {
  const keyed = { security: [{ key: [] }], responses: {} }
  const any = { 'x-amazon-apigateway-any-method': keyed }
  const { api } = read({
    servers: [
      {
        url: 'https://shop.example.com/{basePath}',
        variables: { basePath: { default: 'prod' } },
      },
    ],
    security: [],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
    paths: {
      '/products': { get: {}, post: { security: [{ bearer: [] }] } },
      '/carts/{id}': { get: {} },
      '/legacy/{proxy+}': any,
      '/': { get: {} },
    },
  })
  const { draft } = grantedBy(api)
  const byName = Object.fromEntries(draft.resources.map((one) => [one.name, one]))
  expect(Object.keys(byName)).toEqual([
    'products',
    'products-confidential',
    'carts',
    'legacy',
    'prod',
  ])
  const mayAskFor = (name: string) =>
    byName[name]?.grants.flatMap(({ requestHeaders }) => requestHeaders)
  expect(mayAskFor('products-confidential')).not.toContain('x-api-key')
  expect(mayAskFor('legacy')).toContain('x-api-key')
})

test('MQ-815 counts an operation for any method once', () => {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'a', version: '1' },
    servers,
    paths: {
      '/a': { get: {}, post: { security: [] } },
      '/{proxy+}': { 'x-amazon-apigateway-any-method': {} },
    },
  })
  const { findings } = readOpenApi(new TextEncoder().encode(text), 'a.json')
  expect(findings.find(({ code }) => code === 'MQ-815')?.message).toBe(
    '2 of 3 operations have no `security`',
  )
})

test('MQ-812 beside a public server does not ask for `--self`', () => {
  const helpFor = (...urls: readonly string[]): string | null | undefined => {
    const text = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'a', version: '1' },
      servers: urls.map((url) => ({ url })),
      security: [],
      paths: {},
    })
    const { findings } = readOpenApi(new TextEncoder().encode(text), 'a.json')
    return findings.find(({ code }) => code === 'MQ-812')?.help
  }
  expect(helpFor('http://localhost:3000', 'https://api.example.com')).toMatch(
    /^no action is needed if `self` is complete with `https:\/\/api\.example\.com`/,
  )
  expect(helpFor('http://localhost:3000')).toMatch(/^give the public origin with `--self`/)
})

describe('names that have a meaning in a policy', () => {
  for (const document of [
    { servers, paths: { '/{tenant}/orders': { get: login } } },
    { servers, paths: { '/{-tenant-}/orders': { get: login } } },
    {
      servers: [{ url: 'https://api.example.com/{tenant}' }],
      paths: { '/orders': { get: login } },
    },
    {
      swagger: '2.0',
      host: 'api.example.com',
      basePath: '/{tenant}',
      paths: { '/orders': { get: {} } },
    },
  ]) {
    test(`a parameter \`tenant\` gets another name: ${JSON.stringify(document).slice(0, 90)}`, () => {
      const { api, codes } = read({ security: [], ...document })
      expect(codes).toContain('MQ-847')
      expect(api.operations[0]?.endpoints[0]?.path).toBe('/{tenant_id}/orders')
      expect(grantedBy(api).decide('GET', 'https://api.example.com/a/orders').reason).toBe(
        'granted',
      )
    })
  }

  test('other names keep theirs', () => {
    const { api, codes } = read({
      servers,
      security: [],
      paths: { '/{apiVersion}/{tenantId}/{tenant_id}/{origin}': { get: {} } },
    })
    expect(codes).toEqual([])
    expect(api.operations[0]?.endpoints[0]?.path).toBe(
      '/{apiVersion}/{tenantId}/{tenant_id}/{origin}',
    )
  })
})

describe('a variable in the path of a server', () => {
  const at = (variable: Json, url = 'https://api.example.com/{v}') =>
    read({
      servers: [{ url, variables: { v: variable } }],
      security: [],
      paths: { '/a': { get: {} } },
    })

  test('without `enum` is a finding, and its default is used', () => {
    const { api, codes } = at({ default: 'demo' })
    expect(codes).toEqual(['MQ-848'])
    expect(api.operations[0]?.endpoints[0]?.path).toBe('/demo/a')
  })

  test('with `enum`, with a whole base path as default, or with none is not', () => {
    expect(at({ default: 'v1', enum: ['v1', 'v2'] }).codes).toEqual([])
    expect(at({ default: '/prod' }).codes).toEqual([])
    expect(at({ default: '' }, 'https://api.example.com{v}').codes).toEqual([])
  })
})

test('a server without a scheme names its host', () => {
  const { api, codes } = read({
    servers: [{ url: '//cdn.example.com/z' }],
    security: [],
    paths: { '/a': { get: {} } },
  })
  expect(codes).toEqual([])
  expect(api.self).toEqual(['https://cdn.example.com'])
  expect(api.operations[0]?.endpoints[0]?.path).toBe('/z/a')
})

describe('a slash in a value of a path parameter is found', () => {
  const cases: readonly Json[] = [
    { schema: { allOf: [{ example: 'src/main' }] } },
    { schema: { anyOf: [{ type: 'integer' }, { enum: ['a', 'src/main'] }] } },
    { schema: { oneOf: [{ oneOf: [{ pattern: '^a/b$' }] }] } },
    { schema: { type: 'array', items: { enum: ['src/main'] } } },
    { schema: { type: 'array', example: ['src/main'] } },
    { schema: { allOf: [{ $ref: '#/components/schemas/path' }] } },
    { content: { 'text/plain': { example: 'src/main' } } },
    { content: { 'text/plain': { examples: { one: { value: 'src/main' } } } } },
    { content: { 'text/plain': { schema: { examples: ['src/main'] } } } },
  ]
  for (const parameter of cases) {
    test(JSON.stringify(parameter), () => {
      const { api, codes } = read({
        servers,
        security: [],
        components: {
          schemas: {
            path: { default: 'a/b', anyOf: [{ $ref: '#/components/schemas/path' }] },
          },
        },
        paths: { '/f/{p}': { get: { parameters: [{ in: 'path', name: 'p', ...parameter }] } } },
      })
      expect(codes).toContain('MQ-809')
      expect(api.operations[0]?.endpoints[0]?.path).toBe('/f/**')
    })
  }
})

test('extensions with endpoints or hosts of their own are findings', () => {
  const { codes } = read({
    swagger: '2.0',
    host: 'api.example.com',
    security: [],
    'x-ms-parameterized-host': { hostTemplate: '{account}.example.com' },
    'x-ms-paths': { '/orders?op=list': { get: {} } },
    paths: { '/a': { get: {} } },
  })
  expect(codes).toEqual(['MQ-849', 'MQ-849'])
})
