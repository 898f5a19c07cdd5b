import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Decision } from '../decision.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import {
  readStatement,
  STATEMENT_HEADER,
  STATEMENT_LIFE,
  type StatementKey,
  writeStatement,
} from './statement.ts'
import { disagreements, stricterOf } from './stricter.ts'

const NOW = 1_764_000_000_000
const BUNDLE = `sha256:${'a'.repeat(64)}` as const
const key: StatementKey = { id: 'g1', secret: new Uint8Array(32).fill(9), audience: 'orders' }
const request: RequestFacts = {
  method: 'GET',
  url: 'https://api.example.com/v1/me?x=1',
  headers: [
    ['Host', 'api.example.com'],
    ['Origin', 'https://app.example.com'],
  ],
}
const decision: Decision = {
  kind: 'actual',
  reach: true,
  read: true,
  reason: 'granted',
  status: null,
  resource: 'account',
  grant: 0,
  exception: null,
  tenant: null,
  headers: [
    ['access-control-allow-origin', 'https://app.example.com'],
    ['cross-origin-resource-policy', 'same-site'],
  ],
  vary: ['Origin'],
  removes: [],
  detail: 'allowed by a grant',
}

const text = writeStatement(key, request, decision, BUNDLE, NOW)

function withStatement(value: string, from: RequestFacts = request): RequestFacts {
  return { ...from, headers: [...from.headers, [STATEMENT_HEADER, value]] }
}

function withOrigin(...origins: string[]): RequestFacts {
  const lines: HeaderLine[] = origins.map((origin) => ['origin', origin])
  return { ...request, headers: [['Host', 'api.example.com'], ...lines] }
}

const read = (from: RequestFacts, now = NOW, keys: readonly StatementKey[] = [key]) =>
  readStatement(keys, from, now)

test('a statement is believed with the request that it was written for', () => {
  expect(read(withStatement(text))).toEqual({
    tenant: null,
    resource: 'account',
    grant: 0,
    exception: null,
    reach: true,
    read: true,
    reason: 'granted',
    bundle: BUNDLE,
    until: NOW + STATEMENT_LIFE,
  })
  expect(read(request)).toBeNull()
})

const [version, id, content, code] = text.split('.') as [string, string, string, string]
const refused: readonly (readonly [name: string, request: RequestFacts, want: string])[] = [
  ['another method', withStatement(text, { ...request, method: 'POST' }), 'forged'],
  [
    'another path',
    withStatement(text, { ...request, url: 'https://api.example.com/v1/you?x=1' }),
    'forged',
  ],
  [
    'another query',
    withStatement(text, { ...request, url: 'https://api.example.com/v1/me?x=2' }),
    'forged',
  ],
  [
    'another host',
    withStatement(text, { ...request, url: 'https://api.example.org/v1/me?x=1' }),
    'forged',
  ],
  ['another origin', withStatement(text, withOrigin('https://evil.example')), 'forged'],
  ['no origin', withStatement(text, withOrigin()), 'forged'],
  [
    'a second origin',
    withStatement(text, withOrigin('https://app.example.com', 'https://evil.example')),
    'forged',
  ],
  [
    'a changed content',
    withStatement(`${version}.${id}.${content.slice(0, -2)}AA.${code}`),
    'forged',
  ],
  ['a changed code', withStatement(`${version}.${id}.${content}.${'A'.repeat(43)}`), 'forged'],
  ['another version', withStatement(text.replace('v1', 'v2')), 'malformed'],
  ['no code', withStatement(`${version}.${id}.${content}`), 'malformed'],
  ['a space behind it', withStatement(`${text} `), 'malformed'],
  ['another key', withStatement(text.replace('g1', 'g2')), 'unknown-key'],
  ['two of them', withStatement(text, withStatement(text)), 'repeated'],
]

for (const [name, from, want] of refused) {
  test(`with ${name} it is not believed: ${want}`, () => expect(read(from)).toBe(want))
}

test('it ends after its life, and one from the far future is none', () => {
  expect(read(withStatement(text), NOW + STATEMENT_LIFE - 1)).toMatchObject({ reach: true })
  expect(read(withStatement(text), NOW + STATEMENT_LIFE)).toBe('ended')
  expect(read(withStatement(text), NOW - 2 * STATEMENT_LIFE)).toBe('ended')
})

test('the statement of one audience is nothing to another', () => {
  expect(read(withStatement(text), NOW, [{ ...key, audience: 'billing' }])).toBe('forged')
})

test("Node's own code is the same", () => {
  const mac = (secret: Uint8Array, message: Uint8Array) =>
    createHmac('sha256', secret).update(message).digest()
  expect(writeStatement({ ...key, mac }, request, decision, BUNDLE, NOW)).toBe(text)
})

test('a weak key signs nothing', () => {
  const weak = { ...key, secret: new Uint8Array(31) }
  expect(() => writeStatement(weak, request, decision, BUNDLE, NOW)).toThrow(TypeError)
  expect(() => read(withStatement(text), NOW, [weak])).toThrow(TypeError)
})

const result = read(withStatement(text))
const statement = typeof result === 'object' && result !== null ? result : undefined

test('layers that agree have no differences, and the own decision applies', () => {
  if (statement === undefined) throw new Error('no statement')
  expect(disagreements(decision, statement, BUNDLE)).toEqual([])
  expect(stricterOf(decision, statement)).toBe(decision)
})

test('what the other refuses is refused: first reading, then reaching', () => {
  if (statement === undefined) throw new Error('no statement')
  const unread = { ...statement, read: false, reason: 'condition-unmet', grant: null } as const
  expect(stricterOf(decision, unread)).toMatchObject({
    reach: true,
    read: false,
    reason: 'condition-unmet',
    status: null,
    headers: [['cross-origin-resource-policy', 'same-site']],
  })
  const unreached = { ...unread, reach: false } as const
  expect(stricterOf(decision, unreached)).toMatchObject({ reach: false, read: false, status: 403 })
  const other = `sha256:${'b'.repeat(64)}` as const
  expect(disagreements(decision, unreached, other)).toEqual(['bundle', 'grant', 'reach', 'read'])
})

test('what the own decision refuses stays refused, whatever the statement is', () => {
  if (statement === undefined) throw new Error('no statement')
  const denied: Decision = {
    ...decision,
    reach: false,
    read: false,
    status: 403,
    headers: [],
    reason: 'expired',
  }
  expect(stricterOf(denied, statement)).toBe(denied)
})
