import { LONGEST_HOST } from './read-origin.cases.ts'
import type { OriginPattern } from './read-pattern.ts'

const under = (
  scheme: string,
  host: string,
  port: OriginPattern['port'] = null,
): OriginPattern => ({
  scheme,
  host,
  subdomains: true,
  port,
})
const anyPort = (scheme: string, host: string): OriginPattern => ({
  scheme,
  host,
  subdomains: false,
  port: 'any',
})

export const patternCases: readonly (readonly [text: string, parts: OriginPattern])[] = [
  ['https://*.example.com', under('https', 'example.com')],
  ['https://*.example.com:*', under('https', 'example.com', 'any')],
  ['https://*.example.com:8443', under('https', 'example.com', 8443)],
  ['https://*.example.com:80', under('https', 'example.com', 80)],
  ['http://*.example.com:443', under('http', 'example.com', 443)],
  ['https://*.com', under('https', 'com')],
  ['custom://*.a:80', under('custom', 'a', 80)],
  [`https://*.${LONGEST_HOST}`, under('https', LONGEST_HOST)],
  ['http://localhost:*', anyPort('http', 'localhost')],
  ['http://127.0.0.1:*', anyPort('http', '127.0.0.1')],
  ['http://[::1]:*', anyPort('http', '[::1]')],
]

export const notPatternCases: readonly string[] = [
  '',
  '*',
  'h*',
  ':*',
  '*.example.com',
  '*://a.com',
  '*://*.a.com',
  'https://example.com',
  'https://example.com:8443',
  'https://*',
  'https://*.',
  'https://*:*',
  'https://*.:*',
  'https://:*',
  'https://foo.*.com',
  'https://*foo.com',
  'https://**.foo.com',
  'https://*.*.foo.com',
  'https://*.Foo.com',
  'https://*.foo.com/',
  'https://*.foo.com.',
  'https://*.foo.com:443',
  'http://*.foo.com:80',
  'https://*.foo.com:0',
  'https://*.foo.com:65536',
  'https://*.foo.com:8*',
  'https://*.foo.com:80:*',
  'https://foo.com:80:*',
  'https://foo.com:*:*',
  'https://*.foo.com:',
  'https://*.foo.com:*x',
  'http://*.127.0.0.1',
  'http://*.127.0.0.1:*',
  'http://*.[::1]',
  'http://*.[::1]:*',
  'https://*.a..b',
  'HTTPS://*.foo.com',
  'https:*.foo.com',
]
