import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bundle, type Context, decide, type Grant, prepare, type Resource } from '@marque/core'
import { compilePolicy } from '@marque/testkit/policies'
import { type Probe, planProbes } from '@marque/verify'
import { expect, test } from 'vitest'

const NOW = Date.UTC(2098, 11, 10, 12)

const POLICY = readFileSync(join(import.meta.dirname, '../../examples/rules/policy.yaml'), 'utf8')

interface Change {
  readonly name: string
  readonly bundle: Bundle
}

/** What a layer with one mistake in its configuration would decide from. */
function changesOf(bundle: Bundle): readonly Change[] {
  const resources = bundle.resources.flatMap((resource) => [
    ...resourceChanges(bundle, resource),
    // Answers of `read: false` have no headers to compare, and nobody has a token.
    ...resource.grants
      .filter(({ read, token }) => read && !token)
      .flatMap((grant) => grantChanges(bundle, resource, grant)),
  ])
  const lists = Object.entries(bundle.sets).flatMap(([name, list]) =>
    list.exact.map((origin) => ({
      name: `${name} without ${origin}`,
      bundle: {
        ...bundle,
        sets: {
          ...bundle.sets,
          [name]: { ...list, exact: list.exact.filter((one) => one !== origin) },
        },
      },
    })),
  )
  return [...resources, ...lists]
}

function resourceChanges(bundle: Bundle, resource: Resource): readonly Change[] {
  const changed = (name: string, part: Partial<Resource>): Change => ({
    name: `${resource.name}: ${name}`,
    bundle: {
      ...bundle,
      resources: bundle.resources.map((one) => (one === resource ? { ...one, ...part } : one)),
    },
  })
  return [
    changed('isolate', { isolate: !resource.isolate, enforce: 'block' }),
    ...(resource.isolate
      ? []
      : [changed('enforce', { enforce: resource.enforce === 'block' ? 'headers' : 'block' })]),
  ]
}

function grantChanges(bundle: Bundle, resource: Resource, grant: Grant): readonly Change[] {
  const place = `${resource.name}[${resource.grants.indexOf(grant)}]`
  const changed = (name: string, part: Partial<Grant>): Change => {
    const grants = resource.grants.map((one) => (one === grant ? { ...one, ...part } : one))
    const resources = bundle.resources.map((one) => (one === resource ? { ...one, grants } : one))
    return { name: `${place} ${name}`, bundle: { ...bundle, resources } }
  }
  const { sets, methods, requestHeaders, exposeHeaders, credentials, any, websocket } = grant
  const others = Object.keys(bundle.sets).filter((name) => !sets.includes(name))
  const without = <T>(all: readonly T[], one: T): readonly T[] => all.filter((own) => own !== one)
  return [
    ...sets.map((name) => changed(`without set ${name}`, { sets: without(sets, name) })),
    ...(any
      ? []
      : others.map((name) => changed(`with set ${name}`, { sets: [...sets, name].sort() }))),
    ...methods.map((one) => changed(`without ${one}`, { methods: without(methods, one) })),
    ...['DELETE', 'GET', 'PUT']
      .filter((one) => !methods.includes(one))
      .map((one) => changed(`with ${one}`, { methods: [...methods, one].sort() })),
    ...requestHeaders.map((one) =>
      changed(`without ${one}`, { requestHeaders: without(requestHeaders, one) }),
    ),
    changed('with x-more', { requestHeaders: [...requestHeaders, 'x-more'] }),
    ...exposeHeaders.map((one) =>
      changed(`does not expose ${one}`, { exposeHeaders: without(exposeHeaders, one) }),
    ),
    changed('exposes x-more', { exposeHeaders: [...exposeHeaders, 'x-more'] }),
    ...(any ? [] : [changed('credentials', { credentials: !credentials })]),
    ...(credentials ? [changed('websocket', { websocket: !websocket })] : []),
    changed('maxAge', { maxAge: grant.maxAge + 1 }),
    changed('has ended', { until: NOW }),
  ]
}

/** Facts that satisfy every condition of the policy. */
function loginFor({ resources }: Bundle): Context {
  const conditions = resources.flatMap(({ grants }) => grants.flatMap(({ when }) => when ?? []))
  return {
    roles: conditions.flatMap(({ roles }) => roles ?? []),
    scopes: conditions.flatMap(({ scopes }) => scopes ?? []),
    authenticatedAt: NOW,
  }
}

function answersTo(probes: readonly Probe[], bundle: Bundle, context: Context): readonly string[] {
  const engine = prepare(bundle)
  return probes.map((probe) => {
    const decision = decide(engine, probe, context, { now: NOW })
    return JSON.stringify([decision.status, decision.reach, decision.headers, decision.vary])
  })
}

/** Changes that no answer shows: an earlier grant decides for the same origin, or the set is only in a grant with `read: false`. */
const HIDDEN = [
  'orders[1] with set https://debug.partner.example',
  'orders[2] with set https://debug.partner.example',
  'orders[2] with set web',
  'login without https://login.example.org',
]

test('a probe shows every single change of a policy', () => {
  const bundle = compilePolicy(POLICY, { now: NOW })
  const login = loginFor(bundle)
  const { probes } = planProbes(bundle, {
    now: NOW,
    seed: 1,
    maxProbes: 10_000,
    mutating: false,
    paths: [],
    throughCache: false,
    alsoKnown: [],
    withCredentials: false,
  })
  const usual = answersTo(probes, bundle, login)
  const changes = changesOf(bundle)
  const missed = changes.filter((change) => {
    const answers = answersTo(probes, change.bundle, login)
    return answers.every((answer, at) => answer === usual[at])
  })
  expect(changes.length).toBeGreaterThan(100)
  expect(missed.map(({ name }) => name)).toEqual(HIDDEN)
})
