import { load, readPolicy } from '@marque/policy'
import { describe, expect, test } from 'vitest'
import { readOpenApi } from '../openapi/index.ts'
import { matcherFor } from './matcher.ts'

/** Matches by the name of their resource, one operation, and the resource that decides it (null: none). */
const cases: readonly (readonly [
  name: string,
  matches: { readonly [resource: string]: string },
  operation: string,
  want: readonly string[] | null,
])[] = [
  [
    'a match with methods comes before one without',
    { any: 'path: /a', get: 'path: /a, methods: [GET]' },
    'get /a',
    ['get'],
  ],
  [
    'which decides the other methods',
    { any: 'path: /a', get: 'path: /a, methods: [GET]' },
    'put /a',
    ['any'],
  ],
  ['GET covers HEAD', { get: 'path: /a, methods: [GET]' }, 'head /a', ['get']],
  ['HEAD does not cover GET', { head: 'path: /a, methods: [HEAD]' }, 'get /a', null],
  [
    'a literal comes before a name',
    { name: 'path: "/{x}"', literal: 'path: /a' },
    'get /a',
    ['literal'],
  ],
  ['a literal does not cover a name', { literal: 'path: /a' }, 'get /{x}', null],
  [
    'the end comes before what is below',
    { below: 'path: /a/**', end: 'path: /a' },
    'get /a',
    ['end'],
  ],
  ['what is below covers all', { below: 'path: /a/**' }, 'get /a/b/{c}', ['below']],
  ['one segment does not cover what is below', { one: 'path: "/a/{x}"' }, 'get /a/{rest+}', null],
  ['the end does not cover what is below', { end: 'path: /a' }, 'get /a/{rest+}', null],
  ['what is below covers what is below', { below: 'path: /**' }, 'get /a/{rest+}', ['below']],
  ['below what is above it', { below: 'path: /a/b/**' }, 'get /a/{rest+}', null],
  [
    'a host comes before none',
    { none: 'path: /a', host: 'host: api.example.com, path: /a' },
    'get /a',
    ['host', 'none'],
  ],
  [
    'a host pattern covers its hosts',
    { pattern: 'host: "*.example.com", path: /a' },
    'get /a',
    ['pattern'],
  ],
  [
    'the longer pattern comes first',
    { short: 'host: "*.com", path: /a', long: 'host: "*.example.com", path: /a' },
    'get /a',
    ['long'],
  ],
  ['the apex is in no pattern', { pattern: 'host: "*.api.example.com", path: /a' }, 'get /a', null],
  ['one host of two is not both', { host: 'host: api.example.com, path: /a' }, 'get /a', null],
]

describe('which resource decides an operation at both hosts of the API', () => {
  for (const [name, matches, operation, want] of cases) {
    test(name, () => {
      const resources = Object.entries(matches).map(
        ([resource, match]) =>
          `  - { name: ${resource}, match: [{ ${match} }], sensitivity: internal, grants: [] }\n`,
      )
      const policy = `version: 1\nself: [https://api.example.com, https://www.example.com]\nresources:\n${resources.join('')}`
      const { model, findings } = readPolicy(load(policy, 'policy.yaml'))
      expect(findings).toEqual([])
      const [method = '', path = ''] = operation.split(' ')
      const text = JSON.stringify({ openapi: '3.1.0', paths: { [path]: { [method]: {} } } })
      const [read] = readOpenApi(new TextEncoder().encode(text), 'a.json').api?.operations ?? []
      if (model === null || read === undefined) throw new Error(name)
      const found = matcherFor(model).resourcesOf(read)
      expect(found?.map((one) => one.name).sort() ?? null).toEqual(want)
    })
  }
})
