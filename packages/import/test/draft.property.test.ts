/** From generated descriptions to policies, judged by the language and by the engine. */
import { decide, prepare } from '@marque/core'
import { check, compile, load } from '@marque/policy'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareApi,
  type DraftAnswers,
  draftFromApi,
  mergeApis,
  readOpenApi,
  updatePolicy,
  writeDraft,
} from '../src/index.ts'
import { bytesOf, type Description, description, openDescription } from './descriptions.ts'

const judged = { environment: 'production', now: Date.UTC(2098, 10, 22) }
const answers: DraftAnswers = {
  contact: null,
  origins: [],
  credentials: false,
  owner: null,
  schema: 'https://schema.example/policy-1.json',
  file: 'openapi.json',
}

function draftOf(
  value: Description,
  over: Partial<DraftAnswers & { readonly self: readonly string[] }> = {},
) {
  const { api, findings } = readOpenApi(bytesOf(value), 'openapi.json')
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  if (api === null) throw new Error('no api')
  const self = over.self ?? (api.self.length > 0 ? [] : ['https://own.example.com'])
  const merged = mergeApis([api], self).api
  const draft = draftFromApi(merged, { ...answers, ...over })
  return { api, merged, draft, text: writeDraft(draft) }
}

test('a draft compiles without errors', () => {
  fc.assert(
    fc.property(description, (value) => {
      const { text } = draftOf(value)
      const { bundle, findings } = compile(load(text, 'policy.yaml'), judged)
      expect(
        findings.filter(({ severity }) => severity === 'error'),
        text,
      ).toEqual([])
      expect(bundle).not.toBeNull()
    }),
    { numRuns: 300 },
  )
})

test('F10: a draft that `check` accepts is accepted by the comparison with its description', () => {
  let accepted = 0
  fc.assert(
    fc.property(openDescription, (value) => {
      const { api, text } = draftOf(value)
      const loaded = load(text, 'policy.yaml')
      if (check(loaded, judged).some(({ severity }) => severity === 'error')) return
      accepted++
      const { ofApi, ofPolicy } = compareApi(loaded, [api])
      expect([...ofApi, ...ofPolicy].filter(({ severity }) => severity === 'error')).toEqual([])
    }),
    { numRuns: 200 },
  )
  expect(accepted).toBeGreaterThan(50)
})

test('the engine decides each operation by the resource drafted for it', () => {
  fc.assert(
    fc.property(description, (value) => {
      const { api, draft, text } = draftOf(value)
      const { bundle } = compile(load(text, 'policy.yaml'), judged)
      if (bundle === null) throw new Error(text)
      const engine = prepare(bundle)
      for (const operation of api.operations) {
        for (const { host, path } of operation.endpoints) {
          const owner = draft.resources.filter(({ match }) =>
            match.some(
              (one) =>
                one.host === host &&
                shape(one.path) === shape(path) &&
                (one.methods?.includes(operation.method) ||
                  (operation.method === 'HEAD' && one.methods?.includes('GET'))),
            ),
          )
          expect(owner).toHaveLength(1)
          const at = host ?? (draft.self[0] ?? '').replace('https://', '')
          const sample = path.replaceAll(/\{[^}]*\}/g, 'q7x').replace('/**', '/q1x/q2x/q3x/q4x/q5x')
          const { resource, reason } = decide(
            engine,
            {
              method: operation.method,
              url: `https://${at}${sample}`,
              headers: [['Origin', 'https://unlisted.example']],
            },
            { tenant: null },
            { now: judged.now },
          )
          // Paths that differ by case alone are ambiguous, which `check` warns of.
          if (reason !== 'path-ambiguous') expect(resource).toBe(owner[0]?.name)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('only origins from the description or the answers are granted', () => {
  fc.assert(
    fc.property(description, (value) => {
      const { 'x-marque': _, ...unmarked } = value
      const bare = JSON.parse(JSON.stringify(unmarked), (key, part) =>
        key === 'x-marque' ? undefined : part,
      )
      const { draft, text } = draftOf(bare)
      expect(draft.sets).toEqual([])
      expect(draft.resources.flatMap(({ grants }) => grants)).toEqual([])
      const { bundle } = compile(load(text, 'policy.yaml'), judged)
      expect(bundle?.resources.flatMap(({ grants }) => grants)).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('a drafted policy needs no update, and no endpoint is without a resource', () => {
  fc.assert(
    fc.property(description, (value) => {
      const { api, text } = draftOf(value)
      expect(updatePolicy(text, 'policy.yaml', [api])).toEqual({
        text,
        added: [],
        origins: [],
        findings: [],
      })
      const { ofApi, ofPolicy } = compareApi(load(text, 'policy.yaml'), [api])
      const codes = [...ofApi, ...ofPolicy].map(({ code }) => code)
      for (const code of ['MQ-820', 'MQ-821', 'MQ-822', 'MQ-826']) expect(codes).not.toContain(code)
    }),
    { numRuns: 200 },
  )
})

test('an update to another description has no errors, loses nothing and is idempotent', () => {
  fc.assert(
    fc.property(description, description, (before, after) => {
      const { text } = draftOf(before, { self: ['https://api.example.com'] })
      const { api } = draftOf(after)
      const first = updatePolicy(text, 'policy.yaml', [api])
      if (first.text === null) throw new Error(JSON.stringify(first.findings))
      expect(updatePolicy(first.text, 'policy.yaml', [api])).toMatchObject({
        text: first.text,
        added: [],
      })
      const kept = first.text.split('\n')
      // The servers of another description are appended to `self`.
      const changes = /^(?:resources: \[\]|self: .*)$/
      for (const line of text.split('\n').filter((one) => !changes.test(one)))
        expect(kept).toContain(line)
      expect(first.text).toContain('\nself: [https://api.example.com')
      const errors = (policy: string) =>
        check(load(policy, 'policy.yaml'), judged).filter(({ severity }) => severity === 'error')
      expect(errors(first.text), first.text).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('origins of the answers are granted where x-marque has no grants', () => {
  fc.assert(
    fc.property(description, (value) => {
      const { api, draft } = draftOf(value, {
        origins: ['https://named.example'],
        owner: 'o@example.com',
      })
      const silent = api.operations.filter(
        ({ extension, endpoints }) => extension.grants === null && endpoints.length > 0,
      )
      const named = draft.resources.filter(({ grants }) =>
        grants.some(({ origins }) => origins[0] === 'web-2'),
      )
      expect(named.length > 0).toBe(silent.length > 0)
    }),
    { numRuns: 100 },
  )
})

function shape(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}')
}
