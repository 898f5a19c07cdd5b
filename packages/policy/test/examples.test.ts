/** The policies of `examples/`, from their text to the answers that stand beside them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Bundle,
  bundleBytes,
  type Context,
  decide,
  digestOf,
  type Json,
  prepare,
  type RequestFacts,
  readBundle,
} from '@marque/core'
import { describe, expect, test } from 'vitest'
import { check, compile, load } from '../src/index.ts'

const examples = join(import.meta.dirname, '..', '..', '..', 'examples')
const read = (name: string): string => readFileSync(join(examples, name), 'utf8')
const now = Date.UTC(2098, 10, 22, 12)

function bundleOf(text: string, environment: string, file = 'policy.yaml'): Bundle {
  const { bundle, findings } = compile(load(text, file), { environment, now })
  if (bundle === null)
    throw new Error(findings.map(({ code, path }) => `${code} ${path}`).join('\n'))
  return bundle
}

for (const name of ['company/policy.yaml', 'minimal/policy.yaml', 'from-cors/policy.yaml']) {
  for (const environment of ['production', 'staging']) {
    describe(`${name} for ${environment}`, () => {
      test('has neither errors nor warnings', () => {
        const found = check(load(read(name), name), { environment, now })
        expect(found.filter(({ severity }) => severity !== 'note')).toEqual([])
      })

      test('compiles to a bundle that is read back, and answers its own self-test', () => {
        const bundle = bundleOf(read(name), environment)
        const again = readBundle(bundleBytes(bundle))
        if ('code' in again) throw new Error(`${again.code} ${again.path} ${again.message}`)
        expect(digestOf(again)).toBe(digestOf(bundle))
        const engine = prepare(again)
        expect(again.vectors.length).toBeGreaterThan(0)
        for (const { in: asked, out } of again.vectors) {
          const answer = decide(engine, asked.request, asked.context, asked.moment)
          expect({ ...answer, detail: '' }).toEqual(out)
        }
      })
    })
  }
}

describe('the company', () => {
  const text = read('company/policy.yaml')

  test('has 50 resources, 500 origins and 20 tenants', () => {
    const [production, staging] = [bundleOf(text, 'production'), bundleOf(text, 'staging')]
    const lists = [production, staging].flatMap(({ sets, tenants }) =>
      [sets, tenants].flatMap(Object.values),
    )
    const origins = new Set(lists.flatMap(({ exact, patterns }) => [...exact, ...patterns]))
    expect(production.resources).toHaveLength(50)
    expect(origins.size).toBeGreaterThanOrEqual(500)
    expect(Object.keys(production.tenants)).toHaveLength(20)
  })

  test('is the same bundle as JSON with its keys and lists the other way round', () => {
    const document = load(text, 'policy.yaml').document as Json
    const turned = JSON.stringify(reversed(document, ''))
    expect(digestOf(bundleOf(turned, 'production', 'policy.json'))).toBe(
      digestOf(bundleOf(text, 'production')),
    )
  })

  test('answers each question as written down beside it', () => {
    const engine = prepare(bundleOf(text, 'production'))
    const lines = (name: string): Record<string, unknown>[] =>
      read(name)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    const answers = lines('company/answers.ndjson')
    const questions = lines('company/questions.ndjson')
    expect(answers).toHaveLength(questions.length)
    for (const [at, { id, context, now: asked, ...request }] of questions.entries()) {
      const { removes, ...decision } = decide(
        engine,
        request as unknown as RequestFacts,
        contextOf((context ?? {}) as Record<string, unknown>),
        { now: Date.parse(asked as string) },
      )
      expect({ id, ...decision }).toEqual(answers[at])
    }
  })
})

test('the broken policy has a dozen kinds of mistakes, each with a place and a way out, and no bundle', () => {
  const { bundle, findings } = compile(load(read('broken/policy.yaml'), 'policy.yaml'), {
    environment: 'production',
    now,
  })
  expect(bundle).toBeNull()
  const errors = findings.filter(({ severity }) => severity === 'error')
  expect(new Set(errors.map(({ code }) => code)).size).toBeGreaterThanOrEqual(12)
  for (const { line, column, help } of errors) {
    expect(line).toBeGreaterThan(1)
    expect(column).toBeGreaterThan(0)
    expect(help).not.toBeNull()
  }
  const lines = findings.map(({ line }) => line ?? 0)
  expect(lines).toEqual(lines.toSorted((a, b) => a - b))
})

/** The document with the keys of its mappings and the entries of its lists in the other order; grants keep theirs. */
function reversed(value: Json, key: string): Json {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => reversed(item, ''))
    return key === 'grants' ? items : items.toReversed()
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, item]) => [name, reversed(item, name)] as const)
  return Object.fromEntries(entries.toReversed())
}

/** Instants as the command line reads them. */
function contextOf(written: Record<string, unknown>): Context {
  return JSON.parse(JSON.stringify(written), (key, value) =>
    (key === 'until' || key === 'authenticatedAt') && typeof value === 'string'
      ? Date.parse(value)
      : value,
  )
}
