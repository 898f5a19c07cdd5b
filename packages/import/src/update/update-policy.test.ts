import { check, load } from '@marque/policy'
import { describe, expect, test } from 'vitest'
import { type Api, readOpenApi } from '../openapi/index.ts'
import { refusedCases, updateCases } from './update-policy.cases.ts'
import { updatePolicy } from './update-policy.ts'

function apiOf(...paths: readonly string[]): Api {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'a', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    security: [],
    paths: Object.fromEntries(paths.map((path) => [path, { get: {} }])),
  })
  const { api } = readOpenApi(new TextEncoder().encode(text), 'openapi.json')
  if (api === null) throw new Error(text)
  return api
}

const api = apiOf('/orders', '/invoices')

const resource = (name: string, indent: string): string =>
  [
    `- name: ${name}`,
    `  match: [{ path: /${name}, methods: [GET] }]`,
    '  sensitivity: public',
    '  # No origin may call this from a browser yet. Example of a grant to an origin set:',
    '  #  - origins: [NAME-OF-A-SET]',
    '  #    methods: [GET]',
    '  grants: []',
  ]
    .map((line) => `${indent}${line}\n`)
    .join('')

const flow = (name: string): string =>
  JSON.stringify({
    name,
    match: [{ path: `/${name}`, methods: ['GET'] }],
    sensitivity: 'public',
    grants: [],
  })

describe('a new endpoint gets a resource, and nothing else changes', () => {
  for (const [name, file, before, after] of updateCases) {
    test(name, () => {
      const indent = /^ *(?=- name)/m.exec(before)?.[0] ?? '  '
      const want = after
        .replace('ADDED', resource('invoices', before.includes('\n- ') ? '' : indent))
        .replace('BOTH', resource('orders', '  ') + resource('invoices', '  '))
        .replace('FLOWORDERS', flow('orders'))
        .replace('FLOW', flow('invoices'))
      const { text, added, findings } = updatePolicy(before, file, [api])
      expect(text).toBe(want)
      expect(added).toContain('invoices')
      expect(findings).toEqual([])
      expect(updatePolicy(want, file, [api])).toEqual({
        text: want,
        added: [],
        origins: [],
        findings: [],
      })
      const judged = check(load(want, file), { environment: 'production', now: 0 })
      expect(judged.filter(({ severity }) => severity === 'error')).toEqual([])
    })

    test(`${name}, with CRLF and a byte order mark`, () => {
      const crlf = `\ufeff${before.replaceAll('\n', '\r\n')}`
      const { text } = updatePolicy(crlf, file, [api])
      const lf = updatePolicy(before, file, [api]).text ?? ''
      if (/[\r\n]/.test(before)) expect(text).toBe(`\ufeff${lf.replaceAll('\n', '\r\n')}`)
    })
  }
})

describe('a list that cannot be added to safely stays as it is', () => {
  for (const [name, before] of refusedCases) {
    test(name, () => {
      const { text, added, findings } = updatePolicy(before, 'policy.yaml', [api])
      expect([text, added, findings.map(({ code }) => code)]).toEqual([null, [], ['MQ-840']])
    })
  }
})

test('a policy with errors is not edited', () => {
  const { text, findings } = updatePolicy('version: 2\n', 'policy.yaml', [api])
  expect(text).toBeNull()
  expect(findings.map(({ code }) => code)).toContain('MQ-124')
})

test('a resource without endpoints gets one comment, which is removed when it has endpoints again', () => {
  const before = updateCases[0]?.[2] ?? ''
  const gone = updatePolicy(before, 'policy.yaml', [apiOf('/invoices')])
  expect(gone.findings.map(({ code, line }) => `${code} ${line}`)).toEqual(['MQ-821 5'])
  expect(gone.text).toContain(
    '\n  # marque: this resource matches no endpoint of the API description any more\n  - name: orders # ours\n',
  )
  expect(updatePolicy(gone.text ?? '', 'policy.yaml', [apiOf('/invoices')])).toEqual({
    ...gone,
    added: [],
  })
  expect(updatePolicy(gone.text ?? '', 'policy.yaml', [api]).text).toBe(
    updatePolicy(before, 'policy.yaml', [api]).text?.replace('', ''),
  )
})

test('new resources get unique names', () => {
  const before = updateCases[0]?.[2] ?? ''
  const { added } = updatePolicy(before, 'policy.yaml', [apiOf('/orders', '/orders/{id}')])
  expect(added).toEqual(['orders-2'])
})

test('a set that the policy does not have is not granted', () => {
  const before = updateCases[0]?.[2] ?? ''
  const text = JSON.stringify({
    openapi: '3.1.0',
    servers: [{ url: 'https://api.example.com' }],
    'x-marque': {
      origins: { web: { allow: ['https://evil.example'], owner: 'a@b.example', purpose: 'x' } },
      grants: [{ origins: ['web'] }],
    },
    paths: { '/orders': { get: {} }, '/new': { get: {} } },
  })
  const read = readOpenApi(new TextEncoder().encode(text), 'openapi.json')
  const updated = updatePolicy(before, 'policy.yaml', [read.api as Api])
  expect(updated.added).toEqual(['new'])
  expect(updated.text).not.toContain('evil')
  expect(updated.text).toContain('NAME-OF-A-SET')
})

/** A description at a server of its own. */
function servedUnder(url: string, ...paths: readonly string[]): Api {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'b', version: '1' },
    servers: [{ url }],
    security: [],
    paths: Object.fromEntries(paths.map((path) => [path, { get: {} }])),
  })
  const { api: read } = readOpenApi(new TextEncoder().encode(text), 'b.json')
  if (read === null) throw new Error(text)
  return read
}

const POLICY = `version: 1
self: [https://api.example.com]
resources:
  - name: orders
    match: [{ path: /v1/orders }]
    sensitivity: internal
    grants: []
  - name: gone
    match: [{ path: /billing/gone }]
    sensitivity: internal
    grants: []
`

test('a description below another base path does not judge resources outside of it', () => {
  const { text, findings } = updatePolicy(POLICY, 'policy.yaml', [
    servedUnder('https://api.example.com/billing', '/invoices/{id}', '/'),
  ])
  expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'MQ-821 the resource `gone` matches no endpoint of the description',
  ])
  expect(text?.match(/matches no endpoint of the API description any more/g)).toHaveLength(1)
})

test('a path parameter `tenant` leaves the policy valid', () => {
  const { text } = updatePolicy(POLICY, 'policy.yaml', [
    servedUnder('https://api.example.com', '/{tenant}/orders', '/v1/orders', '/billing/gone'),
  ])
  const findings = check(load(text ?? '', 'policy.yaml'), {
    environment: 'production',
    now: Date.UTC(2098, 10, 22),
  })
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(text).toContain('{tenant_id}')
})
