import { describe, expect, test } from 'vitest'
import { notOriginCases, originCases } from './read-origin.cases.ts'
import {
  defaultPort,
  isAddress,
  isCanonicalOrigin,
  isLoopbackHost,
  ORIGIN_LIMITS,
  readHost,
  readOrigin,
  readPort,
  readScheme,
} from './read-origin.ts'

const shown = (text: string): string =>
  text.length < 60 ? JSON.stringify(text) : `${text.slice(0, 40)}… (${text.length})`

describe('D3: origins are read into their parts', () => {
  for (const [text, parts] of originCases) {
    test(shown(text), () => {
      expect(readOrigin(text)).toEqual(parts)
      expect(isCanonicalOrigin(text)).toBe(true)
    })
  }
})

for (const [why, texts] of Object.entries(notOriginCases)) {
  describe(`D3: no origin, ${why}`, () => {
    for (const text of texts) {
      test(shown(text), () => {
        expect(readOrigin(text)).toBeUndefined()
        expect(isCanonicalOrigin(text)).toBe(false)
      })
    }
  })
}

test('the bounds of the grammar are 64, 253 and 63 bytes', () => {
  expect(ORIGIN_LIMITS).toEqual({ scheme: 64, host: 253, label: 63 })
})

test('default ports are those of the URL Standard', () => {
  const schemes = ['http', 'ws', 'https', 'wss', 'ftp', 'gopher', '']
  expect(schemes.map(defaultPort)).toEqual([80, 80, 443, 443, 21, null, null])
})

test('addresses have no subdomains', () => {
  const addresses = ['127.0.0.1', '0.0.0.0', '[::1]', '255.255.255.255']
  expect(addresses.filter(isAddress)).toEqual(addresses)
  expect(['example.com', '1.example', '256.0.0.1', '1.2.3', 'a.[::1]'].some(isAddress)).toBe(false)
})

test('loopback is localhost, names under it (a trailing dot does not matter), 127.0.0.0/8, IPv4-mapped too, and ::1', () => {
  const loopback = [
    'localhost',
    'a.localhost',
    'a.b.localhost',
    '127.0.0.1',
    '127.255.0.9',
    '[::1]',
    'localhost.',
    'a.localhost.',
    '[::ffff:7f00:1]',
    '[::ffff:7fff:ffff]',
  ]
  expect(loopback.filter(isLoopbackHost)).toEqual(loopback)
  const others = [
    'alocalhost',
    'localhosta',
    'localhost.evil.test',
    'x-localhost',
    '128.0.0.1',
    '12.7.0.0',
    '127.example.com',
    '127.1',
    '[::2]',
    '[::ffff:7f0:1]',
    '[::ffff:8000:1]',
    'localhost..',
    'localhost.evil.test.',
    '[::1',
    '',
  ]
  expect(others.filter(isLoopbackHost)).toEqual([])
})

test('each part says by -1 that it is none, and else where it ends', () => {
  expect(readScheme('https://a')).toBe(5)
  expect(readScheme('https:/a')).toBe(-1)
  expect(readScheme('Https://a')).toBe(-1)
  const { 'broken labels': labels, 'addresses in another notation': addresses } = notOriginCases
  const broken = [...labels!, ...addresses!].filter((text) => !text.endsWith(':80'))
  for (const text of broken.filter((one) => !one.endsWith(':8443') && one !== 'http://::1')) {
    expect(readHost(text, text.indexOf('://') + 3), shown(text)).toBe(-1)
  }
  expect(readHost('https://a.com:8443', 8)).toBe(13)
  expect(readHost('https://[::1]', 8)).toBe(13)
  expect(readHost('https://[::1]:80', 8)).toBe(13)
  expect(readHost('[::1', 0)).toBe(-1)
  expect(readPort('a:80', 1)).toBe(80)
  expect(readPort('a/80', 1)).toBe(-1)
  for (const text of ['a:', 'a:0', 'a:01', 'a:65536', 'a:x', 'a:8/']) {
    expect(readPort(text, 1), text).toBe(-1)
  }
})
