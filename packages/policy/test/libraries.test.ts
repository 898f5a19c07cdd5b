/**
 * What the best CORS libraries are tested for, by the numbers of the project's survey of them: the cases that the check of a policy
 * decides. Those that a request shows are in `core`.
 *
 * One case differs from the survey, because the rules differ: 26 (`methods` never holds `*`).
 */

import { type Bundle, bundleBytes, digestOf, readBundle } from '@marque/core'
import { describe, expect, test } from 'vitest'
import { kindOf } from '../src/findings/codes.ts'
import { compile, load } from '../src/index.ts'
import { codesOf, document, findingsOf } from './documents.ts'

const grant = (keys: string): string => document({ grants: `[{ origins: [web], ${keys} }]` })
const anyone = (keys: string): string =>
  document({ grants: `[{ origins: ["*"]${keys} }]` }).replace('internal', 'public')
const origin = (text: string): string => document({ allow: JSON.stringify([text]) })
const credentialed = (text: string): string =>
  document({ allow: JSON.stringify([text]), grants: '[{ origins: [web], credentials: true }]' })

function compiled(text: string): Bundle {
  const { bundle, findings } = compile(load(text, 'policy.yaml'), {
    environment: 'production',
    now: Date.UTC(2098, 10, 21),
  })
  if (bundle === null) throw new Error(findings.map(({ code }) => code).join(' '))
  return bundle
}

