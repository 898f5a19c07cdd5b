import {
  answerHeaders,
  bundleBytes,
  decide,
  digestOf,
  prepare,
  problem,
  readBundle,
} from '@marque/core'
import { APP, EVIL, get, grant, granting, list, NOW, preflight } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { answer, headersOf } from './answer.ts'
import { libraryCases } from './libraries.cases.ts'

describe('cases of the libraries', () => {
  for (const { number, name, policy, request, reason, status, headers, vary } of libraryCases) {
    test(`${number}: ${name}`, () => {
      const decision = answer(policy, request)
      expect(decision).toMatchObject({ reason, status, vary })
      expect(headersOf(decision)).toEqual(headers)
      expect(decision.headers.length).toBe(Object.keys(headers).length)
      expect(decision.reach).toBe(status === null)
    })
  }
})

const plain = granting(grant())

describe('cases of what the layer makes of a decision', () => {
  const granted = answer(plain, get('/', APP))

  test('12, 13: the headers are the same whatever the status of the answer', () => {
    // A decision holds no status of the application: a layer sets the same headers on 200, 302, 304, 401, 404 and 500.
    expect(granted.status).toBeNull()
    expect(answerHeaders(granted, [['Location', '/x']])).toEqual([
      ['Location', '/x'],
      ['access-control-allow-origin', APP],
      ['vary', 'Origin'],
    ])
  })

  test('14: Vary of the application is kept', () => {
    expect(answerHeaders(granted, [['Vary', 'Accept-Encoding']]).at(-1)).toEqual([
      'vary',
      'Accept-Encoding, Origin',
    ])
  })

  test('15: `Vary: *` stays', () => {
    expect(answerHeaders(granted, [['Vary', '*']]).at(-1)).toEqual(['vary', '*'])
  })

  test('16: CORS headers of the application are removed first', () => {
    const below = [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Expose-Headers', '*'],
    ] as const
    expect(answerHeaders(granted, below)).toEqual([
      ['access-control-allow-origin', APP],
      ['vary', 'Origin'],
    ])
  })

  test('69: the problem document names no other origin', () => {
    const request = preflight('/', EVIL, 'GET')
    const text = JSON.stringify(problem(prepare(plain), answer(plain, request), request))
    expect(text).not.toContain(APP)
    expect(text).toContain(EVIL)
  })
})

describe('cases of bundles in use', () => {
  test('66: each answer is wholly of the engine that gave it, and a bad bundle makes none', () => {
    const other = 'https://other.example.com'
    const old = prepare(plain)
    const swapped = prepare(
      granting(grant({ exposeHeaders: ['etag'] }), {}, { sets: { web: list([other]) } }),
    )
    for (let turn = 0; turn < 100; turn++) {
      const engine = turn % 3 === 0 ? swapped : old
      const decision = [APP, other].map(
        (origin) => decide(engine, get('/', origin), {}, { now: NOW }).reason,
      )
      expect(decision).toEqual(
        turn % 3 === 0 ? ['origin-not-granted', 'granted'] : ['granted', 'origin-not-granted'],
      )
    }
    expect(readBundle(new TextEncoder().encode('{"format":"marque-bundle/1"}'))).toHaveProperty(
      'code',
    )
    expect(decide(old, get('/', APP), {}, { now: NOW }).reason).toBe('granted')
  })

  test('67: written, read and written again a bundle is the same bytes', () => {
    const bytes = bundleBytes(plain)
    const read = readBundle(bytes)
    if ('code' in read) throw new Error(`${read.code} ${read.path}`)
    expect(bundleBytes(read)).toEqual(bytes)
    expect(digestOf(read)).toBe(digestOf(plain))
    expect(prepare(read).digest).toBe(digestOf(plain))
  })

  test('68: what a caller does to an answer changes no later one', () => {
    const policy = granting(grant({ credentials: true, exposeHeaders: ['etag'], timing: true }), {
      resourcePolicy: 'same-site',
    })
    const engine = prepare(policy)
    const requests = [
      get('/', APP),
      get('/', EVIL),
      get('/', null),
      get('/%2e', null),
      preflight('/', APP, 'GET', 'x-a'),
      preflight('/', APP, 'GET'),
      preflight('/', EVIL, 'GET'),
      preflight('/%2e', APP, 'GET'),
    ]
    const ask = () => requests.map((request) => decide(engine, request, {}, { now: NOW }))
    const wanted = structuredClone(ask())
    for (const decision of ask()) {
      for (const part of [...decision.headers, decision.headers, decision.vary, decision.removes])
        vandalise(part)
    }
    expect(ask()).toEqual(wanted)
  })
})

/** Writes over a list, where it lets itself be written over. */
function vandalise(part: readonly unknown[]): void {
  const list = part as unknown[]
  try {
    list.push('x')
  } catch {}
  try {
    list[0] = 'evil'
  } catch {}
  try {
    list.length = 0
  } catch {}
}
