/** The importer's own idea of which resource decides an operation, against the engine's. */
import { decide, prepare } from '@marque/core'
import { compile, load, readPolicy } from '@marque/policy'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcherFor } from '../src/compare/matcher.ts'
import { draftFromApi, mergeApis, readOpenApi, writeDraft } from '../src/index.ts'
import { bytesOf, description } from './descriptions.ts'

const judged = { environment: 'production', now: Date.UTC(2098, 10, 22) }

test('an operation has the resource by which the engine decides it, or none where the engine has none', () => {
  let compared = 0
  fc.assert(
    fc.property(description, description, (one, other) => {
      const ours = readOpenApi(bytesOf(one), 'a.json').api
      const theirs = readOpenApi(bytesOf(other), 'b.json').api
      if (ours === null || theirs === null) throw new Error('no api')
      const self = ['https://a.example.com', 'https://b.example.com']
      const answers = {
        contact: null,
        origins: [],
        credentials: false,
        owner: null,
        schema: '',
        file: 'a.json',
      }
      const loaded = load(
        writeDraft(draftFromApi(mergeApis([ours], self).api, answers)),
        'policy.yaml',
      )
      const { model } = readPolicy(loaded)
      const { bundle } = compile(loaded, judged)
      if (model === null || bundle === null) throw new Error('no bundle')
      const matcher = matcherFor(model)
      const engine = prepare(bundle)
      for (const operation of theirs.operations) {
        for (const endpoint of operation.endpoints) {
          const found = matcher.resourcesOf({ ...operation, endpoints: [endpoint] })
          const decisions = (endpoint.host === null ? self : [`https://${endpoint.host}`]).map(
            (origin) => {
              const path = endpoint.path
                .replaceAll(/\{[^}]*\}/g, 'q7x')
                .replace('/**', '/q1x/q2x/q3x/q4x/q5x')
              const request = {
                method: operation.method,
                url: origin + path,
                headers: [['Origin', 'https://unlisted.example']] as const,
              }
              return decide(engine, request, { tenant: null }, { now: judged.now })
            },
          )
          if (decisions.some(({ reason }) => reason === 'path-ambiguous')) continue
          compared++
          const names = new Set(decisions.map(({ resource }) => resource))
          if (found === null) expect(names).toContain(null)
          else expect(new Set(found.map(({ name }) => name))).toEqual(names)
        }
      }
    }),
    { numRuns: 300 },
  )
  expect(compared).toBeGreaterThan(300)
})
