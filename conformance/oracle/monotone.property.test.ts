/** Docs/rules.md, lockdowns and leases, *Reading* (34), and D15: incidents and `context.tenant` only take away. */
import type { Bundle, Context, Decision, Lockdown, Moment } from '@marque/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settings } from '../differential.ts'
import { cases, type GeneratedRequest, NOW } from '../generate/index.ts'
import { oracleDecide, oracleLayerHeaders } from './index.ts'

/** What may befall a request. Each subset of it must allow no more than any smaller one. */
interface Measures {
  readonly lockdowns?: readonly Lockdown[]
  readonly leaseUntil?: number
  readonly tenant?: string
}

const scopes = fc.constantFrom<Lockdown['scope']>(
  {},
  {},
  { resource: 'r0' },
  { resource: 'r1' },
  { tenant: 'globex' },
  { origin: 'https://foo.com' },
)

const measures: fc.Arbitrary<Required<Measures>> = fc.record({
  lockdowns: fc.array(
    fc.record({
      mode: fc.constantFrom<Lockdown['mode']>(
        'credentials-off',
        'credentials-off',
        'public-only',
        'deny-all',
      ),
      scope: scopes,
    }),
    { minLength: 1, maxLength: 2 },
  ),
  leaseUntil: fc.constantFrom(NOW - 10_000, NOW - 1_000, NOW - 999, NOW),
  tenant: fc.constantFrom('acme', 'globex', 'ACME_1', 'nobody'),
})

const NAMES = ['lockdowns', 'leaseUntil', 'tenant'] as const

/** All subsets, each after those that it contains. */
function subsets(all: Required<Measures>): readonly Measures[] {
  return Array.from({ length: 8 }, (_, bits) =>
    Object.fromEntries(
      NAMES.filter((_, index) => bits & (1 << index)).map((name) => [name, all[name]]),
    ),
  )
}

function contains(more: Measures, less: Measures): boolean {
  return Object.keys(less).every((name) => Object.hasOwn(more, name))
}

/** Token failures are refused under `headers` too, where other denials go on: there a measure could free a request. */
function withTokens(bundle: Bundle): Bundle {
  const resources = bundle.resources.map((resource) => ({
    ...resource,
    enforce: resource.isolate ? resource.enforce : ('headers' as const),
    grants: resource.grants.map((grant) =>
      grant.any || grant.nullReach || !grant.read ? grant : { ...grant, token: true },
    ),
  }))
  return { ...bundle, resources }
}

function decideUnder(
  decide: typeof oracleDecide,
  bundle: Bundle,
  { request, context, moment }: GeneratedRequest,
  { tenant, ...incidents }: Measures,
): Decision {
  const { tenant: _, ...calmContext } = context
  const { lockdowns: _lockdowns, leaseUntil: _lease, ...calmMoment } = moment
  const facts: Context = tenant === undefined ? calmContext : { ...calmContext, tenant }
  const when: Moment = { ...calmMoment, ...incidents }
  return decide(bundle, request, facts, when)
}

/** What the larger set of measures allows and the smaller one does not. */
function gained(more: Decision, less: Decision): readonly string[] {
  const isRefused = (one: Decision): boolean => one.status === 400 || one.status === 403
  return [
    ...(more.reach && !less.reach ? ['reach'] : []),
    ...(more.read && !less.read ? ['read'] : []),
    ...(isRefused(less) && !isRefused(more) ? [`status ${less.status} to ${more.status}`] : []),
  ]
}

const { seed: fresh } = settings(10_000)
test.each([20261130, fresh])(
  'incidents and the tenant of the layer allow nothing that is denied without them (seed %i)',
  { timeout: 300_000 },
  (seed) => {
    let pairs = 0
    let taken = 0
    fc.assert(
      fc.property(cases(8), measures, fc.boolean(), ({ bundle: plain, asked }, all, tokens) => {
        const bundle = tokens ? withTokens(plain) : plain
        for (const one of asked) {
          for (const decide of [oracleDecide, oracleLayerHeaders]) {
            const decided = subsets(all).map((subset) => ({
              subset,
              decision: decideUnder(decide, bundle, one, subset),
            }))
            for (const more of decided) {
              for (const less of decided.filter(
                (other) => other !== more && contains(more.subset, other.subset),
              )) {
                pairs++
                if (less.decision.read && !more.decision.read) taken++
                expect(
                  gained(more.decision, less.decision),
                  JSON.stringify({ request: one.request, less, more }),
                ).toEqual([])
              }
            }
          }
        }
      }),
      { seed, numRuns: 150 },
    )
    console.log(JSON.stringify({ seed, pairs, taken }))
    expect(taken).toBeGreaterThan(pairs / 1000)
  },
)
