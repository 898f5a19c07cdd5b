/** Several descriptions in one policy: made of them, and updated with another one. */
import { decide, prepare } from '@marque/core'
import { check, compile, load } from '@marque/policy'
import { describe, expect, test } from 'vitest'
import {
  type Api,
  compareApi,
  draftFromApi,
  mergeApis,
  readOpenApi,
  updatePolicy,
  writeDraft,
} from '../src/index.ts'

const judged = { environment: 'production', now: Date.UTC(2098, 10, 22) }
const APP = 'https://app.example.com'

type Json = { readonly [key: string]: unknown }

function apiOf(file: string, server: string | null, paths: Json, more: Json = {}): Api {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: file, version: '1' },
    ...(server !== null && { servers: [{ url: server }] }),
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    security: [{ bearer: [] }],
    paths,
    ...more,
  })
  const { api } = readOpenApi(new TextEncoder().encode(text), file)
  if (api === null) throw new Error(text)
  return api
}

function draftOf(apis: readonly Api[], self: readonly string[] = []) {
  const { api, findings } = mergeApis(apis, self)
  const answers = { contact: null, origins: [APP], credentials: false, owner: 'w@example.com' }
  const draft = draftFromApi(api, { ...answers, schema: './policy-1.json', file: 'a, b' })
  return {
    draft,
    text: writeDraft(draft),
    codes: findings.map(({ code, file }) => `${code} ${file}`),
  }
}

/** The reasons of requests, `METHOD URL`. */
function reasons(text: string, ...requests: readonly string[]): readonly string[] {
  const { bundle, findings } = compile(load(text, 'policy.yaml'), judged)
  if (bundle === null) throw new Error(JSON.stringify(findings))
  const engine = prepare(bundle)
  return requests.map((request) => {
    const [method = '', url = ''] = request.split(' ')
    const facts = { method, url, headers: [['Origin', APP]] as const }
    return decide(engine, facts, { tenant: null }, { now: judged.now }).reason
  })
}

const op = { tags: ['orders'] }
const a = apiOf('a.yaml', 'https://a.example.com/v1', { '/orders': { get: op } })
const b = apiOf('b.yaml', 'https://b.example.com/v1', {
  '/orders': { post: op },
  '/invoices': { get: {} },
})

describe('several descriptions make one policy', () => {
  test('whose resources name their host and do not share names', () => {
    const { draft, text, codes } = draftOf([a, b])
    expect(draft.self).toEqual(['https://a.example.com', 'https://b.example.com'])
    expect(draft.resources.map(({ name }) => name)).toEqual(['orders', 'orders-b', 'invoices'])
    expect(codes).toEqual([])
    expect(
      reasons(
        text,
        'GET https://a.example.com/v1/orders',
        'POST https://b.example.com/v1/orders',
        'GET https://b.example.com/v1/invoices',
        'POST https://a.example.com/v1/orders',
        'GET https://b.example.com/v1/orders',
        'GET https://a.example.com/v1/invoices',
      ),
    ).toEqual(['granted', 'granted', 'granted', ...Array(3).fill('resource-unmatched')])
    expect(compareApi(load(text, 'policy.yaml'), [a, b])).toMatchObject({ ofApi: [], ofPolicy: [] })
    expect(updatePolicy(text, 'policy.yaml', [a, b])).toMatchObject({
      text,
      added: [],
      findings: [],
    })
  })

  test('that share a host have no host in their matches', () => {
    const other = apiOf('b.yaml', 'https://a.example.com/v2', { '/orders': { post: op } })
    const { draft, codes } = draftOf([a, other])
    expect(
      draft.resources.flatMap(({ match }) => match.map(({ host, path }) => [host, path])),
    ).toEqual([
      [null, '/v1/orders'],
      [null, '/v2/orders'],
    ])
    expect(codes).toEqual([])
  })

  test('with the same path at one host have a finding, whatever the methods are', () => {
    const other = apiOf('b.yaml', 'https://a.example.com/v1', { '/orders': { post: op } })
    const { codes } = draftOf([a, other])
    expect(codes).toEqual(['MQ-842 b.yaml'])
    const { ofApi } = compareApi(load(draftOf([a, other]).text, 'policy.yaml'), [a, other])
    expect(ofApi.map(({ code }) => code)).toEqual(['MQ-842'])
  })

  test('with the same operation and another protection: the stricter one decides', () => {
    const other = apiOf(
      'b.yaml',
      'https://a.example.com/v1',
      { '/orders': { get: op } },
      { security: [] },
    )
    const { draft, codes } = draftOf([a, other])
    expect(draft.resources.map(({ sensitivity }) => sensitivity)).toEqual(['confidential'])
    expect(codes.toSorted()).toEqual(['MQ-811 b.yaml', 'MQ-842 b.yaml'])
  })

  test('one without a public origin is compared at the hosts that no server names', () => {
    const upload = { servers: [{ url: 'https://files.example.com' }] }
    const relative = apiOf('a.yaml', '/v1', { '/orders': { get: op }, '/files': { post: upload } })
    const { text } = draftOf([relative], ['https://a.example.com'])
    expect(compareApi(load(text, 'policy.yaml'), [relative])).toMatchObject({
      ofApi: [],
      ofPolicy: [],
    })
    expect(updatePolicy(text, 'policy.yaml', [relative])).toMatchObject({ text, added: [] })
  })

  test('one without a public origin has a finding', () => {
    const other = apiOf('b.yaml', null, { '/items': { get: {} } })
    expect(draftOf([a, other]).codes).toEqual(['MQ-845 b.yaml'])
  })

  test('`self` of the answers replaces the servers of all', () => {
    const { draft } = draftOf([a, b], ['https://gateway.example.com'])
    expect(draft.self).toEqual(['https://gateway.example.com'])
    expect(draft.resources.flatMap(({ match }) => match.map(({ host }) => host))).toEqual([
      null,
      null,
      null,
    ])
  })

  test('sets with one name and other origins are two sets', () => {
    const marked = (file: string, server: string, origin: string) =>
      apiOf(
        file,
        server,
        { [`/${file}`]: { get: {} } },
        {
          'x-marque': {
            origins: { web: { allow: [origin], owner: 'w@example.com', purpose: 'application' } },
            grants: [{ origins: ['web'] }],
          },
        },
      )
    const { draft, codes } = draftOf([
      marked('one', 'https://a.example.com', 'https://one.example.com'),
      marked('two', 'https://b.example.com', 'https://two.example.com'),
    ])
    expect(draft.sets.map(({ name, keys }) => [name, keys.allow])).toEqual([
      ['web', ['https://one.example.com']],
      ['web-2', ['https://two.example.com']],
      ['web-3', [APP]],
    ])
    expect(draft.resources.map(({ grants }) => grants[0]?.origins)).toEqual([['web'], ['web-2']])
    expect(codes).toEqual(['MQ-846 two'])
  })

  test('a grant of `x-marque` to a set that does not exist is a finding', () => {
    const marked = apiOf('a.yaml', 'https://a.example.com', {
      '/a': { get: { 'x-marque': { grants: [{ origins: ['partners'] }] } } },
    })
    expect(draftOf([marked]).codes).toEqual(['MQ-838 a.yaml'])
  })
})

