import { type Bundle, decide, prepare } from '@marque/core'
import { granteesOf, grantRequests, indexedGrants } from '@marque/policy/requests'
import { hasPolicyHost, type PlanOptions, planProbes } from '@marque/verify'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bundles, NOW } from '../generate/index.ts'

const OPTIONS: PlanOptions = {
  now: NOW,
  seed: 7,
  maxProbes: 1_000_000,
  mutating: false,
  paths: [],
  throughCache: true,
  alsoKnown: [],
  withCredentials: true,
}

function holds(property: (bundle: Bundle) => void, numRuns = 60): void {
  fc.assert(fc.property(bundles, property), { numRuns })
}

test('the same bundle gives the same plan, whatever the order of its sets and tenants', () => {
  const reversed = <T>(named: { readonly [name: string]: T }): { readonly [name: string]: T } =>
    Object.fromEntries(Object.entries(named).toReversed())
  holds((bundle) => {
    const { sets, tenants } = bundle
    const same = { ...bundle, sets: reversed(sets), tenants: reversed(tenants) }
    expect(planProbes(same, OPTIONS)).toEqual(planProbes(bundle, OPTIONS))
  })
})

test('a budget keeps the first probes of the whole plan and counts the others', () => {
  holds((bundle) => {
    const whole = planProbes(bundle, OPTIONS)
    const some = planProbes(bundle, { ...OPTIONS, maxProbes: 25 })
    expect(some.probes).toEqual(whole.probes.slice(0, 25))
    const left = whole.probes.length - some.probes.length
    expect(some.leftOut['max-probes'] ?? 0).toBe(left)
  })
})

test('no method that changes data without the option, and no DELETE where no path is named', () => {
  holds((bundle) => {
    const methods = (mutating: boolean): ReadonlySet<string> =>
      new Set(planProbes(bundle, { ...OPTIONS, mutating }).probes.map(({ method }) => method))
    for (const method of methods(false)) expect(['GET', 'HEAD', 'OPTIONS']).toContain(method)
    expect(methods(true)).not.toContain('DELETE')
  })
})

/** The names that a policy knows: own hosts, hosts of matches, hosts of tenants; `*.` stands for any label. */
function knownHosts({ self, resources, tenancy }: Bundle): readonly RegExp[] {
  const hosts = [
    ...self.map((entry) => entry.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, '')),
    ...resources.flatMap(({ match }) => match.flatMap(({ host }) => host ?? [])),
    ...(tenancy !== null && 'host' in tenancy ? [tenancy.host] : []),
  ]
  return hosts.map(
    (host) =>
      new RegExp(
        `^${host.replaceAll('.', '\\.').replace(/^\*/, '[a-z0-9.-]+').replace('{tenant}', '[a-z0-9-]+')}$`,
      ),
  )
}

test('every host is one that the policy names', () => {
  holds((bundle) => {
    const known = knownHosts(bundle)
    for (const { url } of planProbes(bundle, OPTIONS).probes) {
      const [, host = ''] = /^https?:\/\/([^/:]*)/.exec(url) ?? []
      expect(
        known.some((one) => one.test(host)),
        url,
      ).toBe(true)
    }
  })
})

test('each probe is of the resource that the engine finds, and each conditional one follows its request', () => {
  holds((bundle) => {
    const engine = prepare(bundle)
    const { probes } = planProbes(bundle, OPTIONS)
    for (const [at, probe] of probes.entries()) {
      expect(probe.id).toBe(at)
      expect(decide(engine, probe, {}, { now: NOW }).resource).toBe(probe.resource)
      if (probe.conditionalOn === null) continue
      expect(probe.conditionalOn).toBeLessThan(at)
      const on = probes[probe.conditionalOn]
      expect([on?.url, on?.headers]).toEqual([probe.url, probe.headers])
    }
  })
})

/** Whether a page can use a grant of the resource at {@link NOW} with a method that changes nothing. */
function isUsable(bundle: Bundle, name: string): boolean {
  const engine = prepare(bundle)
  for (const indexed of indexedGrants(bundle)) {
    if (indexed.resource.name !== name || indexed.grant.token) continue
    const grantees = granteesOf(indexed.grant, bundle).flatMap((one) => one.grantees.slice(0, 2))
    let tries = 0
    for (const sample of grantRequests(bundle, indexed, grantees, NOW, { full: false })) {
      if (++tries > 30) break
      const { origin, method, url, headers, context, now } = sample
      if (now !== NOW || !['GET', 'HEAD'].includes(method)) continue
      const request = { method, url, headers: [['Origin', origin] as const, ...headers] }
      if (!hasPolicyHost(url, bundle)) continue
      const decision = decide(engine, request, context, { now })
      if (decision.resource === name && decision.read && decision.kind === 'actual') return true
    }
  }
  return false
}

test('a resource with a grant that can be used has a granted probe', () => {
  let usable = 0
  holds((bundle) => {
    const engine = prepare(bundle)
    const { probes } = planProbes(bundle, OPTIONS)
    const granted = new Set(
      probes.flatMap((probe) => {
        const { status, read, reason } = decide(engine, probe, {}, { now: NOW })
        return status === 204 || read || reason === 'condition-unmet' ? [probe.resource] : []
      }),
    )
    for (const { name } of bundle.resources) {
      if (!isUsable(bundle, name)) continue
      usable++
      expect(granted, name).toContain(name)
    }
  })
  expect(usable).toBeGreaterThan(10)
})
