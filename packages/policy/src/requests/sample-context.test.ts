import { decide, prepare } from '@marque/core'
import { expect, test } from 'vitest'
import { grantOf, modelOf, resourceOf, setOf } from '../compile/build-model.cases.ts'
import { compileModel } from '../compile/write-bundle.ts'
import { firstGrantee, indexedGrants } from './grantees.ts'
import { contextSatisfying, contextsFailing, SAMPLE_INSTANT } from './sample-context.ts'

const bundle = compileModel(
  modelOf({
    context: {
      roles: { claim: 'roles' },
      scopes: { claim: 'scope' },
      apiVersion: { header: 'api-version' },
    },
    sets: [setOf('web', ['https://app.example.com'])],
    resources: [
      resourceOf('a', [
        grantOf(['web'], {
          credentials: true,
          when: {
            roles: ['admin', 'reader'],
            scopes: ['x', 'y'],
            apiVersion: ['v1'],
            authenticatedWithin: 1000,
            claims: { '/org/id': ['one', 'two'], '/from': '{origin}' },
          },
        }),
      ]),
    ],
  }),
  { environment: 'production' },
)
const [{ resource, grant } = expect.fail('no grant')] = indexedGrants(bundle)
const grantee = firstGrantee(grant, bundle)!
const now = SAMPLE_INSTANT
const satisfying = contextSatisfying(grant, resource, bundle, grantee, now)

const reasonFor = (context: typeof satisfying): string => {
  const headers = [['Origin', grantee.origin]] as const
  const request = { method: 'GET', url: 'https://api.example.com/a', headers }
  return decide(prepare(bundle), request, context, { now }).reason
}

test('the satisfying context is granted', () => {
  expect(reasonFor(satisfying)).toBe('granted')
})

test('each failing context fails one condition', () => {
  const failing = contextsFailing(grant, satisfying, now)
  expect(failing.map(({ fact }) => fact)).toEqual([
    'roles',
    'scopes',
    'apiVersion',
    'claims',
    'authenticatedAt',
  ])
  for (const { context } of failing) expect(reasonFor(context)).toBe('condition-unmet')
})
