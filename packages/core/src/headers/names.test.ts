import { describe, expect, test } from 'vitest'
import {
  coversMethod,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isPolicyResponseHeader,
  isSafelistedResponseHeader,
  isToken,
  normalizeMethod,
} from './names.ts'

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))

test('tokens hold the characters of RFC 9110, 5.6.2, and no other', () => {
  const allowed = "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~"
  expect(ASCII.filter(isToken).join('')).toBe(allowed)
  expect(isToken('x-Trace_1')).toBe(true)
  for (const text of ['', ' x', 'x ', 'a b', 'x\n', 'résumé', 'x:', 'a,b', '"x"']) {
    expect(isToken(text), text).toBe(false)
  }
})

describe('D27: request headers that script can never set', () => {
  // Fetch, "forbidden request-header", and the two names that Private Network Access once added.
  const names = `accept-charset accept-encoding access-control-request-headers
    access-control-request-local-network access-control-request-method
    access-control-request-private-network connection content-length cookie cookie2 date dnt expect
    host keep-alive origin referer set-cookie te trailer transfer-encoding upgrade via
    proxy- proxy-authorization sec- sec-fetch-site sec-x`
  for (const name of names.split(/\s+/)) {
    test(name, () => expect(isForbiddenRequestHeader(name)).toBe(true))
  }
  test('others can', () => {
    const free = [
      'accept',
      'authorization',
      'content-type',
      'x-sec-a',
      'x-proxy-a',
      'proxy',
      'sec',
      '',
    ]
    expect(free.filter(isForbiddenRequestHeader)).toEqual([])
  })
})

test('D27: Set-Cookie is never readable, whatever is exposed', () => {
  const names = ['set-cookie', 'set-cookie2', 'cookie', 'set-cookie3', 'etag', '']
  expect(names.filter(isForbiddenResponseHeader)).toEqual(['set-cookie', 'set-cookie2'])
})

test('Fetch, CORS-safelisted response-header names, are readable without being exposed', () => {
  const safelisted = [
    'cache-control',
    'content-language',
    'content-length',
    'content-type',
    'expires',
    'last-modified',
    'pragma',
  ]
  expect(safelisted.filter(isSafelistedResponseHeader)).toEqual(safelisted)
  for (const name of ['etag', 'Pragma', 'x-a', '']) {
    expect(isSafelistedResponseHeader(name), name).toBe(false)
  }
})

test('D27: CONNECT, TRACE and TRACK are forbidden in any case', () => {
  const methods = ['CONNECT', 'TRACE', 'TRACK', 'trAce', 'connect', 'tracK']
  expect(methods.filter(isForbiddenMethod)).toEqual(methods)
  expect(['GET', 'TRACES', 'OPTIONS', ''].filter(isForbiddenMethod)).toEqual([])
})

test('D27: six methods lose their case, others keep it', () => {
  const six = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']
  expect(six.map((method) => normalizeMethod(method.toLowerCase()))).toEqual(six)
  expect(six.map(normalizeMethod)).toEqual(six)
  const kept = ['patch', 'PATCH', 'Purge', 'connect', 'gets', '']
  expect(kept.map(normalizeMethod)).toEqual(kept)
})

describe('D7: which methods a list covers', () => {
  const cases: readonly (readonly [methods: readonly string[], method: string, covers: boolean])[] =
    [
      [['GET'], 'GET', true],
      [['GET'], 'HEAD', true],
      [['HEAD'], 'HEAD', true],
      [['HEAD'], 'GET', false],
      [['GET'], 'POST', false],
      [['POST'], 'HEAD', false],
      [['PATCH'], 'patch', false],
      [['GET'], 'get', false],
      [['GET'], 'head', false],
      [['GET'], '', false],
      [[], 'GET', false],
    ]
  for (const [methods, method, covers] of cases) {
    test(`${methods.join(', ') || 'none'}: ${method || 'nothing'}`, () => {
      expect(coversMethod(methods, method)).toBe(covers)
    })
  }
})

test('D22: the response headers that only Marque writes', () => {
  const names = `access-control-allow-origin access-control-x timing-allow-origin
    cross-origin-resource-policy`
  for (const name of names.split(/\s+/)) expect(isPolicyResponseHeader(name), name).toBe(true)
  for (const name of ['vary', 'cross-origin-opener-policy', 'x-access-control-', 'etag']) {
    expect(isPolicyResponseHeader(name), name).toBe(false)
  }
})