/** Texts, and the one code that refuses each. */
const refused: readonly (readonly [number: number, name: string, text: string, code: string])[] = [
  [8, '`*` with credentials', anyone(', credentials: true'), 'MQ-202'],
  [9, 'credentials without origins', document({ grants: '[{ credentials: true }]' }), 'MQ-121'],
  [9, 'and with none', document({ grants: '[{ origins: [], credentials: true }]' }), 'MQ-125'],
  [26, 'any method', grant('methods: ["*"]'), 'MQ-209'],
  [27, 'any method with credentials', grant('methods: ["*"], credentials: true'), 'MQ-209'],
  [28, 'TRACE', grant('methods: [TRACE]'), 'MQ-166'],
  [28, 'TRACE in another case', grant('methods: [trAce]'), 'MQ-166'],
  [28, 'a method without name', grant('methods: [""]'), 'MQ-165'],
  [28, 'a method of two words', grant('methods: ["a b"]'), 'MQ-165'],
  [
    38,
    'any request header with credentials',
    grant('requestHeaders: ["*"], credentials: true'),
    'MQ-206',
  ],
  [40, 'Cookie', grant('requestHeaders: [Cookie]'), 'MQ-170'],
  [40, 'Sec-', grant('requestHeaders: [Sec-X]'), 'MQ-170'],
  [40, 'Proxy-', grant('requestHeaders: [Proxy-X]'), 'MQ-170'],
  [
    40,
    'a response header asked for',
    grant('requestHeaders: [Access-Control-Allow-Origin]'),
    'MQ-171',
  ],
  [40, 'no token', grant('requestHeaders: ["résumé"]'), 'MQ-169'],
  [40, 'no name', grant('requestHeaders: [""]'), 'MQ-169'],
  [41, 'Set-Cookie exposed', grant('exposeHeaders: [Set-Cookie]'), 'MQ-172'],
  [41, 'a request header exposed', grant('exposeHeaders: [Origin]'), 'MQ-171'],
  [41, 'all exposed with credentials', grant('exposeHeaders: ["*"], credentials: true'), 'MQ-207'],
  [43, 'a max-age below zero', grant('maxAge: -2s'), 'MQ-178'],
  [43, 'a max-age above a day', grant('maxAge: 86401s'), 'MQ-178'],
  [43, 'a fraction of a second', grant('maxAge: 1.5s'), 'MQ-177'],
  [43, 'no number', grant('maxAge: NaN'), 'MQ-177'],
  ...['https://*.com', 'https://*.github.io'].flatMap((text) => [
    [54, `${text} without credentials`, origin(text), 'MQ-201'] as const,
    [54, `${text} with credentials`, credentialed(text), 'MQ-201'] as const,
  ]),
  // The public suffix behind the dot is what makes it unsafe; the dot itself is allowed (D3).
  [54, 'a trailing dot', origin('https://*.co.uk.'), 'MQ-201'],
  ...['http://example.com', 'http://alocalhost', 'http://localhosta'].map(
    (text) => [55, `${text} with credentials`, credentialed(text), 'MQ-210'] as const,
  ),
  ...Object.entries({
    null: 'MQ-159',
    'file:///x': 'MQ-159',
    'https://a.com/': 'MQ-140 trailing-slash',
    'https://a.com/p': 'MQ-140 path',
    'https://a.com?q': 'MQ-140 query',
    'https://a.com#f': 'MQ-140 fragment',
    ' https://a.com ': 'MQ-140 white-space',
    'HTTPS://A.com': 'MQ-140 upper-case',
    'https://a.com:443': 'MQ-140 default-port',
    'http://a.com:80': 'MQ-140 default-port',
    'https://u:p@a.com': 'MQ-140 user-info',
    'a.com': 'MQ-140 missing-scheme',
    '//a.com': 'MQ-140 missing-scheme',
  }).map(([text, code]) => [56, `\`${text}\``, origin(text), code] as const),
  ...Object.entries({
    'http://0x7f.1': 'MQ-140 ipv4',
    'http://127.1': 'MQ-140 ipv4',
    'http://256.0.0.1': 'MQ-140 ipv4',
    'http://1.2.3.4.': 'MQ-140 ipv4',
    'http://[0:0::1]': 'MQ-140 ipv6',
    'http://[::ffff:127.0.0.1]': 'MQ-140 ipv6',
    'http://[fe80::1%eth0]': 'MQ-140 ipv6-zone',
    'https://foo.255': 'MQ-140 ipv4',
  }).map(([text, code]) => [57, text, origin(text), code] as const),
  [58, 'letters beyond ASCII', origin('https://résumé.com'), 'MQ-140 international-name'],
  [58, 'bad punycode', origin('https://xn--f'), 'MQ-140 punycode'],
  [58, 'an empty label', origin('https://a..b'), 'MQ-140 host'],
  [58, 'a host of 254 bytes', origin(`https://${'a.'.repeat(126)}bc`), 'MQ-140 too-long'],
  [58, 'a scheme of 65 bytes', origin(`${'s'.repeat(65)}://x`), 'MQ-140 too-long'],
  ...[
    'https://foo.*.com',
    'https://*foo.com',
    'https://**.foo.com',
    'http://*.127.0.0.1',
    'h*',
    '*://a.com',
  ].map((text) => [60, text, origin(text), 'MQ-157'] as const),
]

describe('refused', () => {
  for (const [number, name, text, code] of refused) {
    test(`${number}: ${name}`, () => expect(codesOf(text, 'error')).toEqual([code]))
  }

  test('56: a mistake in notation comes with its mending', () => {
    const help = (text: string) => findingsOf(origin(text))[0]?.help
    for (const text of [
      'https://a.com/',
      'HTTPS://A.com',
      'https://a.com:443',
      'https://u:p@a.com',
    ]) {
      expect(help(text), text).toContain('https://a.com')
    }
    expect(help('https://résumé.com')).toContain('https://xn--rsum-bpad.com')
  })
})

