import { API, APP, bundle, get, preflight, requestTo } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import type { Decision } from '../decision.ts'
import { prepare } from '../prepared/prepared-policy.ts'
import { problemTexts, REASONS, type Reason } from '../reasons.ts'
import type { RequestFacts } from '../request.ts'
import { type Problem, problem, publicReason } from './problem.ts'

const engine = prepare(bundle([]))

function problemFor(request: RequestFacts, part: Partial<Decision> = {}, by = engine): Problem {
  const decision: Decision = {
    kind: request.method === 'OPTIONS' ? 'preflight' : 'actual',
    reach: false,
    read: false,
    reason: 'origin-not-granted',
    status: 403,
    resource: null,
    grant: null,
    exception: null,
    tenant: null,
    headers: [],
    vary: [],
    removes: [],
    detail: 'secret detail',
    ...part,
  }
  return problem(by, decision, request)
}

describe('D19: what the wire may say', () => {
  test('dates and tenants are not revealed', () => {
    const hidden = REASONS.filter((reason) => publicReason(reason) !== reason)
    expect(hidden).toEqual(['tenant-unknown', 'not-yet-valid', 'expired'])
    expect(hidden.map(publicReason)).toEqual(new Array(3).fill('origin-not-granted'))
  })

  test('their documents are byte-equal to that of an unknown origin', () => {
    const request = preflight('/x', APP, 'PUT', 'x-a')
    const unknown = JSON.stringify(problemFor(request))
    for (const reason of ['tenant-unknown', 'not-yet-valid', 'expired'] as const) {
      expect(JSON.stringify(problemFor(request, { reason, tenant: 'acme', resource: 'r' }))).toBe(
        unknown,
      )
    }
  })

  test('D6: for an own origin that Host does not name, the help names the proxy', () => {
    const self = ['https://irc.example.com:3001', 'https://irc.example.org']
    const own = prepare(bundle([], { self }))
    const request = get('https://irc.example.com/', 'https://irc.example.com:3001')
    expect(problemFor(request, {}, own).help).toContain('a proxy in front has dropped or rewritten')
    const foreign = get('https://irc.example.com/', APP)
    expect(problemFor(foreign, {}, own).help).not.toContain('proxy')
  })

  test('the whole document', () => {
    expect(problemFor(preflight('/x', APP, 'PUT', 'X-A, ,x-b '))).toEqual({
      type: 'urn:marque:reason:origin-not-granted',
      title: 'This origin is not granted',
      status: 403,
      reason: 'origin-not-granted',
      contact: 'api-support@example.com',
      asked: { origin: APP, method: 'PUT', headers: ['x-a', 'x-b'] },
      help: 'check that the page runs on the origin that you registered, scheme and port included, or ask api-support@example.com for a grant',
      requestId: '',
    })
  })

  test('without contact, and on an actual request', () => {
    const silent = prepare(bundle([], { contact: null }))
    const decision = { kind: 'actual', reason: 'path-ambiguous', status: 400 } as Decision
    expect(problem(silent, decision, requestTo('DELETE', '/x', null))).toMatchObject({
      status: 400,
      contact: null,
      asked: { origin: '', method: 'DELETE', headers: [] },
    })
    const denied = { kind: 'actual', reason: 'expired', status: 403 } as Decision
    expect(problem(silent, denied, requestTo('DELETE', '/x', null)).help).toMatch(
      / or ask the operator of this API for a grant$/,
    )
  })

  test('a contact is inserted literally', () => {
    const odd = prepare(bundle([], { contact: "$&$'@example.com" }))
    expect(problemFor(preflight('/x', APP, 'PUT', 'x-a'), {}, odd).help).toContain(
      "ask $&$'@example.com",
    )
  })

  test('a decision without status of its own reads 403', () => {
    expect(problemFor(get('/x', APP), { status: null }).status).toBe(403)
  })
})

describe('D19: the echo is bounded', () => {
  const askedIn = (request: RequestFacts): Problem['asked'] => problemFor(request).asked

  test('256 characters of an origin and of a method are given back whole', () => {
    const long = 'o'.repeat(256)
    expect(askedIn(preflight('/x', long, long))).toEqual({
      origin: long,
      method: long,
      headers: [],
    })
  })

  test('of a longer text 255 and an ellipsis', () => {
    const cut = `${'o'.repeat(255)}…`
    const long = 'o'.repeat(257)
    expect(askedIn(preflight('/x', long, long, long))).toEqual({
      origin: cut,
      method: cut,
      headers: [cut],
    })
    expect(askedIn(requestTo(long, '/x', APP)).method).toBe(cut)
  })

  test('32 header names, lower case, without padding', () => {
    const names = Array.from({ length: 40 }, (_, at) => `X-${at}`)
    const { headers } = askedIn(preflight('/x', APP, 'GET', names.join(' ,\t')))
    expect(headers).toEqual(names.slice(0, 32).map((name) => name.toLowerCase()))
  })

  test('2048 characters of names are looked at, and eight lines of a field', () => {
    const { headers } = askedIn(preflight('/x', APP, 'GET', `${' '.repeat(2046)},bcd`))
    expect(headers).toEqual(['b'])
    const lines = Array.from({ length: 9 }, (_, at) => ['ORIGIN', `o${at}`] as const)
    expect(askedIn({ method: 'GET', url: API, headers: [['Host', 'x'], ...lines] }).origin).toBe(
      'o0, o1, o2, o3, o4, o5, o6, o7',
    )
  })

  test('padding goes from both ends of a name, and spaces within it stay', () => {
    const { headers } = askedIn(preflight('/x', APP, 'GET', ' \t X-A \t B \t '))
    expect(headers).toEqual(['x-a \t b'])
  })

  test('names are those of their field', () => {
    const { origin, method, headers } = askedIn({
      method: 'OPTIONS',
      url: API,
      headers: [
        ['Cookie', 'secret'],
        ['Originx', 'x'],
        ['Origin', APP],
        ['access-control-request-methoD', 'PUT'],
      ],
    })
    expect([origin, method, headers]).toEqual([APP, 'PUT', []])
  })

  test('of eight lines of 1 MiB too', () => {
    const big = 'o'.repeat(1 << 20)
    const lines = Array.from({ length: 8 }, () => ['Origin', big] as const)
    expect(askedIn({ method: 'GET', url: API, headers: lines }).origin.length).toBe(256)
  })
})

test('every reason has a title and help that name no origin and no date', () => {
  for (const reason of REASONS) {
    const { title, help } = problemTexts(reason, null)
    expect(title, reason).toMatch(/^[A-Z][A-Za-z0-9 -]+$/)
    expect(help, reason).toMatch(/^[a-z].*[^.]$/)
    expect(help, reason).not.toMatch(/https?:|\d{4}-/)
    expect(problemFor(get('/x', APP), { reason })).toMatchObject({
      type: `urn:marque:reason:${publicReason(reason satisfies Reason)}`,
      title: problemTexts(publicReason(reason), null).title,
    })
  }
})
