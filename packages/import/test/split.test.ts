/** Descriptions in several files, and large ones. */
import { describe, expect, test } from 'vitest'
import { type ReadOpenApi, readOpenApi } from '../src/index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Reads `api/openapi.yaml` with these files beside it, and notes which files are opened. */
function read(text: string, files: { readonly [path: string]: string } = {}) {
  const opened: string[] = []
  const result = readOpenApi(bytes(text), 'api/openapi.yaml', (path) => {
    opened.push(path)
    const file = files[path]
    return file === undefined ? 'does not exist' : bytes(file)
  })
  return { ...result, opened }
}

const named = ({ api }: ReadOpenApi): readonly string[] =>
  (api?.operations ?? []).map(({ method, path, file }) => `${method} ${path} ${file}`)

const found = ({ findings }: ReadOpenApi): readonly string[] =>
  findings.map(({ code, file, line }) => `${code} ${file}:${line}`)

const HEAD = `openapi: 3.1.0
info: { title: Orders, version: "1" }
servers: [{ url: https://api.example.com }]
security: []
`

describe('F12: a description in several files is read', () => {
  test('paths, operations, parameters and schemes, YAML and JSON', () => {
    const result = read(
      `${HEAD}paths:
  /orders: { $ref: ./paths/orders.yaml }
  "/orders/{id}": { $ref: "paths/orders.yaml#/~1orders~1{id}" }
  /items: { $ref: "paths/all.json#/paths/~1items" }
  /me: { get: { $ref: operations/me.yaml } }
components: { securitySchemes: { $ref: schemes.yaml } }
`,
      {
        'paths/orders.yaml': `get: { parameters: [{ $ref: ../parameters.yaml#/trace }] }
/orders/{id}: { delete: { security: [{ login: [] }] } }
`,
        'paths/all.json': '{"paths": {"/items": {"get": {"tags": ["items"]}}}}',
        'operations/me.yaml': 'security: [{ login: [] }]\n',
        'parameters.yaml': 'trace: { in: header, name: X-Trace }\n',
        'schemes.yaml': 'login: { type: http, scheme: bearer }\n',
      },
    )
    expect(found(result)).toEqual(['MQ-806 api/paths/orders.yaml:2'])
    expect(named(result)).toEqual([
      'GET /orders api/paths/orders.yaml',
      'DELETE /orders/{id} api/paths/orders.yaml',
      'GET /items api/paths/all.json',
      'GET /me api/operations/me.yaml',
    ])
    expect(result.api?.operations.map(({ requestHeaders }) => requestHeaders)).toEqual([
      ['x-trace'],
      ['authorization'],
      [],
      ['authorization'],
    ])
  })

  test('all paths in one file, which refers back to the first', () => {
    const result = read(
      `${HEAD}paths: { $ref: paths.yaml }
components: { pathItems: { orders: { get: {} } } }
`,
      { 'paths.yaml': '/orders: { $ref: "openapi.yaml#/components/pathItems/orders" }\n' },
    )
    expect(found(result)).toEqual([])
    expect(named(result)).toEqual(['GET /orders api/openapi.yaml'])
  })

  test('names with spaces and percent signs, encoded or not', () => {
    const files = { 'my paths/a%b.yaml': 'x/y: { get: {} }\n' }
    for (const reference of ['my%20paths/a%25b.yaml#/x~1y', 'my paths/a%25b.yaml#/x%7E1y']) {
      const result = read(`${HEAD}paths: { /a: { $ref: "${reference}" } }\n`, files)
      expect([found(result), named(result).length], reference).toEqual([[], 1])
    }
  })

  test('keys beside a reference add to the path', () => {
    const result = read(`${HEAD}paths: { /a: { $ref: a.yaml, put: {} } }\n`, {
      'a.yaml': 'get: {}\n',
    })
    expect(named(result)).toEqual(['GET /a api/a.yaml', 'PUT /a api/openapi.yaml'])
  })

  test('each file is opened once', () => {
    const { opened } = read(
      `${HEAD}paths: { /a: { $ref: a.yaml }, /b: { $ref: ./x/../a.yaml } }\n`,
      {
        'a.yaml': 'get: {}\n',
      },
    )
    expect(opened).toEqual(['a.yaml'])
  })

  const refused: readonly (readonly [name: string, reference: string, message: RegExp])[] = [
    ['above the folder', '../a.yaml', /outside of the folder/],
    ['above the folder, encoded', '%2e%2e/a.yaml', /outside of the folder/],
    ['above the folder in the middle', 'b/../../a.yaml', /outside of the folder/],
    ['an absolute path', '/etc/passwd', /outside of the folder/],
    ['a path with backslashes', '..\\\\a.yaml', /outside of the folder/],
    ['a URL', 'https://specs.example.com/a.yaml', /reference to a URL/],
    ['a URL of a file', 'file:///etc/passwd', /reference to a URL/],
    ['a host', '//specs.example.com/a.yaml', /reference to a URL/],
    ['a file that does not exist', 'b.yaml', /`b.yaml` does not exist/],
  ]
  for (const [name, reference, message] of refused) {
    test(`${name} is refused`, () => {
      const result = read(`${HEAD}paths: { /a: { $ref: "${reference}" } }\n`)
      expect(found(result)).toEqual(['MQ-807 api/openapi.yaml:5'])
      expect(result.findings[0]?.message).toMatch(message)
      expect(result.opened.filter((path) => path !== 'b.yaml')).toEqual([])
    })
  }

  test('references of two files in a circle', () => {
    const result = read(`${HEAD}paths: { /a: { $ref: a.yaml } }\n`, {
      'a.yaml': '$ref: "openapi.yaml#/paths/~1a"\n',
    })
    expect(found(result)).toEqual(['MQ-808 api/openapi.yaml:5'])
  })

  test('a missing part and invalid YAML are findings about their files', () => {
    const missing = read(`${HEAD}paths: { /a: { $ref: "a.yaml#/b" } }\n`, { 'a.yaml': 'c: {}\n' })
    expect(found(missing)).toEqual(['MQ-808 api/openapi.yaml:5'])
    const invalid = read(`${HEAD}paths: { /a: { $ref: a.yaml } }\n`, {
      'a.yaml': 'get: {}\nput: [\n',
    })
    expect(found(invalid)).toEqual(['MQ-802 api/a.yaml:3'])
    expect(invalid.texts.get('api/a.yaml')).toContain('put')
  })

  test('without a folder, as on stdin, no file is read', () => {
    const { findings } = readOpenApi(bytes(`${HEAD}paths: { /a: { $ref: a.yaml } }\n`), '<stdin>')
    expect(findings.map(({ code }) => code)).toEqual(['MQ-807'])
  })
})

test('merge keys of YAML 1.1 add the keys that are not there', () => {
  const result = read(`${HEAD}x-common: &common { get: { tags: [common] }, put: {} }
paths:
  /a: { <<: *common, get: { tags: [own] } }
`)
  expect(result.api?.operations.map(({ method, tag }) => `${method} ${tag}`).toSorted()).toEqual([
    'GET own',
    'PUT null',
  ])
})

test('F12: a description of 13 MB is read', () => {
  const operation = { get: { description: 'x'.repeat(1200), responses: {} } }
  const paths = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`/resource-${at}/{id}`, operation]),
  )
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'large', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    security: [],
    paths,
  })
  const content = bytes(text)
  expect(content.length).toBeGreaterThan(12_582_912)
  const { api, findings } = readOpenApi(content, 'large.json')
  expect([api?.operations.length, findings]).toEqual([10_000, []])
})