describe('accepted', () => {
  const accepted: readonly (readonly [
    number: number,
    name: string,
    text: string,
    warns: string[],
  ])[] = [
    [25, 'methods that Fetch normalises', grant('methods: [get, Put]'), ['MQ-167', 'MQ-167']],
    [24, 'a method that browsers differ on', grant('methods: [patch]'), ['MQ-168']],
    [42, 'a safelisted header exposed', grant('exposeHeaders: [content-type, x-foo]'), ['MQ-313']],
    [45, 'a max-age that browsers cap', grant('methods: [PUT], maxAge: 24h'), ['MQ-309']],
    [55, 'loopback with credentials', credentialed('http://127.0.0.1'), ['MQ-318']],
    [55, 'localhost with credentials', credentialed('http://localhost'), ['MQ-318']],
    [55, 'a name under localhost', credentialed('http://foo.localhost'), ['MQ-318']],
    [55, 'and with a trailing dot', credentialed('http://foo.localhost.'), ['MQ-318']],
    [55, 'loopback of IPv6', credentialed('http://[::1]'), ['MQ-318']],
    [57, 'a canonical IPv4 address', origin('https://127.0.0.1:90'), ['MQ-318']],
    [57, 'a canonical IPv6 address', origin('http://[::1]:90'), ['MQ-318']],
    [57, 'an IPv4-mapped address', origin('https://[::ffff:7f00:1]'), ['MQ-318']],
    [59, 'another scheme', origin('connector://foo'), ['MQ-342']],
  ]
  for (const [number, name, text, warns] of accepted) {
    test(`${number}: ${name}`, () => {
      expect(codesOf(text, 'error')).toEqual([])
      expect(codesOf(text, 'warning')).toEqual(warns)
    })
  }

  test('25: the bundle holds the methods as Fetch writes them', () => {
    const { resources } = compiled(grant('methods: [get, Put]'))
    expect(resources[0]?.grants[0]?.methods).toEqual(['GET', 'PUT'])
  })

  test('42: the bundle exposes what exposing changes', () => {
    const { resources } = compiled(grant('exposeHeaders: [content-type, x-foo]'))
    expect(resources[0]?.grants[0]?.exposeHeaders).toEqual(['x-foo'])
  })

  test('44: a max-age of 0 is kept, left out it is 600', () => {
    const maxAge = (text: string) => compiled(text).resources[0]?.grants[0]?.maxAge
    expect(maxAge(grant('methods: [PUT], maxAge: 0s'))).toBe(0)
    expect(maxAge(document({}))).toBe(600)
  })

  test('53: a redundant pattern is a warning, and not in the bundle', () => {
    const text = document({ allow: '["https://*.example.com", "https://*.a.example.com"]' })
    expect(codesOf(text, 'warning')).toEqual(['MQ-307'])
    expect(compiled(text).sets.web?.patterns).toEqual(['https://*.example.com'])
  })
})

test('65: several mistakes are told at once, in the order of the document, each with its place', () => {
  const text = document({
    allow: '["https://a.com/", "null", "https://*.com"]',
    grants: '[{ origins: [web], methods: [TRACE], maxAge: 2d }]',
  })
  const found = findingsOf(text).filter(({ severity }) => severity === 'error')
  expect(found.map(kindOf)).toEqual([
    'MQ-140 trailing-slash',
    'MQ-159',
    'MQ-201',
    'MQ-166',
    'MQ-178',
  ])
  expect(found.map(({ line }) => line)).toEqual([6, 6, 6, 15, 15])
  const columns = found.map(({ column }) => column ?? 0)
  expect(columns[0]).toBeLessThan(columns[1]!)
  expect(columns[1]).toBeLessThan(columns[2]!)
})

test('67: a compiled bundle is the same bytes when it is read and written again, whatever the order in the text', () => {
  const text = grant('methods: [PUT, GET], requestHeaders: [x-b, x-a]')
  const bytes = bundleBytes(compiled(text))
  const read = readBundle(bytes)
  if ('code' in read) throw new Error(`${read.code} ${read.path}`)
  expect(bundleBytes(read)).toEqual(bytes)
  const turned = compiled(grant('requestHeaders: [x-a, x-b], methods: [GET, PUT]'))
  expect(digestOf(turned)).toBe(digestOf(read))
})

test('68: changing the loaded document after compiling changes no bundle', () => {
  const loaded = load(document({}), 'policy.yaml')
  const { bundle } = compile(loaded, { environment: 'production', now: 0 })
  const bytes = bundleBytes(bundle!)
  const { origins } = loaded.document as { origins: { web: { allow: string[] } } }
  try {
    origins.web.allow.push('https://evil.test')
  } catch {
    // It may be frozen, which is as good.
  }
  expect(bundleBytes(bundle!)).toEqual(bytes)
})
