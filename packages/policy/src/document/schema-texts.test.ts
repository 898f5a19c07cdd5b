/**
 * What editors show of the schema: each key has a description and examples, each word a meaning, and no example says anything that
 * `check` would refuse.
 */
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { policySchema } from '../../reference/schema/schema.ts'
import { check } from '../check.ts'
import { load } from '../load.ts'
import { jsonSchema } from './form.ts'
import { type Annotated, keysOf, plant, ROUND } from './schema-texts.cases.ts'

const schema = jsonSchema() as Annotated
const keys = keysOf(schema, '')

test('the walk finds the keys at every depth', () => {
  expect(keys.length).toBeGreaterThan(90)
  for (const pointer of [
    '/self',
    '/resources/-/grants/-/when/claims',
    '/tenants/members/-/allow',
  ]) {
    expect(keys.map((key) => key.pointer)).toContain(pointer)
  }
})

test('the document around the examples has no error of its own', () => {
  expect(errorsOf(ROUND)).toEqual([])
})

for (const { pointer, node } of keys) {
  describe(pointer, () => {
    test('has a description and an example', () => {
      expect(node.description).toMatch(/^\S.*[.)]$/)
      // What is never right there has none.
      expect(node.examples?.length ?? 0).toBeGreaterThan(node.deprecated ? -1 : 0)
    })

    test('says what each word means', () => {
      const words = node.enum ?? []
      expect(node.markdownEnumDescriptions ?? []).toHaveLength(words.length)
      expect(Object.keys(node['x-intellij-enum-metadata'] ?? {})).toEqual(words)
    })

    for (const example of node.examples ?? []) {
      test(`${JSON.stringify(example)} is right there`, () => {
        const document = plant(pointer, example)
        expect(policySchema.safeParse(document).error).toBeUndefined()
        expect(errorsOf(document).filter(({ path }) => isWithin(path, pointer))).toEqual([])
      })
    }

    if (node.default !== undefined) {
      test('accepts its default', () => {
        expect(policySchema.safeParse(plant(pointer, node.default)).error).toBeUndefined()
      })
    }

    test('cites decision rules that exist', () => {
      for (const rule of node['x-marque-rules'] ?? [])
        expect(rule).toMatch(/^D([1-9]|[12][0-9]|30)$/)
    })
  })
}

test('deprecated keys are refused', () => {
  const struck = keys.filter(({ node }) => node.deprecated)
  expect(struck).toHaveLength(4)
  for (const { pointer } of struck) {
    const found = errorsOf(plant(pointer, 'roles'))
    expect(found).toContainEqual(expect.objectContaining({ code: 'MQ-185', path: pointer }))
  }
})

test('the schema is one of draft 2020-12 that other programs understand', () => {
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  const read = z.fromJSONSchema(jsonSchema() as Parameters<typeof z.fromJSONSchema>[0])
  expect(read.safeParse(ROUND).error).toBeUndefined()
  expect(read.safeParse({ ...ROUND, unmatched: 'maybe' }).success).toBe(false)
})

function errorsOf(document: unknown): readonly { code: string; path: string; message: string }[] {
  const loaded = load(JSON.stringify(document), 'policy.json')
  return check(loaded, { environment: 'production', now: Date.parse('2098-11-22T12:00:00Z') })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path, message }) => ({ code, path, message }))
}

/** The pointers of the walk have `-` for any entry, and the examples stand in the first. */
function isWithin(path: string, pointer: string): boolean {
  const place = pointer.replaceAll('/-', '/[^/]+')
  return new RegExp(`^${place.replaceAll('$', '\\$')}(/|$)`).test(path)
}
