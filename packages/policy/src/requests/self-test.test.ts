import type { Bundle, Vector } from '@marque/core'
import { describe, expect, test } from 'vitest'
import {
  exceptionOf,
  grantOf,
  matchOf,
  modelOf,
  resourceOf,
  setOf,
} from '../compile/build-model.cases.ts'
import { compileModel } from '../compile/write-bundle.ts'
import type { Model } from '../read/model.ts'

const web = setOf('web', ['https://app.example.com'])
const compiled = (more: Partial<Model>): Bundle =>
  compileModel(modelOf({ sets: [web], ...more }), { environment: 'production' })
const vectorOf = (bundle: Bundle, id: string): Vector | undefined =>
  bundle.vectors.find((vector) => vector.id === id)

test('each resource has a granted request, a granted preflight and a denied request', () => {
  const bundle = compiled({
    resources: [resourceOf('a', [grantOf(['web'], { requestHeaders: ['x-a'] })])],
  })
  expect(bundle.vectors.map(({ id, rule, out }) => [id, rule, out.reason])).toEqual([
    ['a/actual', 'D20', 'granted'],
    ['a/denied', 'D17', 'origin-not-granted'],
    ['a/preflight', 'D18', 'granted'],
  ])
  expect(vectorOf(bundle, 'a/preflight')!.in.request.headers).toEqual([
    ['Origin', 'https://app.example.com'],
    ['Access-Control-Request-Method', 'GET'],
    ['Access-Control-Request-Headers', 'x-a'],
  ])
})

test('a resource without grants has no vectors', () => {
  expect(compiled({ resources: [resourceOf('a', [])] }).vectors).toEqual([])
})

test('a grant with `read: false` has no preflight vector', () => {
  const bundle = compiled({
    resources: [resourceOf('a', [grantOf(['web'], { methods: ['POST'], read: false })])],
  })
  expect(bundle.vectors.map(({ id }) => id)).toEqual(['a/actual', 'a/denied'])
})

test('a resource for any origin has the unlisted origin', () => {
  const bundle = compiled({
    resources: [resourceOf('a', [grantOf(['*'])], { sensitivity: 'public' })],
  })
  expect(vectorOf(bundle, 'a/actual')).toMatchObject({
    rule: 'D10',
    out: { reason: 'granted-any' },
  })
})

describe('the granted request satisfies', () => {
  const granted = (more: Partial<Model>, reason = 'granted'): void => {
    const found = vectorOf(compiled(more), 'a/actual')
    expect(found?.out.reason).toBe(reason)
  }

  test('dates', () => {
    granted({
      resources: [
        resourceOf('a', [grantOf(['web'], { from: 5_000_000_000, until: 5_000_000_001 })]),
      ],
    })
    granted({ resources: [resourceOf('a', [grantOf(['web'], { until: 5_000_000_000 })])] })
    granted({
      sets: [setOf('web', ['https://app.example.com'], { until: 7_000_000_000 })],
      resources: [resourceOf('a', [grantOf(['web'])])],
    })
  })

  test('a pattern', () => {
    granted({
      sets: [setOf('web', ['https://*.example.com:*'])],
      resources: [resourceOf('a', [grantOf(['web'])])],
    })
  })

  test('conditions', () => {
    granted({
      context: {
        roles: { claim: 'roles' },
        scopes: { claim: 'scope' },
        apiVersion: { header: 'api-version' },
      },
      resources: [
        resourceOf('a', [
          grantOf(['web'], {
            credentials: true,
            when: {
              roles: ['admin', 'reader'],
              scopes: ['x', 'y'],
              apiVersion: ['v1'],
              authenticatedWithin: 1000,
              claims: { '/a~1b/c': ['one', 'two'], '/a~1b/d': 3, '/from': '{origin}' },
            },
          }),
        ]),
      ],
    })
  })

  test('an API version in the path', () => {
    granted({
      context: { apiVersion: { path: '/{apiVersion}/**' } },
      resources: [
        resourceOf('a', [grantOf(['web'], { when: { apiVersion: ['v2'] } })], {
          match: [matchOf('/{any}/things')],
        }),
      ],
    })
  })

  test('a tenant in the path, and the claim that names it', () => {
    granted({
      tenancy: { path: '/t/{tenant}/**' },
      members: [setOf('acme', ['https://acme.example'])],
      resources: [
        resourceOf('a', [grantOf(['@tenant'], { when: { claims: { '/org': '{tenant}' } } })], {
          match: [matchOf('/t/{tenant}/things/**')],
        }),
      ],
    })
  })

  test('a tenant in the host', () => {
    granted({
      tenancy: { host: '{tenant}.api.example.com' },
      members: [setOf('acme', ['https://acme.example'])],
      resources: [resourceOf('a', [grantOf(['@tenant'])])],
    })
  })

  test('a token', () => {
    granted({
      resources: [resourceOf('a', [])],
      exceptions: [
        exceptionOf('EX-1', 'https://one.example', 'a', {
          token: true,
          requestHeaders: ['marque-token'],
        }),
      ],
    })
  })

  test('reach without read', () => {
    granted(
      { resources: [resourceOf('a', [grantOf(['web'], { methods: ['POST'], read: false })])] },
      'reach-only',
    )
  })
})

test('with many resources granted requests come first', () => {
  const resources = Array.from({ length: 150 }, (_, at) => resourceOf(`r${at}`, [grantOf(['web'])]))
  const { vectors } = compiled({ resources })
  expect(vectors).toHaveLength(200)
  expect(vectors.filter(({ id }) => id.endsWith('/actual'))).toHaveLength(150)
})
