/** F33: warnings that a policy accepts for a time, from the document to the findings that are left. */
import { describe, expect, test } from 'vitest'
import { grantsExample, withOrigins } from './catalogue/examples.ts'
import { checkModel, compile } from './check.ts'
import { load } from './load.ts'

const NOW = Date.parse('2098-11-22T00:00:00Z')
const entry = (keys: Record<string, string> = {}): string =>
  `{ ${Object.entries({
    code: 'MQ-309',
    at: 'account',
    why: 'kiosks run Chromium',
    by: 'security@example.com',
    until: '2099-01-31T00:00:00Z',
    ...keys,
  })
    .map(([key, value]) => `${key}: "${value}"`)
    .join(', ')} }`

/** A policy whose one grant has the warning MQ-309, with these acknowledgements. */
const policy = (...entries: readonly string[]): string =>
  grantsExample(['{ origins: [web], methods: [PUT], maxAge: 2h }'], {
    more: ['acknowledged:', ...entries.map((one) => `  - ${one}`)],
  })

function result(
  text: string,
  now = NOW,
  environment = 'production',
): { readonly open: readonly string[]; readonly acknowledged: readonly string[] } {
  const { findings, acknowledged } = checkModel(load(text, 'policy.yaml'), { environment, now })
  return {
    open: findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code),
    acknowledged: acknowledged.map(({ code }) => code),
  }
}

describe('an acknowledgement takes a warning out of the findings', () => {
  const origins = (at: string, code = 'MQ-317'): string =>
    `${withOrigins('http://a.example.com')}acknowledged:\n  - ${entry({ at, code })}\n`
  test.each([
    ['at its resource', policy(entry()), ['MQ-309']],
    ['at an origin', origins('http://a.example.com'), ['MQ-317']],
    ['at a set', origins('web'), ['MQ-317']],
    [
      'of reading, such as a method in lower case',
      grantsExample(['{ origins: [web], methods: [get] }'], {
        more: ['acknowledged:', `  - ${entry({ code: 'MQ-167' })}`],
      }),
      ['MQ-167'],
    ],
    [
      'at an exception',
      grantsExample(['{ origins: [web] }'], {
        more: [
          'exceptions: [{ id: EX-1, origin: "https://d.partner.example", resource: account, until: 2098-11-20T00:00:00Z, purpose: p, requestedBy: a@example.com, approvedBy: [b@example.com] }]',
          'acknowledged:',
          `  - ${entry({ code: 'MQ-412', at: 'EX-1' })}`,
        ],
      }),
      ['MQ-412'],
    ],
  ])('F33: %s', (_, text, acknowledged) => {
    expect(result(text)).toEqual({ open: [], acknowledged })
  })

  test('F33: with its reason, person and end', () => {
    const { acknowledged } = checkModel(load(policy(entry()), 'policy.yaml'), {
      environment: 'production',
      now: NOW,
    })
    expect(acknowledged[0]).toMatchObject({
      code: 'MQ-309',
      severity: 'warning',
      acknowledged: {
        why: 'kiosks run Chromium',
        by: 'security@example.com',
        until: '2099-01-31T00:00:00Z',
      },
    })
  })
})

describe('and is a finding itself', () => {
  test.each<[string, string, readonly string[]]>([
    ['from its end on', policy(entry({ until: '2098-11-22T00:00:00Z' })), ['MQ-309', 'MQ-417']],
    ['where the resource is unknown', policy(entry({ at: 'acount' })), ['MQ-309', 'MQ-416']],
    [
      'where the code is of another warning',
      policy(entry(), entry({ code: 'MQ-404' })),
      ['MQ-416'],
    ],
    ['where the set has no such warning', policy(entry({ at: 'web' })), ['MQ-309', 'MQ-416']],
    ['of an error', policy(entry(), entry({ code: 'MQ-201' })), ['MQ-415']],
    ['of a note', policy(entry(), entry({ code: 'MQ-319' })), ['MQ-415']],
    ['of no code', policy(entry(), entry({ code: 'max-age' })), ['MQ-415']],
    ['without a reason', policy(entry({ why: ' ' })), ['MQ-309', 'MQ-418']],
    ['without a person', policy(entry({ by: '' })), ['MQ-309', 'MQ-418']],
    ['of a person without an address', policy(entry({ by: 'security' })), ['MQ-414']],
    [
      'without an end',
      policy('{ code: MQ-309, at: account, why: w, by: a@example.com }'),
      ['MQ-309', 'MQ-121'],
    ],
    ['with an end that is a day', policy(entry({ until: '2099-01-31' })), ['MQ-309', 'MQ-173']],
  ])('F33: %s', (_, text, open) => {
    expect(result(text).open.toSorted()).toEqual([...open].sort())
  })

  test('F33: an error stays an error', () => {
    const text = grantsExample(['{ origins: ["*"] }'], {
      more: ['acknowledged:', `  - ${entry({ code: 'MQ-216' })}`],
    })
    expect(result(text).open.toSorted()).toEqual(['MQ-216', 'MQ-303', 'MQ-415'])
  })
})

test('F33: a warning of one environment may be acknowledged while another one is checked', () => {
  const text = `${withOrigins('http://localhost:3000')}acknowledged:\n  - ${entry({ code: 'MQ-318', at: 'http://localhost:3000' })}\n`
  expect(result(text)).toEqual({ open: [], acknowledged: ['MQ-318'] })
  expect(result(text, NOW, 'staging')).toEqual({ open: [], acknowledged: [] })
})

test('F33: a finding of the comparison with an OpenAPI document is left to that comparison', () => {
  expect(result(policy(entry(), entry({ code: 'MQ-826' })))).toEqual({
    open: [],
    acknowledged: ['MQ-309'],
  })
})

test('F33: the bundle does not know of it', () => {
  const options = { environment: 'production', now: NOW }
  const [bare, with_] = [policy().replace('acknowledged:\n', ''), policy(entry())].map(
    (text) => compile(load(text, 'policy.yaml'), options).bundle,
  )
  expect(bare).not.toBeNull()
  expect(with_).toEqual(bare)
})
