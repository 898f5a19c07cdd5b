import { expect, test } from 'vitest'
import { readContext } from './read-context.ts'

test('a context has each of its facts; one that is null is unknown', () => {
  const token = { id: '1', origin: 'https://a.example', resource: 'r', until: 5 }
  const value = {
    tenant: null,
    apiVersion: 'v1',
    authenticatedAt: '1970-01-01T00:00:01Z',
    roles: ['a'],
    scopes: null,
    claims: { sub: 1 },
    certificate: true,
    token,
  }
  expect(readContext(value, 'refuse')).toEqual({
    tenant: null,
    apiVersion: 'v1',
    authenticatedAt: 1000,
    roles: ['a'],
    claims: { sub: 1 },
    certificate: true,
    token: { ...token, tenant: null },
  })
  expect(readContext({ token: 'invalid' }, 'refuse')).toEqual({ token: 'invalid' })
})

test('an unknown fact is ignored or refused, as the caller chooses', () => {
  const value: unknown = JSON.parse('{"__proto__":{"roles":["admin"]},"a/b":1}')
  expect(readContext(value, 'ignore')).toEqual({})
  expect(readContext(value, 'refuse')).toMatchObject({
    code: 'ERR_REQUEST_CONTEXT',
    path: '/context/__proto__',
  })
  expect(readContext({ 'a/b': 1 }, 'refuse')).toMatchObject({ path: '/context/a~1b' })
  expect(readContext({ toString: 1 }, 'refuse')).toMatchObject({ path: '/context/toString' })
})