describe('F11: an update with another API adds it and leaves the first one alone', () => {
  const before = draftOf([a]).text

  test('its server in `self`, its resources by host', () => {
    const { text, added, origins, findings } = updatePolicy(before, 'policy.yaml', [b])
    if (text === null) throw new Error('no text')
    expect(findings).toEqual([])
    expect(origins).toEqual(['https://b.example.com'])
    expect(added).toEqual(['orders-2', 'invoices', 'rest-of-b-example-com'])
    expect(text).not.toContain('matches no endpoint')
    expect(text).toContain('self: [https://a.example.com, "https://b.example.com"]')
    expect(text).toContain('{ host: b.example.com, path: /v1/orders, methods: [POST] }')
    for (const line of before.split('\n').filter((one) => !one.startsWith('self:')))
      expect(text.split('\n')).toContain(line)
    expect(updatePolicy(text, 'policy.yaml', [b])).toMatchObject({ text, added: [], findings: [] })
    expect(updatePolicy(text, 'policy.yaml', [a])).toMatchObject({ text, added: [], findings: [] })
    expect(updatePolicy(text, 'policy.yaml', [a, b])).toMatchObject({
      text,
      added: [],
      findings: [],
    })
    const errors = check(load(text, 'policy.yaml'), judged).filter(
      ({ severity }) => severity === 'error',
    )
    expect(errors).toEqual([])
    // The resources of the first API have no host, and match nothing at the host of the second.
    expect(
      reasons(text, 'GET https://a.example.com/v1/orders', 'GET https://b.example.com/v1/orders'),
    ).toEqual(['granted', 'origin-not-granted'])
  })

  test('also where `self` is a block list, and with the same paths', () => {
    const block = before.replace(
      'self: [https://a.example.com]',
      'self:\n  - https://a.example.com # ours',
    )
    const same = apiOf('b.yaml', 'https://b.example.com/v1', { '/orders': { get: op } })
    const { text } = updatePolicy(block, 'policy.yaml', [same])
    expect(text).toContain('  - https://a.example.com # ours\n  - https://b.example.com\n')
    expect(text).toContain('{ host: b.example.com, path: /v1/orders, methods: [GET] }')
  })

  test('where `self` differs by environment it must be added by hand', () => {
    const byEnvironment = before.replace(
      'self: [https://a.example.com]',
      'self: { production: [https://a.example.com] }',
    )
    const { text, findings, origins } = updatePolicy(byEnvironment, 'policy.yaml', [b])
    expect(text).toContain('host: b.example.com')
    expect([origins, findings.map(({ code }) => code)]).toEqual([[], ['MQ-843']])
  })

  test('the server of one new operation is added', () => {
    const upload = apiOf('a.yaml', 'https://a.example.com/v1', {
      '/orders': { get: op },
      '/files': { post: { servers: [{ url: 'https://files.example.com' }] } },
    })
    const { text, origins } = updatePolicy(before, 'policy.yaml', [upload])
    expect(origins).toEqual(['https://files.example.com'])
    expect(text).toContain('{ host: files.example.com, path: /files, methods: [POST] }')
  })

  test('`check --openapi` with the second one says nothing about the resources of the first', () => {
    const { ofPolicy, ofApi } = compareApi(load(draftOf([a, b]).text, 'policy.yaml'), [b])
    expect([ofPolicy, ofApi]).toEqual([[], []])
  })

  test('an endpoint that is gone is still found in a policy with a further origin in `self`', () => {
    const more = before.replace('self: [', 'self: [https://alias.example.com, ')
    const other = apiOf('a.yaml', 'https://a.example.com/v1', { '/new': { get: {} } })
    const { ofPolicy } = compareApi(load(more, 'policy.yaml'), [other])
    expect(ofPolicy.map(({ code }) => code)).toEqual(['MQ-821'])
  })
})
