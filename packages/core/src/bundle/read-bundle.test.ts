import { describe, expect, test } from 'vitest'
import type { Bundle } from './bundle.ts'
import { BUNDLE_PROBLEM_CODES, isBundleProblem } from './bundle-problem.ts'
import { bytesCases } from './bytes.cases.ts'
import { bundleBytes, canonicalJson } from './canonical.ts'
import { formCases } from './form.cases.ts'
import { readBundle } from './read-bundle.ts'
import { allowedCases, ruleCases } from './rules.cases.ts'
import { sampleBundle } from './sample-bundle.cases.ts'

describe('bytes that are no bundle', () => {
  for (const { name, bytes, code, path = '' } of bytesCases) {
    test(name, () => expect(readBundle(bytes())).toMatchObject({ code, path }))
  }
})

describe('a value that the format does not have', () => {
  for (const [name, at, value, code, path = at] of formCases) {
    test(name, () => expect(readBundle(changed({ [at]: value }))).toMatchObject({ code, path }))
  }
})

describe('values that the rules forbid together', () => {
  for (const [name, changes, code, path] of ruleCases) {
    test(name, () => expect(readBundle(changed(changes))).toMatchObject({ code, path }))
  }
})

describe('what the rules allow', () => {
  for (const [name, changes] of allowedCases) {
    test(name, () => expect(readBundle(changed(changes))).toHaveProperty('format'))
  }
})

test('every code has a case', () => {
  const seen = [
    ...bytesCases.map(({ code }) => code),
    ...formCases.map((row) => row[3]),
    ...ruleCases.map((row) => row[2]),
  ]
  expect([...new Set(seen)].sort()).toEqual(Object.keys(BUNDLE_PROBLEM_CODES).sort())
})

test('messages start in lower case, have no final period, and quote at most 80 characters', () => {
  const long = `https://${'x'.repeat(5000)}/`
  const results = [
    ...formCases.map(([, at, value]) => readBundle(changed({ [at]: value }))),
    ...ruleCases.map(([, changes]) => readBundle(changed(changes))),
    readBundle(changed({ '/self': [long] })),
  ]
  for (const result of results) {
    if (!isBundleProblem(result)) throw new Error('a case was read')
    expect(result.message).toMatch(/^[^A-Z][\s\S]{0,240}[^.]$/)
  }
})

test('texts of many megabytes get an answer', () => {
  const claims = '/resources/0/grants/1/when/claims'
  const parts = '~0/'.repeat(5_000_000)
  expect(readBundle(changed({ [claims]: JSON.parse(`{"/${parts}":1}`) }))).toHaveProperty('format')
  expect(readBundle(changed({ '/self': [`https://${'a.'.repeat(5_000_000)}a`] }))).toMatchObject({
    path: '/self/0',
  })
  const result = readBundle(changed({ [`/${'k'.repeat(5_000_000)}`]: 1 }))
  expect(JSON.stringify(result).length).toBeLessThan(1000)
})

test('names that every object has are looked up safely', () => {
  const bundle = readBundle(bundleBytes(sampleBundle)) as Bundle
  expect(bundle.sets.constructor).toEqual(sampleBundle.sets.constructor)
  expect(bundle.sets.toString).toBeUndefined()
  expect(bundle.tenants.constructor).toBeUndefined()
  expect(bundle.resources[0]?.grants[1]?.when?.claims?.valueOf).toBeUndefined()
})

test('nothing of a bundle can be changed', () => {
  const bundle = readBundle(bundleBytes(sampleBundle))
  const open: string[] = []
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Object.isFrozen(value)) open.push(path)
    for (const [key, member] of Object.entries(value)) walk(member, `${path}/${key}`)
  }
  walk(bundle, '')
  expect(open).toEqual([])
})

/** The bytes of the sample with `changes` put in; they are canonical whatever was put. */
function changed(changes: { readonly [pointer: string]: unknown }): Uint8Array {
  const bundle: unknown = JSON.parse(JSON.stringify(sampleBundle))
  for (const [at, value] of Object.entries(changes)) {
    const keys = at
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = keys.pop() as string
    let holder = bundle as Record<string, unknown>
    for (const key of keys) holder = holder[key] as Record<string, unknown>
    if (value === undefined) delete holder[last]
    // Not `holder[last] =`, which would set a prototype where the key is `__proto__`.
    else
      Object.defineProperty(holder, last, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      })
  }
  return new TextEncoder().encode(canonicalJson(bundle))
}
