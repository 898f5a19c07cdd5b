import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeJsonSchema } from '../../reference/json-schema.ts'
import { policySchema } from '../../reference/schema/schema.ts'
import { nearestFinder } from '../findings/nearest.ts'
import { jsonSchema } from './form.ts'
import { checkShape } from './shape.ts'

const any = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1,
    '',
    'x',
    'block',
    '10m',
    [],
    {},
    ['a'],
    [1],
    [[]],
    { a: 1 },
    { claim: 'a' },
    { a: ['b'] },
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const sound = (): { [key: string]: unknown } => ({
  version: 1,
  self: { production: ['https://api.example.com'] },
  contact: 'a@example.com',
  context: { roles: { claim: 'roles' } },
  origins: { web: { allow: ['https://a.example'], owner: 'a', purpose: 'b', environments: ['x'] } },
  resources: [
    {
      name: 'a',
      match: [{ path: '/a', host: 'b', encodedSlash: 'data' }],
      sensitivity: 'public',
      enforce: 'block',
      grants: [
        {
          origins: ['web'],
          credentials: true,
          maxAge: '10m',
          when: { claims: { '/a': [1, { b: null }] }, roles: ['x'] },
        },
      ],
    },
  ],
  tenants: {
    identify: { host: 'a' },
    limits: { origins: 3, patterns: true },
    members: { x: { allow: [] } },
  },
  exceptions: [{ id: 'a', origin: 'b', resource: 'c', until: 'd', approvedBy: ['x'] }],
  unmatched: 'block',
  limits: { exceptionDuration: 5, credentialLifetime: { restricted: '15m' } },
})

/** Every place in a document. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, member]) => places(member, [...path, key]))]
}

function change(
  path: readonly string[],
  edit: (parent: { [key: string]: unknown }, key: string) => void,
): unknown {
  const document = sound()
  let parent = document
  for (const step of path.slice(0, -1)) parent = parent[step] as { [key: string]: unknown }
  const key = path.at(-1)
  if (key !== undefined) edit(parent, key)
  return document
}

const broken = fc
  .record({
    path: fc.constantFrom(...places(sound())),
    value: any,
    how: fc.constantFrom('set', 'drop', 'add'),
  })
  .map(({ path, value, how }) =>
    change(path, (parent, key) => {
      if (how === 'set') parent[key] = value
      else if (how === 'drop' && !Array.isArray(parent)) delete parent[key]
      else if (Array.isArray(parent)) parent.push(value)
      else parent[`${key}s`] = value
    }),
  )

test('the walk along the schema and the zod schema refuse the same documents', () => {
  fc.assert(
    fc.property(fc.oneof(broken, any), (document) => {
      const found = checkShape(document, nearestFinder())
      expect(found.length > 0).toBe(!policySchema.safeParse(document).success)
    }),
    { numRuns: 3000 },
  )
})

test('the sound document of these tests is sound', () => {
  expect(checkShape(sound(), nearestFinder())).toEqual([])
})

test('the JSON Schema that is kept is the one that the zod schema yields', () => {
  expect(jsonSchema()).toEqual(JSON.parse(writeJsonSchema()))
})

test('the JSON Schema closes every mapping with known keys, and describes every key', () => {
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    const { properties, additionalProperties } = node as {
      properties?: { [key: string]: { description?: string } }
      additionalProperties?: unknown
    }
    if (properties !== undefined && path !== '/examples') {
      expect(additionalProperties, path).toBe(false)
      for (const [key, child] of Object.entries(properties))
        expect(child.description, `${path}/${key}`).toMatch(/\w/)
    }
    for (const [key, child] of Object.entries(node)) walk(child, `${path}/${key}`)
  }
  walk(jsonSchema(), '')
})
