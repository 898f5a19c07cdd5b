import { readOrigin } from '@marque/core'
import { describe, expect, test } from 'vitest'
import { nearMissOrigins, type OriginComparisonFault } from './sample-origins.ts'

type Comparison = (origin: string, granted: string) => boolean

const hostOf = (origin: string): string => origin.slice(origin.indexOf('://') + 3)
const withoutPort = (origin: string): string => origin.replace(/:\d+$/, '')

/** The wrong comparisons, as layers have them. */
const COMPARISONS: { readonly [fault in OriginComparisonFault]: Comparison } = {
  'matches-prefix': (origin, granted) => origin.startsWith(granted),
  'matches-suffix': (origin, granted) => origin.endsWith(hostOf(granted)),
  'matches-dot-as-any': (origin, granted) =>
    new RegExp(`^${granted.replace('://', ':[/]{2}')}$`).test(origin),
  'matches-subdomains': (origin, granted) =>
    origin === granted || origin.endsWith(`.${hostOf(granted)}`),
  'ignores-trailing-dot': (origin, granted) =>
    origin.replace(/\.(?=:|$)/, '') === granted.replace(/\.(?=:|$)/, ''),
  'ignores-scheme': (origin, granted) => hostOf(origin) === hostOf(granted),
  'ignores-port': (origin, granted) => withoutPort(origin) === withoutPort(granted),
  'ignores-case': (origin, granted) => origin.toLowerCase() === granted.toLowerCase(),
}

const FAULTS = Object.keys(COMPARISONS) as readonly OriginComparisonFault[]

for (const granted of ['https://app.example.com', 'http://app.example.com:3000']) {
  describe(`near misses of ${granted}`, () => {
    const near = nearMissOrigins(granted)
    const grantedBy = (fault: OriginComparisonFault): readonly string[] =>
      near.filter(({ origin }) => COMPARISONS[fault](origin, granted)).map((one) => one.fault)

    test('there is one for each wrong comparison, and none is the granted origin', () => {
      expect(near.map(({ fault }) => fault)).toEqual(FAULTS)
      expect(near.map(({ origin }) => origin)).not.toContain(granted)
    })

    test('each wrong comparison grants its own near miss', () => {
      for (const fault of FAULTS) expect(grantedBy(fault)).toContain(fault)
    })

    test('no two wrong comparisons grant the same near misses', () => {
      const sets = FAULTS.map((fault) => grantedBy(fault).join())
      expect(new Set(sets).size).toBe(sets.length)
    })

    test('an exact comparison grants none', () => {
      expect(near.filter(({ origin }) => origin === granted)).toEqual([])
    })

    test('all but the one in upper case are origins that a browser can send', () => {
      const malformed = near.filter(({ origin }) => readOrigin(origin) === undefined)
      expect(malformed.map(({ fault }) => fault)).toEqual(['ignores-case'])
    })
  })
}

test('a pattern has near misses beside what it matches', () => {
  const near = nearMissOrigins('https://*.example.com')
  expect(near.map(({ origin }) => origin)).toEqual([
    'https://a.example.com.stranger.invalid',
    'https://strangerexample.com',
    'https://a.examplexcom',
    'https://a.example.com.',
    'http://a.example.com',
    'https://a.example.com:8443',
    'https://A.EXAMPLE.COM',
  ])
})

test('a pattern within a label has near misses beside what it matches', () => {
  const near = nearMissOrigins('https://*--app.example.com')
  expect(near.map(({ origin }) => origin)).toEqual([
    'https://a--app.example.com.stranger.invalid',
    'https://stranger-app.example.com',
    'https://a--app.examplexcom',
    'https://stranger.a--app.example.com',
    'https://a--app.example.com.',
    'http://a--app.example.com',
    'https://a--app.example.com:8443',
    'https://A--APP.EXAMPLE.COM',
  ])
})

test('an origin with a trailing dot is another one than without', () => {
  const near = nearMissOrigins('https://app.example.com.')
  const [prefix] = near
  expect(prefix?.origin).toBe('https://app.example.com.stranger.invalid')
  expect(near).toContainEqual({ origin: 'https://app.example.com', fault: 'ignores-trailing-dot' })
})

test('a pattern for any port has no near miss by port', () => {
  const faults = nearMissOrigins('https://app.example.com:*').map(({ fault }) => fault)
  expect(faults).not.toContain('ignores-port')
})

test('behind a high port no origin is left that begins with the granted one', () => {
  const faults = nearMissOrigins('https://app.example.com:8443').map(({ fault }) => fault)
  expect(faults).not.toContain('matches-prefix')
})

test('an address has no subdomains, and what is no origin has no near misses', () => {
  const faults = nearMissOrigins('http://127.0.0.1:3000').map(({ fault }) => fault)
  expect(faults).toEqual(['matches-prefix', 'ignores-scheme', 'ignores-port'])
  expect(nearMissOrigins('null')).toEqual([])
})
