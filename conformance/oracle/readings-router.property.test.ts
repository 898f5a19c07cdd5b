import type { Bundle } from '@marque/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settings } from '../differential.ts'
import { bundles } from '../generate/bundle.ts'
import { HOSTS, METHODS, PATHS } from '../generate/index.ts'
import { pathFor } from '../generate/paths.ts'
import { pathPlans, pick } from '../generate/request.ts'
import { hasAlternatives } from './alternatives.ts'
import { findByReadings, hasBadSecondEscape } from './readings-router.ts'
import { findResource, type ResourceMatch } from './resources.ts'
import { readTarget } from './target.ts'
import { nameOf } from './tenants.ts'

const REQUESTS = 20_000
const PER_BUNDLE = 20

const drafts = fc.array(
  fc.record({ pattern: fc.nat(), host: fc.nat(), method: fc.nat(), plan: pathPlans }),
  { minLength: PER_BUNDLE, maxLength: PER_BUNDLE },
)

interface Counts {
  requests: number
  alternatives: number
  led: number
  exempt: number
}

/** Null, or where the router leads although an old reading did not lead there. */
function contradiction(
  bundle: Bundle,
  draft: { pattern: number; host: number; method: number; plan: Parameters<typeof pathFor>[1] },
  counts: Counts,
): string | null {
  const patterns = bundle.resources.flatMap((resource) => resource.match)
  const aim = draft.pattern % 8 === 0 ? undefined : pick(patterns, draft.pattern >> 3, patterns[0])
  const path = pathFor(aim?.path ?? pick(PATHS, draft.pattern >> 3, '/'), draft.plan, false)
  const host = aim?.host?.replace('*.', 'globex.') ?? pick(HOSTS, draft.host, 'api.example.com')
  const method = aim?.methods?.[0] ?? pick(METHODS, draft.method, 'GET')
  const target = readTarget({ method, url: `https://${host}${path}`, headers: [] })
  if (target === null) return null
  counts.requests++
  if (hasAlternatives(target.path)) counts.alternatives++
  const found = findResource(bundle, target, null, method, method)
  if (found === null) return null
  // An unknown tenant denies, whoever it is: there only resource and version have to be the same.
  const asked = found.tenant.state === 'unknown' ? withoutTenants(bundle) : bundle
  const before = findByReadings(asked, target, null, method, method)
  if (before === null && hasBadSecondEscape(target.path)) {
    counts.exempt++
    return null
  }
  if (hasAlternatives(target.path)) counts.led++
  const [now, then] = [placeOf(found), before && placeOf(before)]
  return now === then ? null : `${method} ${host}${path}: ${now}, and by the readings ${then}`
}

function placeOf({ resource, tenant, version }: ResourceMatch): string {
  return JSON.stringify([resource?.name ?? null, nameOf(tenant), version])
}

function withoutTenants(bundle: Bundle): Bundle {
  const resources = bundle.resources.map((resource) => ({
    ...resource,
    match: resource.match.map((one) => ({ ...one, path: one.path.replace('{tenant}', '{x}') })),
  }))
  return { ...bundle, tenancy: null, resources }
}

function run(seed: number, requests: number): Counts {
  const counts: Counts = { requests: 0, alternatives: 0, led: 0, exempt: 0 }
  fc.assert(
    fc.property(bundles, drafts, (bundle, list) => {
      const found = list.map((draft) => contradiction(bundle, draft, counts))
      expect(found.filter((one) => one !== null)).toEqual([])
    }),
    { seed, numRuns: Math.ceil(requests / PER_BUNDLE) },
  )
  return counts
}

const { seed: fresh } = settings(REQUESTS)
test.each([20261130, fresh])(
  'where the router leads to a resource, every reading of the old one led to it (seed %i)',
  { timeout: 300_000 },
  (seed) => {
    const counts = run(seed, REQUESTS + 2_000)
    console.log(JSON.stringify({ seed, ...counts }))
    expect(counts.requests).toBeGreaterThanOrEqual(REQUESTS)
    expect(counts.alternatives).toBeGreaterThan(counts.requests / 2)
    expect(counts.led).toBeGreaterThan(counts.requests / 20)
  },
)
